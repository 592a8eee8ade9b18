package io.bespokecache.spring.warmup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.CachePreload;
import io.bespokecache.spring.WarmStart;
import io.bespokecache.spring.WarmUpReport;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application that runs more than once, with one cache whose keys are numbers and
 * whose values are texts. Time passes when the test says so, whether the application runs
 * or not.
 */
final class RestartedApplication {

	private final Path file;

	private Workload workload = Workload.builder().maximumSize(1000L).build();

	private CacheOptions options = CacheOptions.DEFAULTS;

	private @Nullable CachePreload<Object, Object> preload;

	private Duration time = Duration.ZERO;

	RestartedApplication(Path directory) {
		this.file = directory.resolve("numbers.snapshot");
	}

	Path file() {
		return this.file;
	}

	RestartedApplication workload(Workload.Builder workload) {
		this.workload = workload.maximumSize(1000L).build();
		return this;
	}

	RestartedApplication options(CacheOptions options) {
		this.options = options;
		return this;
	}

	RestartedApplication preload(CachePreload<Object, Object> preload) {
		this.preload = preload;
		return this;
	}

	void pass(Duration duration) {
		this.time = this.time.plus(duration);
	}

	/**
	 * Makes an application that is yet to be started.
	 */
	Run create() {
		CachePreload<Object, Object> preload = this.preload;
		CacheDefinition definition = new CacheDefinition("test", this.workload, Set.of(),
				StrategySelector.select(this.workload), LoadPolicy.NONE,
				this.options.withWarmUp((preload != null) ? () -> preload : null, new WarmStart(this.file,
						List.of("java.lang.Long"), "java.lang.String", WarmStart.DEFAULT_MAXIMUM_BYTES, null)));
		// Nanoseconds mean something only within one run.
		long origin = System.nanoTime();
		Duration start = this.time;
		BespokeCacheManager cacheManager = new BespokeCacheManager(
				new Numbers(definition, () -> origin + this.time.minus(start).toNanos()));
		CacheSnapshots snapshots = new CacheSnapshots(JsonMapper::shared, () -> Instant.EPOCH.plus(this.time), null);
		return new Run(cacheManager, new CacheWarmUp(List.of(cacheManager), snapshots));
	}

	Run start() {
		Run run = create();
		run.warmUp().start();
		return run;
	}

	/**
	 * One run of the application.
	 *
	 * @param cacheManager has the cache
	 * @param warmUp fills it, and writes its snapshot
	 */
	record Run(BespokeCacheManager cacheManager, CacheWarmUp warmUp) {

		BespokeCache cache() {
			return Objects.requireNonNull(this.cacheManager.getCache("numbers"));
		}

		void stop() {
			this.warmUp.stop();
		}

		@Nullable String get(long key) {
			return cache().get(key, String.class);
		}

		WarmUpReport report() {
			return Objects.requireNonNull(cache().getWarmUpReport());
		}

	}

	/**
	 * The only cache.
	 *
	 * @param definition what it is made from
	 * @param nanoClock its clock
	 */
	private record Numbers(CacheDefinition definition, LongSupplier nanoClock) implements CacheDefinitions {

		@Override
		public Set<String> names() {
			return Set.of("numbers");
		}

		@Override
		public CacheDefinition definitionOf(String cacheName) {
			return this.definition;
		}

	}

}
