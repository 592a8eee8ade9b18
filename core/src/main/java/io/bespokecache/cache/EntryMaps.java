package io.bespokecache.cache;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Expiry;
import io.bespokecache.map.MapListener;
import io.bespokecache.map.Strategy;
import io.bespokecache.map.Weigher;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Makes the maps that hold the entries of one cache, one after the other. What the cache
 * was given in code is the same for all of them.
 *
 * @param cache name of the cache
 * @param weigher weighs entries
 * @param expiry decides how long single entries live
 * @param jitter greatest part that a life loses by chance
 * @param deadlines what is kept beside each value; {@code null} if nothing is
 * @param nanoClock clock of the cache
 * @param maintenance runs what a map does by itself
 * @param listener hears of what is rare in a map
 * @param <K> the type of keys
 * @param <V> the type of values
 */
record EntryMaps<K, V>(String cache, @Nullable Weigher<? super K, ? super V> weigher,
		@Nullable Expiry<? super K, ? super V> expiry, double jitter, @Nullable Deadlines<K, V> deadlines,
		LongSupplier nanoClock, Executor maintenance, MapListener<K, Object> listener) {

	/**
	 * Makes a new, empty map.
	 * @throws IllegalStateException if something is missing that the workload needs
	 */
	CacheMap<K, Object> create(Workload workload, Strategy strategy) {
		CacheMapBuilder<K, Object> map = CacheMapBuilder.<K, Object>of(strategy)
			.expectedEntries(workload.expectedEntries())
			.nanoClock(this.nanoClock)
			.maintenanceExecutor(this.maintenance)
			.listener(this.listener);
		if (this.deadlines != null) {
			map.content(Deadlines::content);
		}
		double jitter = Deadlines.isJitterOfMap(workload, strategy) ? this.jitter : 0;
		new EntryLimits<>(this.cache, workload, this.weigher, this.expiry, jitter, this.deadlines).applyTo(map);
		return map.build();
	}

}
