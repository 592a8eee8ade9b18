package io.bespokecache.cache;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import io.bespokecache.map.ChangeAbandonedException;
import io.bespokecache.map.LargeValues;
import io.bespokecache.map.MapStatistics;
import io.bespokecache.map.PolicyState;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.Advisor;
import io.bespokecache.workload.BoundPrediction;
import io.bespokecache.workload.CacheDeclaration;
import io.bespokecache.workload.CacheFacts;
import io.bespokecache.workload.ObservedWorkload;
import io.bespokecache.workload.ObservedWorkload.ValueSizes;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.UseCounts;
import io.bespokecache.workload.Workload;
import io.bespokecache.workload.WorkloadObserver;
import org.jspecify.annotations.Nullable;

/**
 * The reviews of one cache: what has happened in it since the last one, and what comes of
 * that. Thread-safe; there is one review at a time.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Reviews<K, V> {

	/** Time between two looks at what was observed. */
	private static final long WINDOW = 10_000_000_000L;

	private final LocalCache<K, V> cache;

	private final Counts counts;

	private final LongSupplier nanoClock;

	private final CacheListener listener;

	private final Advisor advisor;

	private final StrategySwitch strategySwitch = new StrategySwitch();

	private final KeyCollisions collisions = new KeyCollisions();

	private final RecentCounts recent;

	/** Held for a whole review, which may change the map; no monitor, for that waits. */
	private final Lock lock = new ReentrantLock();

	private MapStatistics told = MapStatistics.NONE;

	private long windowStart;

	/** As of the last review. */
	private CacheDeclaration declaration;

	/** As of the last review. */
	private Strategy strategy;

	private volatile List<Advice> advice = List.of();

	Reviews(LocalCache<K, V> cache, Counts counts, LongSupplier nanoClock, CacheListener listener,
			Function<Workload, Selection> selector, CacheDeclaration declaration) {
		this.cache = cache;
		this.counts = counts;
		this.nanoClock = nanoClock;
		this.listener = listener;
		this.advisor = new Advisor(selector);
		this.windowStart = nanoClock.getAsLong();
		this.recent = new RecentCounts(this.windowStart);
		this.declaration = declaration;
		this.strategy = cache.selection().strategy();
	}

	List<Advice> advice() {
		return this.advice;
	}

	/**
	 * Reviews the cache.
	 * @param statistics the counts of this moment
	 */
	void review(CacheStatistics statistics) {
		this.lock.lock();
		try {
			tellEvictions(statistics.map());
			WorkloadObserver observer = this.counts.observer();
			if (observer != null) {
				observe(observer, useCounts(statistics));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void observe(WorkloadObserver observer, UseCounts counts) {
		observer.tick(counts);
		long now = this.nanoClock.getAsLong();
		if (now - this.windowStart < WINDOW) {
			return;
		}
		this.windowStart = now;
		observer.review(counts);
		ObservedWorkload observed = observer.workload();
		if (observed != null) {
			advise(observer, observed, counts, now);
		}
		else {
			// What is recent begins with the first use.
			this.recent.restart(counts, this.cache.size(), now);
		}
	}

	private void advise(WorkloadObserver observer, ObservedWorkload observed, UseCounts counts, long now) {
		Choice choice = this.cache.choice();
		long size = this.cache.size();
		follow(choice, observer, counts, size, now);
		if (this.collisions.isDue(size)) {
			tell(() -> observer.lookedAt(this.collisions.lookFor(this.cache.map())));
		}
		CacheFacts facts = new CacheFacts(this.declaration, choice.selection(), observed,
				this.recent.add(counts, size, now), size, curve(), observer.missCauses(), observer.keyFlaw(),
				largeBytes(observed.valueSizes()));
		List<Advice> given = this.advice;
		this.advice = this.advisor.review(facts);
		for (Advice advice : this.advice) {
			if (given.stream().noneMatch((earlier) -> earlier.kind() == advice.kind())) {
				tell(() -> this.listener.adviceGiven(advice));
			}
		}
		Selection better = this.advisor.betterSelection();
		if (better != null && this.cache.adaptivity() == Adaptivity.SWITCH) {
			switchTo(better, choice.selection().strategy(), now);
		}
	}

	/**
	 * What happened under other limits, or in another map, says nothing about these.
	 */
	private void follow(Choice choice, WorkloadObserver observer, UseCounts counts, long size, long now) {
		Workload workload = choice.workload();
		boolean limits = !workload.equals(this.declaration.workload());
		if (limits) {
			this.declaration = this.declaration.of(workload);
			observer.changed(workload);
		}
		if (limits || choice.selection().strategy() != this.strategy) {
			this.strategy = choice.selection().strategy();
			this.recent.restart(counts, size, now);
			this.advisor.restart();
		}
	}

	private void switchTo(Selection better, Strategy current, long now) {
		if (!this.strategySwitch.isDue(current, better.strategy(), now)) {
			return;
		}
		try {
			this.cache.change(UnaryOperator.identity(), (workload) -> {
				// Somebody else may have made a change that had to be waited for.
				if (!this.strategySwitch.isDue(this.cache.selection().strategy(), better.strategy(), now)) {
					throw new ChangeAbandonedException("The cache has been changed meanwhile");
				}
				return better;
			});
		}
		catch (RuntimeException ex) {
			this.strategySwitch.refused(now);
			tell(() -> this.listener.switchRefused("It could not switch to the strategy '" + better.strategy().id()
					+ "', which is predicted to be better: " + ex.getMessage()));
		}
	}

	/** The cache was changed, by whomever. */
	void changed(StrategyChange change) {
		this.strategySwitch.changed(change.from(), change.to(), this.nanoClock.getAsLong());
	}

	/** The collector is not asked before there is a value that might be large. */
	private static long largeBytes(@Nullable ValueSizes sizes) {
		return (sizes != null && sizes.largestArray() >= LargeValues.LEAST) ? LargeValues.leastBytes() : Long.MAX_VALUE;
	}

	private List<BoundPrediction> curve() {
		PolicyState state = this.cache.map().policyState();
		return (state == null) ? List.of()
				: state.curve()
					.stream()
					.map((size) -> new BoundPrediction(size.factor(), size.missFactor(), size.sampledMisses(),
							size.missFactorError()))
					.toList();
	}

	private void tellEvictions(MapStatistics statistics) {
		Evictions evictions = new Evictions(statistics.evictedBySize() - this.told.evictedBySize(),
				statistics.evictedByExpiry() - this.told.evictedByExpiry(),
				statistics.evictedByCollection() - this.told.evictedByCollection());
		this.told = statistics;
		if (evictions.total() > 0) {
			tell(() -> this.listener.evicted(evictions));
		}
	}

	private static void tell(Runnable news) {
		try {
			news.run();
		}
		catch (RuntimeException ex) {
			// What a listener throws, or a key, is its own affair.
		}
	}

	private UseCounts useCounts(CacheStatistics statistics) {
		MapStatistics map = statistics.map();
		return new UseCounts(statistics.hits(), statistics.misses(), statistics.puts(),
				statistics.removals() - this.counts.removedAtOnce(), statistics.loads() - statistics.loadFailures(),
				this.counts.negativeLoads.sum(), this.counts.successNanos(), map.evictedBySize(), map.evictedByExpiry(),
				map.deltaHits(), map.promotions(), this.cache.promotionTime().toNanos(), map.largeValues());
	}

}
