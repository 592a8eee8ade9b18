package io.bespokecache.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

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

}
