package io.bespokecache.shared;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.bespokecache.cache.SecondLevel.Lifetime;
import io.bespokecache.cache.SecondLevel.Look;
import io.bespokecache.cache.SharedValue;
import org.jspecify.annotations.Nullable;

/**
 * The right to load a key and to share what is loaded. Thread-safe.
 *
 * @param <V> the type of values
 */
final class Grant<V> implements Look<V> {

	/**
	 * For how long others load for themselves what could not be shared, in milliseconds.
	 */
	private static final long LONGEST_UNSHAREABLE = Duration.ofMinutes(1).toMillis();

	private final SharedCache<?, V> cache;

	private final byte[] key;

	private final long lease;

	private final Control control;

	private final @Nullable EncodedValue<V> expired;

	private final long since;

	private final BooleanSupplier sameSession;

	/** Whether this process has evicted the key meanwhile. */
	private volatile boolean forbidden;

	Grant(SharedCache<?, V> cache, byte[] key, long lease, Control control, @Nullable EncodedValue<V> expired) {
		this.cache = cache;
		this.key = key;
		this.lease = lease;
		this.control = control;
		this.expired = expired;
		this.since = cache.operations().now();
		this.sameSession = cache.sameSession();
	}

	byte[] key() {
		return this.key;
	}

	/**
	 * Since when this process has the right.
	 */
	long since() {
		return this.since;
	}

	/**
	 * Keeps what is loaded from being shared.
	 */
	void forbid() {
		this.forbidden = true;
	}

	@Override
	public @Nullable SharedValue<V> found() {
		return null;
	}

	@Override
	public @Nullable SharedValue<V> expired() {
		return (this.expired != null) ? this.expired.decode() : null;
	}

	@Override
	public void store(V value, Lifetime lifetime) {
		long live = SharedCache.millis(lifetime.liveNanos());
		byte[] envelope = this.cache.envelope(this.key, this.control, live, lifetime, value);
		if (envelope != null) {
			fill(envelope, live, true);
			return;
		}
		// Whoever waits is told at once, and so is who comes within a while.
		long brief = Math.min(live, LONGEST_UNSHAREABLE);
		fill(this.cache.unshareableEnvelope(this.key, this.control, brief), brief, false);
	}

	private void fill(byte[] envelope, long live, boolean value) {
		if (!this.cache.remove(this) || this.forbidden || !this.sameSession.getAsBoolean()
				|| !this.cache.hasProspect(this.key)) {
			count(value, false);
			return;
		}
		this.cache.operations()
			.execute(this.cache.counts, this.cache.timeout(), () -> this.cache.store()
				.fill(this.cache.shardOf(this.key), this.key, this.lease, this.control.generation(), envelope, live),
					new Answer<Boolean>() {

						@Override
						public void answered(Boolean stored) {
							count(value, stored);
						}

					});
	}

	private void count(boolean value, boolean stored) {
		if (value) {
			this.cache.countStore(stored);
		}
	}

	@Override
	public void giveUp() {
		if (this.cache.remove(this) && this.cache.isUsable()) {
			this.cache.release(this.key, this.lease);
		}
	}

	/**
	 * Says that the load is still under way.
	 */
	void renew() {
		this.cache.operations()
			.executeAside(this.cache.counts, this.cache.timeout(), () -> this.cache.store()
				.renew(this.cache.shardOf(this.key), this.key, this.lease, this.cache.settings().lease().toMillis()),
					new Answer<Boolean>() {
					});
	}

}
