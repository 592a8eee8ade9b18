package io.bespokecache.cache;

import java.time.Duration;

import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Expiry;
import io.bespokecache.map.Weigher;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * What limits the entries of one cache's map: their number or weight, and how long they
 * live. A user's weigher and expiry see values, whatever the map stores for them.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class EntryLimits<K, V> {

	private final String cache;

	private final Workload workload;

	private final @Nullable Weigher<? super K, ? super V> weigher;

	private final @Nullable Expiry<? super K, ? super V> expiry;

	private final double jitter;

	private final @Nullable Deadlines<K, V> deadlines;

	/**
	 * Creates limits.
	 * @param jitter greatest part that a life loses by chance, unless there are deadlines
	 * that see to it
	 */
	EntryLimits(String cache, Workload workload, @Nullable Weigher<? super K, ? super V> weigher,
			@Nullable Expiry<? super K, ? super V> expiry, double jitter, @Nullable Deadlines<K, V> deadlines) {
		this.cache = cache;
		this.workload = workload;
		this.weigher = weigher;
		this.expiry = expiry;
		this.jitter = jitter;
		this.deadlines = deadlines;
	}

	void applyTo(CacheMapBuilder<K, Object> map) {
		applyBound(map);
		applyReferences(map);
		if (this.deadlines != null) {
			this.deadlines.applyTo(map, this.workload);
			return;
		}
		map.expiryJitter(this.jitter);
		if (this.expiry != null) {
			map.expiry(withDefault(this.expiry, this.workload.expireAfterWrite()));
		}
		else {
			applyExpiry(map);
		}
	}

	private void applyBound(CacheMapBuilder<K, Object> map) {
		if (this.workload.maximumSize() != null) {
			map.maximumSize(this.workload.maximumSize());
		}
		if (this.workload.maximumWeight() != null) {
			if (this.weigher == null) {
				throw new IllegalStateException(
						"Cache '" + this.cache + "' has a maximum weight (" + this.workload.maximumWeight()
								+ ") but no weigher. Set one, or bound the number of entries instead.");
			}
			map.maximumWeight(this.workload.maximumWeight(), ofStored(this.weigher));
		}
	}

	private void applyReferences(CacheMapBuilder<K, Object> map) {
		switch (this.workload.values()) {
			case STRONG -> {
			}
			case SOFT -> map.softValues();
			case WEAK -> map.weakValues();
		}
		if (this.workload.weakKeys()) {
			map.weakKeys();
		}
	}

	private void applyExpiry(CacheMapBuilder<K, Object> map) {
		if (this.workload.expireAfterWrite() != null) {
			map.expireAfterWrite(this.workload.expireAfterWrite());
		}
		if (this.workload.expireAfterAccess() != null) {
			map.expireAfterAccess(this.workload.expireAfterAccess());
		}
	}

	private Weigher<K, Object> ofStored(Weigher<? super K, ? super V> weigher) {
		return (key, stored) -> weigher.weigh(key, valueOf(stored));
	}

	private Expiry<K, Object> withDefault(Expiry<? super K, ? super V> expiry, @Nullable Duration expireAfterWrite) {
		return new Expiry<>() {

			@Override
			public @Nullable Duration afterWrite(K key, Object stored) {
				Duration own = expiry.afterWrite(key, valueOf(stored));
				return (own != null) ? own : expireAfterWrite;
			}

			@Override
			public @Nullable Duration afterRead(K key, Object stored) {
				return expiry.afterRead(key, valueOf(stored));
			}

		};
	}

	@SuppressWarnings("unchecked") // the map holds what its cache has stored
	private V valueOf(Object stored) {
		return (this.deadlines != null) ? Deadlines.<V>timed(stored).value() : (V) stored;
	}

}
