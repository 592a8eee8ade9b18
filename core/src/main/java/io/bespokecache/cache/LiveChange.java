package io.bespokecache.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.ChangeableCacheMap;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;

/**
 * Changes the map of one cache while it is in use, one change at a time, and remembers
 * the latest. What is chosen may depend on what was chosen before, of which nobody else
 * changes anything meanwhile. Whether something is kept beside each value was decided
 * when the cache was made, and stays; what would need it otherwise is refused.
 * Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class LiveChange<K, V> {

	private static final int CAPACITY = 16;

	private final EntryMaps<K, V> maps;

	private final LoadPolicy policy;

	private final ChangeableCacheMap<K, Object> map;

	/** Hears of each change, in their order. */
	private final Consumer<StrategyChange> listener;

	/** Held for the whole of a change, from the choice to the news of it. */
	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock. */
	private boolean choosing;

	/** Written under the lock. */
	private volatile Choice choice;

	/** Guarded by itself. */
	private final Deque<StrategyChange> latest = new ArrayDeque<>(CAPACITY);

	LiveChange(EntryMaps<K, V> maps, LoadPolicy policy, ChangeableCacheMap<K, Object> map, Choice choice,
			Consumer<StrategyChange> listener) {
		this.maps = maps;
		this.policy = policy;
		this.map = map;
		this.choice = choice;
		this.listener = listener;
	}

	/** What the current map was chosen for. */
	Choice choice() {
		return this.choice;
	}

	/**
	 * Makes a change.
	 * @param choose makes the new choice of the current one, and may refuse to
	 */
	StrategyChange make(UnaryOperator<Choice> choose) {
		this.lock.lock();
		try {
			Choice chosen = choose(choose);
			requirePossible(chosen.workload(), chosen.selection().strategy());
			StrategyChange change = carryOver(chosen);
			this.choice = chosen;
			add(change);
			tell(change);
			return change;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Choice choose(UnaryOperator<Choice> choose) {
		if (this.choosing) {
			throw new IllegalStateException("The choice of a new map must not itself change the map");
		}
		this.choosing = true;
		try {
			return choose.apply(this.choice);
		}
		finally {
			this.choosing = false;
		}
	}

	private StrategyChange carryOver(Choice chosen) {
		Selection selection = chosen.selection();
		Strategy former = this.map.strategy();
		long start = this.maps.nanoClock().getAsLong();
		CacheMap<K, Object> target = this.maps.create(chosen.workload(), selection.strategy());
		Deadlines<K, V> deadlines = this.maps.deadlines();
		long moved = (deadlines != null) ? carryOver(target, chosen.workload(), deadlines) : this.map.changeTo(target);
		Duration duration = Duration.ofNanos(this.maps.nanoClock().getAsLong() - start);
		return new StrategyChange(former, selection.strategy(), selection.reason(), Instant.now(), duration, moved);
	}

	/**
	 * What is written meanwhile may go to either map, and lives no longer than both
	 * allow. What was written before may have been promised a longer life.
	 */
	private long carryOver(CacheMap<K, Object> target, Workload workload, Deadlines<K, V> deadlines) {
		Workload before = this.choice.workload();
		deadlines.shorten(workload);
		long moved;
		try {
			moved = this.map.changeTo(target);
		}
		catch (RuntimeException | Error ex) {
			deadlines.follow(before);
			throw ex;
		}
		deadlines.follow(workload);
		if (Deadlines.nanos(workload.expireAfterWrite()) < Deadlines.nanos(before.expireAfterWrite())) {
			this.map.forEach((key, stored) -> deadlines.shorten(stored));
		}
		return moved;
	}

	private void tell(StrategyChange change) {
		try {
			this.listener.accept(change);
		}
		catch (RuntimeException ex) {
			// The contract of CacheListener: what a listener throws is dropped.
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
					+ "cannot become weak while it is in use. Set 'values' to soft or strong, or configure it anew");
		}
		if (deadlines == null && this.maps.jitter() > 0 && workload.values() != ReferenceStrength.WEAK
				&& !Deadlines.isJitterOfMap(workload, strategy)) {
			throw new IllegalStateException("Cache '" + this.maps.cache() + "' keeps nothing beside its values, and "
					+ strategy.id() + " alone cannot shorten lives by chance where there are both expire-after-write "
					+ "and expire-after-access. Choose another strategy, or configure the cache anew");
		}
		if (deadlines == null && !Deadlines.areKeptByMap(workload, this.policy, this.maps.expiry() != null, false)) {
			throw new IllegalStateException("Cache '" + this.maps.cache() + "' keeps nothing beside its values, and "
					+ "expire-after-access beside times to live of single entries needs that. Leave "
					+ "expire-after-access out, or configure the cache anew");
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
