package io.bespokecache.spring;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.cache.FirstLevel;
import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.cache.SecondLevelStatistics.FlushCause;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;

/**
 * A second level that holds nothing, and shows the figures that it is given.
 */
public final class GivenSecondLevel implements SecondLevel<Object, Object> {

	/** Name of the cache that has this second level. */
	public static final String SHARED = "shared";

	/** Name of a cache that has none. */
	public static final String ALONE = "alone";

	/** All is well; no count is the same as another. */
	public static final SecondLevelStatistics WELL = new SecondLevelStatistics("redis", true, true,
			Duration.ofSeconds(5), BreakerState.CLOSED, 101, 102, 103, 104, 105, 106, 107, 108, 109, 0, 111,
			Map.of(FlushCause.GAP, 112L, FlushCause.MISSED, 113L, FlushCause.RESTART, 114L, FlushCause.CLEAR, 115L),
			116, 117, 118, 119, 120, 1_000, Duration.ofMillis(1_250));

	/** The engine is out of reach, and has never been within it. */
	public static final SecondLevelStatistics OUT_OF_REACH = new SecondLevelStatistics("redis", false, false, null,
			BreakerState.OPEN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, Map.of(), 0, 0, 0, 0, 0, 0, Duration.ZERO);

	private volatile SecondLevelStatistics statistics = WELL;

	/**
	 * Shows other figures from now on.
	 * @param statistics the figures
	 */
	public void show(SecondLevelStatistics statistics) {
		this.statistics = statistics;
	}

	/**
	 * A cache that has this second level, and one that has none.
	 * @return the definitions
	 */
	public CacheDefinitions definitions() {
		return new Definitions();
	}

	@Override
	public CompletableFuture<Look<Object>> find(Object key) {
		return CompletableFuture.completedFuture(Look.nothing());
	}

	@Override
	public CompletableFuture<Look<Object>> claim(Object key, long youngerThan, long patience) {
		return CompletableFuture.completedFuture(Look.nothing());
	}

	@Override
	public CompletableFuture<Boolean> offer(Object key, Object sight, Object value, Lifetime lifetime) {
		return CompletableFuture.completedFuture(false);
	}

	@Override
	public CompletableFuture<Boolean> evict(Object key) {
		return CompletableFuture.completedFuture(false);
	}

	@Override
	public CompletableFuture<Void> clear() {
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public int groupOf(Object key) {
		return 0;
	}

	@Override
	public SecondLevelStatistics statistics() {
		return this.statistics;
	}

	@Override
	public void close() {
	}

	private final class Definitions implements CacheDefinitions, SecondLevels, SecondLevels.Binding {

		@Override
		public Set<String> names() {
			return Set.of(SHARED, ALONE);
		}

		@Override
		public CacheDefinition definitionOf(String cacheName) {
			Workload workload = Workload.builder().maximumSize(100L).expireAfterWrite(Duration.ofMinutes(10)).build();
			SecondLevelOptions options = cacheName.equals(SHARED)
					? new SecondLevelOptions(SecondLevelEngine.REDIS, null, IncoherentPolicy.BYPASS) : null;
			return new CacheDefinition("bespoke.cache.caches." + cacheName, workload, Set.of(),
					StrategySelector.select(workload), LoadPolicy.NONE, CacheOptions.DEFAULTS.withSecondLevel(options));
		}

		@Override
		public SecondLevels secondLevels() {
			return this;
		}

		@Override
		public Binding bind(String cacheName, SecondLevelOptions options, boolean nulls) {
			return this;
		}

		@Override
		public void learnValueType(Type type, String source) {
		}

		@Override
		public SecondLevel<Object, Object> create(FirstLevel<Object> firstLevel) {
			return GivenSecondLevel.this;
		}

		@Override
		public Duration reviewInterval() {
			return Duration.ofDays(1);
		}

	}

}
