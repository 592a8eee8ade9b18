package io.bespokecache.spring;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.ReflectionUtils;

/**
 * What Spring has made a key of. It shows that to nobody.
 */
public final class SimpleKeyParameters {

	private static final @Nullable Field FIELD = ReflectionUtils.findField(SimpleKey.class, "params", Object[].class);

	private SimpleKeyParameters() {
	}

	/**
	 * The parameters of a key.
	 * @param key the key
	 * @return its own array, not to be modified; {@code null} if it is no
	 * {@link SimpleKey}, or of a version of Spring that keeps them otherwise
	 */
	public static @Nullable Object @Nullable [] of(Object key) {
		if (key.getClass() != SimpleKey.class || FIELD == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(FIELD);
		return (@Nullable Object[]) ReflectionUtils.getField(FIELD, key);
	}

}
