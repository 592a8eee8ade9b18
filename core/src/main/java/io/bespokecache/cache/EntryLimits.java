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

	private final @Nullable Deadlines<K, V> deadlines;

	EntryLimits(String cache, Workload workload, @Nullable Weigher<? super K, ? super V> weigher,
			@Nullable Expiry<? super K, ? super V> expiry, @Nullable Deadlines<K, V> deadlines) {
		this.cache = cache;
		this.workload = workload;
		this.weigher = weigher;
		this.expiry = expiry;
		this.deadlines = deadlines;
	}

	void applyTo(CacheMapBuilder<K, Object> map) {
		applyBound(map);
		if (this.deadlines != null) {
			this.deadlines.applyTo(map);
		}
		else if (this.expiry != null) {
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
