package io.bespokecache.benchmarks.selection;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.BulkNeed;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Workload;

/**
 * What a cache must do beside holding entries. Strategies are compared with those that do
 * the same.
 */
public enum Demand {

	/** Nothing. */
	UNBOUNDED {
		@Override
		void limit(CacheMapBuilder<Object, Object> map, int entries) {
		}

		@Override
		Workload.Builder declare(Workload.Builder workload, int entries) {
			return workload;
		}
	},

	/** Keep a bound. */
	BOUNDED {
		@Override
		void limit(CacheMapBuilder<Object, Object> map, int entries) {
			map.maximumSize(entries);
		}

		@Override
		Workload.Builder declare(Workload.Builder workload, int entries) {
			return workload.maximumSize((long) entries);
		}
	},

	/** Keep a bound and a time to live, which a cache shortens by chance. */
	EXPIRING {
		@Override
		void limit(CacheMapBuilder<Object, Object> map, int entries) {
			map.maximumSize(entries).expireAfterWrite(TIME_TO_LIVE).expiryJitter(JITTER);
		}

		@Override
		Workload.Builder declare(Workload.Builder workload, int entries) {
			return workload.maximumSize((long) entries).expireAfterWrite(TIME_TO_LIVE);
		}
	},

	/** Keep a bound, and let the garbage collector take values. */
	COLLECTABLE {
		@Override
		void limit(CacheMapBuilder<Object, Object> map, int entries) {
			map.maximumSize(entries).softValues();
		}

		@Override
		Workload.Builder declare(Workload.Builder workload, int entries) {
			return workload.maximumSize((long) entries).values(ReferenceStrength.SOFT);
		}
	},

	/** Show all entries as they were at one instant. */
	SNAPSHOT {
		@Override
		void limit(CacheMapBuilder<Object, Object> map, int entries) {
		}

		@Override
		Workload.Builder declare(Workload.Builder workload, int entries) {
			return workload.bulk(BulkNeed.SNAPSHOT);
		}
	},

	/** Read and write several keys at one instant. */
	ATOMIC {
		@Override
		void limit(CacheMapBuilder<Object, Object> map, int entries) {
		}

		@Override
		Workload.Builder declare(Workload.Builder workload, int entries) {
			return workload.bulk(BulkNeed.ATOMIC);
		}
	};

	/** Longer than a benchmark takes. */
	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(30);

	/** What a cache has if nobody says otherwise. */
	private static final double JITTER = 0.1;

	/**
	 * Name in tables.
	 */
	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The strategies that can do it. Those that keep track of what to drop are left out
	 * where nothing is dropped, but for Caffeine: it is what most applications have.
	 */
	List<Strategy> strategies() {
		Workload workload = declare(Workload.builder(), 1).build();
		return Arrays.stream(Strategy.values())
			.filter((strategy) -> strategy.capabilities().containsAll(workload.requirements()))
			.filter((strategy) -> this != UNBOUNDED
					|| (strategy != Strategy.ADAPTIVE_FIFO && strategy != Strategy.LRU_REFERENCE))
			.toList();
	}

	/**
	 * Whether a map that does it drops entries by itself.
	 */
	boolean drops() {
		return this != UNBOUNDED && this != SNAPSHOT && this != ATOMIC;
	}

	/**
	 * The well-known library that does it, or the strategy that others are compared with
	 * if there is none.
	 */
	Strategy plain() {
		return switch (this) {
			case UNBOUNDED -> Strategy.CONCURRENT;
			case BOUNDED, EXPIRING, COLLECTABLE -> Strategy.CAFFEINE;
			case SNAPSHOT, ATOMIC -> Strategy.MUTEX;
		};
	}

	/**
	 * Whether there is such a library.
	 */
	boolean hasPlain() {
		return this != SNAPSHOT && this != ATOMIC;
	}

	/**
	 * Makes an empty map.
	 */
	CacheMap<Object, Object> create(Strategy strategy, int entries) {
		CacheMapBuilder<Object, Object> map = CacheMapBuilder.of(strategy).expectedEntries(entries);
		limit(map, entries);
		return map.build();
	}

	abstract void limit(CacheMapBuilder<Object, Object> map, int entries);

	abstract Workload.Builder declare(Workload.Builder workload, int entries);

}
