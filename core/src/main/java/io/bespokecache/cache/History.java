package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

import io.bespokecache.map.MapStatistics;

/**
 * What happened in a cache during the last hour, in at most {@value #CAPACITY} periods,
 * which take about 11 KB. Thread-safe.
 * <p>
 * A young history has short periods, so that there is something to see soon. Whenever it
 * is full, each two neighbours become one, until a period is a minute long; from then on
 * the oldest is forgotten.
 */
final class History {

	static final int CAPACITY = 60;

	static final Duration SHORTEST_PERIOD = Duration.ofSeconds(15);

	static final Duration LONGEST_PERIOD = Duration.ofMinutes(1);

	private final LongSupplier nanoClock;

	/** Oldest first. */
	private Deque<Counted> periods = new ArrayDeque<>();

	private long periodNanos = SHORTEST_PERIOD.toNanos();

	private Counted end;

	History(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.end = new Counted(nanoClock.getAsLong(), 0, 0, 0, 0, 0, 0, 0, LoadCounts.NONE);
	}

	/**
	 * Takes note of what has happened so far. To be called more often than the shortest
	 * period passes; a period lasts until the first call after its time.
	 * @param statistics counts since the cache was made
	 */
	synchronized void add(CacheStatistics statistics) {
		long now = this.nanoClock.getAsLong();
		if (now - this.end.endNanos >= this.periodNanos) {
			Counted counted = Counted.of(now, statistics);
			this.periods.addLast(counted.since(this.end));
			this.end = counted;
			makeRoom();
		}
	}

	private void makeRoom() {
		if (this.periods.size() < CAPACITY) {
			return;
		}
		if (this.periodNanos < LONGEST_PERIOD.toNanos()) {
			Deque<Counted> merged = new ArrayDeque<>(CAPACITY);
			while (!this.periods.isEmpty()) {
				merged.addLast(this.periods.removeFirst().and(this.periods.removeFirst()));
			}
			this.periods = merged;
			this.periodNanos *= 2;
		}
		else {
			this.periods.removeFirst();
		}
	}

	/**
	 * What happened in each period.
	 * @return the periods, oldest first
	 */
	synchronized List<CountsInPeriod> periods() {
		long now = this.nanoClock.getAsLong();
		return this.periods.stream().map((counted) -> counted.seenFrom(now)).toList();
	}

	/**
	 * Counts of one period, or since the cache was made.
	 *
	 * @param endNanos when the period ended
	 * @param nanos its length
	 * @param hits lookups that found a value
	 * @param misses lookups that found none
	 * @param size evictions to keep the bound
	 * @param expired evictions because of expiry
	 * @param collected evictions because of the garbage collector
	 * @param promotions promotions
	 * @param loads loads
	 */
	private record Counted(long endNanos, long nanos, long hits, long misses, long size, long expired, long collected,
			long promotions, LoadCounts loads) {

		static Counted of(long now, CacheStatistics statistics) {
			MapStatistics map = statistics.map();
			return new Counted(now, 0, statistics.hits(), statistics.misses(), map.evictedBySize(),
					map.evictedByExpiry(), map.evictedByCollection(), map.promotions(), LoadCounts.of(statistics));
		}

		Counted since(Counted earlier) {
			return new Counted(this.endNanos, this.endNanos - earlier.endNanos, this.hits - earlier.hits,
					this.misses - earlier.misses, this.size - earlier.size, this.expired - earlier.expired,
					this.collected - earlier.collected, this.promotions - earlier.promotions,
					this.loads.minus(earlier.loads));
		}

		Counted and(Counted later) {
			return new Counted(later.endNanos, this.nanos + later.nanos, this.hits + later.hits,
					this.misses + later.misses, this.size + later.size, this.expired + later.expired,
					this.collected + later.collected, this.promotions + later.promotions, this.loads.plus(later.loads));
		}

		CountsInPeriod seenFrom(long now) {
			return new CountsInPeriod(Duration.ofNanos(now - this.endNanos), Duration.ofNanos(this.nanos), this.hits,
					this.misses, new Evictions(this.size, this.expired, this.collected), this.promotions, this.loads);
		}

	}

}
