package io.bespokecache.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class BespokeCacheManagerTests {

	private final BespokeCacheManager cacheManager = new BespokeCacheManager(SameDefinition.of(Strategy.CONCURRENT));

	@Test
	void aCacheIsCreatedWhenItIsFirstAskedFor() {
		assertThat(this.cacheManager.getCacheNames()).isEmpty();
		BespokeCache cache = this.cacheManager.getCache("created");
		assertThat(this.cacheManager.getCacheNames()).containsExactly("created");
		assertThat(this.cacheManager.getCache("created")).isSameAs(cache);
	}

	@Test
	void aCacheSaysInOneLineWhatWasChosenAndWhy(CapturedOutput output) {
		BespokeCache cache = this.cacheManager.getCache("told");
		this.cacheManager.getCache("told");
		assertThat(cache).isNotNull();
		assertThat(output.toString().lines().filter((line) -> line.contains("'told'"))).singleElement()
			.satisfies((line) -> assertThat(line).contains("concurrent")
				.contains(cache.getDefinition().selection().reason()));
	}

	@Test
	void aListenerHearsOfCachesThatExistAndThatCome() {
		List<String> heard = new ArrayList<>();
		this.cacheManager.getCache("before");
		this.cacheManager.onCacheCreated((cache) -> heard.add(cache.getName()));
		this.cacheManager.getCache("after");
		assertThat(heard).containsExactly("before", "after");
	}

	@Test
	void whatAMapDoesByItselfIsDoneByTheExecutorOfTheDefinitions() {
		Workload workload = Workload.builder().expireAfterWrite(Duration.ofMillis(1)).build();
		CacheDefinition definition = new CacheDefinition("test", workload, Set.of(),
				StrategySelector.override(workload, Strategy.ADAPTIVE_FIFO), LoadPolicy.NONE, CacheOptions.DEFAULTS);
		AtomicInteger tasks = new AtomicInteger();
		try (BespokeCacheManager cacheManager = new BespokeCacheManager(new Maintained(definition, (task) -> {
			tasks.incrementAndGet();
			CacheMapBuilder.MAINTENANCE_EXECUTOR.execute(task);
		}))) {
			BespokeCache cache = Objects.requireNonNull(cacheManager.getCache("expiring"));
			cache.put("key", "value");
			await().untilAsserted(() -> assertThat(cache.getStore().statistics().map().evictedByExpiry()).isOne());
			assertThat(tasks).hasPositiveValue();
		}
	}

	@EveryStrategy
	void countsAreExactThoughManyThreadsMakeThem(Strategy strategy) throws InterruptedException {
		int threads = 4;
		int rounds = 20_000;
		BespokeCache cache = SameDefinition.of(strategy).newCache("counted");
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> workers = new ArrayList<>();
		for (int number = 0; number < threads; number++) {
			int own = number;
			Thread worker = new Thread(() -> {
				awaitUninterruptibly(start);
				for (int i = 0; i < rounds; i++) {
					String key = own + "-" + (i % 100);
					cache.put(key, i);
					cache.get(key);
					cache.get("nothing");
					cache.evict(key);
				}
			});
			worker.start();
			workers.add(worker);
		}
		start.countDown();
		for (Thread worker : workers) {
			worker.join();
		}
		long each = (long) threads * rounds;
		CacheStatistics statistics = cache.getStore().statistics();
		assertThat(statistics.puts()).isEqualTo(each);
		assertThat(statistics.hits()).isEqualTo(each);
		assertThat(statistics.misses()).isEqualTo(each);
		assertThat(statistics.removals()).isEqualTo(each);
		assertThat(cache.getStore().size()).isZero();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The same definition for whatever cache.
	 *
	 * @param definition the definition
	 * @param maintenanceExecutor runs what the maps do by themselves
	 */
	private record Maintained(CacheDefinition definition, Executor maintenanceExecutor) implements CacheDefinitions {

		@Override
		public Set<String> names() {
			return Set.of();
		}

		@Override
		public CacheDefinition definitionOf(String cacheName) {
			return this.definition;
		}

	}

}
