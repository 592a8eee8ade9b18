package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.util.Map;

import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.cache.SecondLevelStatistics.FlushCause;
import org.jspecify.annotations.Nullable;

/**
 * How a cache stands to what it shares with other processes, and what happened between
 * them since it was created.
 *
 * @param engine what holds the second level, for example {@code redis}
 * @param connected whether operations can be executed
 * @param coherent whether this process hears of what others evict, so that its entries
 * may be believed
 * @param staleness greatest age that an eviction by another process may have without
 * being seen here; absent while there is no bound
 * @param breaker whether operations are attempted: {@code closed} if they are,
 * {@code open} if they are not
 * @param hits look-ups that found nothing in this process, and a value in the second
 * level
 * @param misses look-ups that found a value in neither
 * @param loads loads that this process, and no other, was given leave to run
 * @param waits look-ups that waited for the load of another process
 * @param overdue of these, waits that were given up
 * @param skipped look-ups that were not attempted, because they had no prospect
 * @param stores values shared
 * @param refusedStores values that were not shared, because their key was evicted
 * meanwhile, or the leave to load it had passed to others
 * @param evictions evictions and clears that all processes are told of
 * @param retries evictions and clears that failed and were tried again
 * @param pending evictions and clears that wait to be tried again
 * @param lostMessages announcements of other processes that never arrived
 * @param flushes parts of the cache that were dropped in this process
 * @param undecodable what was found, could not be read, and was a miss
 * @param unshareable keys and values that could not be written
 * @param failures operations that failed or took too long
 * @param staleServed hits in this process that were handed out although others may have
 * evicted them
 * @param operations operations that were answered
 * @param operationTime mean time of these; absent if there was none
 */
public record SecondLevelDescriptor(String engine, boolean connected, boolean coherent, @Nullable String staleness,
		String breaker, long hits, long misses, long loads, long waits, long overdue, long skipped, long stores,
		long refusedStores, long evictions, long retries, long pending, long lostMessages, FlushesDescriptor flushes,
		long undecodable, long unshareable, long failures, long staleServed, long operations,
		@Nullable String operationTime) {

	static @Nullable SecondLevelDescriptor of(LocalCache<?, ?> cache) {
		SecondLevel<?, ?> level = cache.secondLevel();
		return (level != null) ? of(level.statistics()) : null;
	}

	static SecondLevelDescriptor of(SecondLevelStatistics statistics) {
		Duration staleness = statistics.staleness();
		long operations = statistics.operations();
		return new SecondLevelDescriptor(statistics.engine(), statistics.connected(), statistics.coherent(),
				(staleness != null) ? Rounded.text(staleness) : null, statistics.breaker().id(), statistics.hits(),
				statistics.misses(), statistics.loads(), statistics.waits(), statistics.overdue(), statistics.skipped(),
				statistics.stores(), statistics.refusedStores(), statistics.evictions(), statistics.retries(),
				statistics.pending(), statistics.lostMessages(), FlushesDescriptor.of(statistics.flushes()),
				statistics.undecodable(), statistics.unshareable(), statistics.failures(), statistics.staleServed(),
				operations, (operations > 0) ? Rounded.text(statistics.operationTime().dividedBy(operations)) : null);
	}

	/**
	 * Parts of a cache that were dropped in this process.
	 *
	 * @param gap because announcements were missing
	 * @param missed because somebody evicted while this process could not hear it
	 * @param restart because the engine lost what it held, or was started anew
	 * @param clear because somebody cleared the cache
	 */
	public record FlushesDescriptor(long gap, long missed, long restart, long clear) {

		static FlushesDescriptor of(Map<FlushCause, Long> flushes) {
			return new FlushesDescriptor(flushes.getOrDefault(FlushCause.GAP, 0L),
					flushes.getOrDefault(FlushCause.MISSED, 0L), flushes.getOrDefault(FlushCause.RESTART, 0L),
					flushes.getOrDefault(FlushCause.CLEAR, 0L));
		}

	}

}
