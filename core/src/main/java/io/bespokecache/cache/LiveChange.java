package io.bespokecache.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.bespokecache.map.ChangeableCacheMap;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;

/**
 * Changes the map of one cache while it is in use, one change at a time, and remembers
 * the latest. Whether something is kept beside each value was decided when the cache was
 * made, and stays; what would need it otherwise is refused. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class LiveChange<K, V> {

	private static final int CAPACITY = 16;

	private final EntryMaps<K, V> maps;

	private final LoadPolicy policy;

	private final ChangeableCacheMap<K, Object> map;

	/** Held for the whole of a change. */
	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by itself. */
	private final Deque<StrategyChange> latest = new ArrayDeque<>(CAPACITY);

	LiveChange(EntryMaps<K, V> maps, LoadPolicy policy, ChangeableCacheMap<K, Object> map) {
		this.maps = maps;
		this.policy = policy;
		this.map = map;
	}

	/**
	 * Makes a change.
	 * @param done called once the new map is in place, before another change begins
	 */
	StrategyChange make(Workload workload, Selection selection, Runnable done) {
		this.lock.lock();
		try {
			requirePossible(workload, selection.strategy());
			Strategy former = this.map.strategy();
			long start = this.maps.nanoClock().getAsLong();
			long moved = this.map.changeTo(this.maps.create(workload, selection.strategy()));
			Duration duration = Duration.ofNanos(this.maps.nanoClock().getAsLong() - start);
			if (this.maps.deadlines() != null) {
				this.maps.deadlines().follow(workload);
			}
			done.run();
			StrategyChange change = new StrategyChange(former, selection.strategy(), selection.reason(), Instant.now(),
					duration, moved);
			add(change);
			return change;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void requirePossible(Workload workload, Strategy strategy) {
		// Refuses a strategy that cannot do what the workload asks for.
		StrategySelector.override(workload, strategy);
		this.policy.requireConsistentWith(workload);
		Deadlines<K, V> deadlines = this.maps.deadlines();
		if (deadlines != null && workload.values() == ReferenceStrength.WEAK) {
			throw new IllegalStateException("Cache '" + this.maps.cache()
					+ "' keeps something beside its values, which "
					+ "cannot become weak while it is in use. Set 'values' to soft or strong, or configure it anew.");
		}
		if (deadlines == null && !Deadlines.areKeptByMap(workload, this.policy, this.maps.expiry() != null, false)) {
			throw new IllegalStateException("Cache '" + this.maps.cache() + "' keeps nothing beside its values, and "
					+ "expire-after-access beside times to live of single entries needs that. Leave "
					+ "expire-after-access out, or configure the cache anew.");
		}
	}

	private void add(StrategyChange change) {
		synchronized (this.latest) {
			if (this.latest.size() == CAPACITY) {
				this.latest.removeLast();
			}
			this.latest.addFirst(change);
		}
	}

	List<StrategyChange> latest() {
		synchronized (this.latest) {
			return new ArrayList<>(this.latest);
		}
	}

}
