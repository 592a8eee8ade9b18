package io.bespokecache.spring.warmup;

import java.io.OutputStream;
import java.util.List;

import io.bespokecache.spring.json.JsonType;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * How the keys of a cache are written. A key that would not come back equal is refused:
 * nobody would ever find its value again.
 */
interface KeyFormat {

	void write(Object key, OutputStream output) throws SnapshotRefusedException;

	Object read(byte[] json, int offset, int length) throws SnapshotRefusedException;

	/**
	 * The format for the declared types.
	 * @param mapper writes and reads single values
	 * @param types one type for keys that are a single value, else a type for each
	 * parameter
	 * @return the format
	 */
	static KeyFormat of(JsonMapper mapper, List<JavaType> types) {
		if (types.size() > 1) {
			return new SimpleKeyFormat(mapper, types);
		}
		JavaType type = types.get(0);
		return type.hasRawClass(SimpleKey.class) ? new SimpleKeyFormat(mapper, List.of())
				: new SingleKeyFormat(new JsonType(mapper, type));
	}

}
