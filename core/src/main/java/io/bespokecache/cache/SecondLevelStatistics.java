package io.bespokecache.cache;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What happened between a cache and its second level, and how that stands. No count ever
 * falls.
 *
 * @param engine what holds the second level, for example {@code redis}
 * @param connected whether operations can be executed
 * @param coherent whether entries in this process may be believed
 * @param staleness greatest age that an eviction by another process may have without
 * being seen here; {@code null} while there is no bound, because entries are not believed
 * or are served regardless
 * @param breaker whether operations are attempted
 * @param hits values found
 * @param misses look-ups that found none, those that failed included
 * @param loads loads that this process was given leave to run
 * @param waits look-ups that waited for another process's load
 * @param overdue of these, waits that were given up
 * @param stores values shared
 * @param refusedStores values that were loaded and not shared, because their key was
 * evicted meanwhile, or the right to load it had passed to others
 * @param evictions evictions and clears done
 * @param retries evictions and clears that failed and were tried again
 * @param pending evictions and clears that wait to be tried again
 * @param lostMessages announcements of others that never arrived
 * @param flushes parts of this cache that were dropped in this process, by cause
 * @param undecodable what was found and could not be read, and was a miss
 * @param unshareable keys and values that could not be written
 * @param failures operations that failed or took too long
 * @param skipped look-ups that were not attempted, because they had no prospect
 * @param staleServed hits handed out although they were not to be believed
 * @param operations operations that were answered
 * @param operationTime sum of the times that those took
 */
public record SecondLevelStatistics(String engine, boolean connected, boolean coherent, @Nullable Duration staleness,
		BreakerState breaker, long hits, long misses, long loads, long waits, long overdue, long stores,
		long refusedStores, long evictions, long retries, long pending, long lostMessages,
		Map<FlushCause, Long> flushes, long undecodable, long unshareable, long failures, long skipped,
		long staleServed, long operations, Duration operationTime) {

	public SecondLevelStatistics {
		flushes = Map.copyOf(flushes);
	}

	/**
	 * Why a part of a cache was dropped in this process.
	 */
	public enum FlushCause {

		/** Announcements were missing. */
		GAP("gap"),

		/** Somebody evicted while this process could not hear it. */
		MISSED("missed"),

		/** The engine has lost what it held, or was started anew. */
		RESTART("restart"),

		/** Somebody cleared the cache. */
		CLEAR("clear");

		private final String id;

		FlushCause(String id) {
			this.id = id;
		}

		/**
		 * Name in meters and descriptions.
		 * @return the lower-case name
		 */
		public String id() {
			return this.id;
		}

	}

	/**
	 * Whether operations are attempted.
	 */
	public enum BreakerState {

		/** They are. */
		CLOSED("closed"),

		/** They are not, because the last ones took too long or failed. */
		OPEN("open");

		private final String id;

		BreakerState(String id) {
			this.id = id;
		}

		/**
		 * Name in meters and descriptions.
		 * @return the lower-case name
		 */
		public String id() {
			return this.id;
		}

	}

}
