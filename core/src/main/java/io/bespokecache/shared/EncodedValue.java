package io.bespokecache.shared;

import io.bespokecache.cache.SharedValue;
import org.jspecify.annotations.Nullable;

/**
 * A value that was found whole, and is yet to be decoded, by the thread that asks for it;
 * or what says that nobody can share one.
 *
 * @param <V> the type of values
 */
final class EncodedValue<V> {

	private final SharedCache<?, V> cache;

	private final byte[] key;

	private final byte[] bytes;

	private final long ageNanos;

	private final long freshNanos;

	private final boolean unshareable;

	EncodedValue(SharedCache<?, V> cache, byte[] key, byte[] bytes, long ageNanos, long freshNanos,
			boolean unshareable) {
		this.cache = cache;
		this.key = key;
		this.bytes = bytes;
		this.ageNanos = ageNanos;
		this.freshNanos = freshNanos;
		this.unshareable = unshareable;
	}

	long ageNanos() {
		return this.ageNanos;
	}

	boolean isFresh() {
		return this.ageNanos < this.freshNanos;
	}

	/**
	 * Whether there is no value, because whoever made one could not share it.
	 */
	boolean isUnshareable() {
		return this.unshareable;
	}

	/**
	 * The value as an answer to who has looked for it, which counts as a hit; or
	 * {@code null} if it cannot be read, and is removed.
	 */
	@Nullable SharedValue<V> answer() {
		SharedValue<V> found = decode();
		if (found == null) {
			this.cache.discard(this.key);
		}
		((found != null) ? this.cache.counts.hits : this.cache.counts.misses).increment();
		return found;
	}

	/**
	 * The value, or {@code null} if it cannot be read.
	 */
	@Nullable SharedValue<V> decode() {
		try {
			return new SharedValue<>(Envelope.readValue(this.bytes, this.cache.values()), this.ageNanos,
					this.freshNanos, Shard.indexOf(this.key));
		}
		catch (RuntimeException | LinkageError ex) {
			this.cache.undecodable(ex);
			return null;
		}
	}

}
