package io.bespokecache.spring;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.cache.Load;
import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.cache.Nesting;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;

import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A cache in which loads have nested, been given up, refreshed values and failed, each a
 * different number of times.
 */
public final class EventfulCache implements CacheDefinitions {

	/** Nested loads of the cache. */
	public static final long NESTED_LOADS = 1;

	/** Waits for another caller's load that were given up. */
	public static final long LOAD_TIMEOUTS = 2;

	/** Refreshes that went well. */
	public static final long REFRESHES = 3;

	/** Refreshes that failed. */
	public static final long REFRESH_FAILURES = 4;

	/** Answers with an expired value. */
	public static final long STALE_SERVED = 5;

	private static final Callable<String> ANSWER = () -> "answer";

	private static final Callable<String> NO_ANSWER = () -> {
		throw new IllegalStateException("no answer");
	};

	private final AtomicLong nanos = new AtomicLong();

	private final BespokeCacheManager cacheManager = new BespokeCacheManager(this);

	private final BespokeCache cache = Objects.requireNonNull(this.cacheManager.getCache("eventful"));

	private EventfulCache() {
	}

	/**
	 * Makes such a cache.
	 * @return the cache
	 */
	public static BespokeCache create() {
		EventfulCache eventful = new EventfulCache();
		eventful.nestLoads();
		for (int i = 0; i < LOAD_TIMEOUTS; i++) {
			eventful.waitInVain("slow" + i);
		}
		for (int i = 0; i < REFRESHES; i++) {
			eventful.refresh("due" + i, ANSWER);
		}
		for (int i = 0; i < REFRESH_FAILURES; i++) {
			eventful.refresh("failing" + i, NO_ANSWER);
		}
		eventful.serveStale();
		eventful.cacheManager.close();
		CacheStatistics statistics = eventful.cache.getStore().statistics();
		assertThat(statistics.nestedLoads()).isEqualTo(NESTED_LOADS);
		assertThat(statistics.loadTimeouts()).isEqualTo(LOAD_TIMEOUTS);
		assertThat(statistics.refreshes()).isEqualTo(REFRESHES);
		assertThat(statistics.refreshFailures()).isEqualTo(REFRESH_FAILURES);
		assertThat(statistics.staleServed()).isEqualTo(STALE_SERVED);
		return eventful.cache;
	}

	private void nestLoads() {
		Load<Object> inner = Load.of(() -> "answer");
		Load<Object> outer = Load.of(() -> load("nested", inner));
		assertThat(load("nested", outer)).isEqualTo("answer");
	}

	private Object load(String key, Load<Object> load) {
		try {
			return this.cache.getStore().getOrLoad(key, load, Nesting.ALLOWED);
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	private void waitInVain(String key) {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch givenUp = new CountDownLatch(1);
		CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> this.cache.get(key, () -> {
			loading.countDown();
			givenUp.await();
			return "answer";
		}));
		await().until(() -> loading.getCount() == 0);
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get(key, ANSWER));
		givenUp.countDown();
		assertThat(slow.join()).isEqualTo("answer");
	}

	private void refresh(String key, Callable<String> loader) {
		this.cache.put(key, "old");
		pass(Duration.ofMinutes(5));
		long before = ended();
		assertThat(this.cache.get(key, loader)).isEqualTo("old");
		await().until(() -> ended() == before + 1);
	}

	private long ended() {
		CacheStatistics statistics = this.cache.getStore().statistics();
		return statistics.refreshes() + statistics.refreshFailures();
	}

	private void serveStale() {
		this.cache.put("expired", "old");
		pass(Duration.ofMinutes(10));
		for (int i = 0; i < STALE_SERVED; i++) {
			assertThat(this.cache.get("expired", NO_ANSWER)).isEqualTo("old");
		}
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	@Override
	public Set<String> names() {
		return Set.of();
	}

	@Override
	public CacheDefinition definitionOf(String cacheName) {
		Workload workload = Workload.builder().maximumSize(100L).expireAfterWrite(Duration.ofMinutes(10)).build();
		return new CacheDefinition("test", workload, Set.of(), StrategySelector.select(workload),
				new LoadPolicy(Duration.ofMillis(1), Duration.ofMinutes(5), Duration.ofHours(1)),
				CacheOptions.DEFAULTS);
	}

	@Override
	public LongSupplier nanoClock() {
		return this.nanos::get;
	}

	/**
	 * Made-up time goes by fast: a review in between would take it for long enough.
	 */
	@Override
	public Duration reviewInterval() {
		return Duration.ofDays(1);
	}

}
