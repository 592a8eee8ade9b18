package io.bespokecache.spring.redis;

import java.lang.reflect.Type;
import java.util.concurrent.locks.ReentrantLock;

import io.bespokecache.shared.UnshareableException;
import io.bespokecache.shared.ValueFormat;
import io.bespokecache.spring.json.JsonType;
import io.bespokecache.spring.json.JsonTypeResolver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.NullValue;

/**
 * The format of values whose type is configured, or becomes known with the first method
 * that returns them. Until then no value can be written or read. Thread-safe.
 */
final class DeclaredValueFormat implements ValueFormat<Object> {

	private static final Log logger = LogFactory.getLog(RedisSecondLevels.class);

	private final String cache;

	private final @Nullable String declared;

	/** Whether the cache stores nulls. */
	private final boolean nulls;

	private final JsonTypeResolver types;

	private final int maximumBytes;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable ValueFormat<Object> known;

	/** What the type was learnt from. */
	private volatile @Nullable String source;

	private volatile String problem;

	DeclaredValueFormat(String cache, @Nullable String declared, boolean nulls, JsonTypeResolver types,
			int maximumBytes) {
		this.nulls = nulls;
		this.cache = cache;
		this.declared = declared;
		this.types = types;
		this.maximumBytes = maximumBytes;
		this.problem = "no method that returns its values has been called yet";
	}

	/**
	 * Takes the type that a method returns, if none is known.
	 */
	void learn(Type type, String source) {
		if (this.declared != null || source.equals(this.source)) {
			return;
		}
		this.lock.lock();
		try {
			if (this.known == null) {
				learnFirst(type, source);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void learnFirst(Type type, String source) {
		try {
			JsonType json = this.types.of(type);
			this.known = new JsonValueFormat(json, this.maximumBytes);
			this.source = source;
			logger.info("Cache '" + this.cache + "' shares values of type " + json.name() + ", which " + source
					+ " returns");
		}
		catch (RuntimeException | LinkageError ex) {
			this.problem = "the type that " + source + " returns cannot be written (" + ex.getMessage() + ")";
		}
	}

	private ValueFormat<Object> format() {
		ValueFormat<Object> known = this.known;
		return (known != null) ? known : declaredFormat();
	}

	private ValueFormat<Object> declaredFormat() {
		String declared = this.declared;
		if (declared == null) {
			throw new UnshareableException("The values of cache '" + this.cache + "' are not shared, because "
					+ this.problem + ". Set 'value-type' of the cache to the type that they have in common.");
		}
		this.lock.lock();
		try {
			ValueFormat<Object> known = this.known;
			if (known == null) {
				known = new JsonValueFormat(this.types.byName(declared), this.maximumBytes);
				this.known = known;
			}
			return known;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public long type() {
		return format().type();
	}

	@Override
	public byte[] write(Object value) {
		return format().write(value);
	}

	@Override
	public Object read(byte[] bytes, int offset, int length) {
		Object value = format().read(bytes, offset, length);
		if (value == NullValue.INSTANCE && !this.nulls) {
			throw new UnshareableException("It is a null, which another process has stored and this one does not");
		}
		return value;
	}

}
