package io.bespokecache.spring.interceptor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.Caches;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of thousands of threads that call plain {@code @Cacheable} methods at once.
 */
class ManyThreadsTests {

	private static final int VIRTUAL_THREADS = 10_000;

	private static final int PLATFORM_THREADS = 200;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void threadsThatMissOneKeyLoadItOnce() {
		oneKey(PLATFORM_THREADS, false);
	}

	@Test
	void threadsThatMissKeysOfOneBinLoadThemAllAtOnce() {
		collidingKeys(PLATFORM_THREADS, false);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsThatMissOneKeyLoadItOnceAndPinNothing() throws InterruptedException {
		// What it takes to initialize classes, once in a JVM, pins whoever comes first.
		oneKey(PLATFORM_THREADS, true);
		assertThat(pinned(() -> oneKey(VIRTUAL_THREADS, true))).isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsThatMissKeysOfOneBinLoadThemAllAtOnceAndPinNothing() throws InterruptedException {
		collidingKeys(PLATFORM_THREADS, true);
		assertThat(pinned(() -> collidingKeys(VIRTUAL_THREADS, true))).isEmpty();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void aVirtualThreadThatIsPinnedIsNoticed() throws InterruptedException {
		CountDownLatch latch = new CountDownLatch(1);
		List<RecordedEvent> pinned = pinned(() -> {
			CountDownLatch done = new CountDownLatch(1);
			executor(true).execute(() -> {
				Pinning.latch = latch;
				assertThat(Pinning.Initialized.VALUE).isZero();
				done.countDown();
			});
			await().atMost(PATIENCE).until(() -> Pinning.waiting);
			latch.countDown();
			awaitAll(done);
		});
		assertThat(pinned).isNotEmpty();
	}

	private static ApplicationContextRunner runner(Cities cities) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BespokeCacheAutoConfiguration.class, BespokeCachingAutoConfiguration.class))
			.withBean(Cities.class, () -> cities)
			.withPropertyValues("bespoke.cache.caches.cities.unbounded=true",
					"bespoke.cache.caches.cities.strategy=concurrent");
	}

	private static void oneKey(int threads, boolean virtual) {
		Cities cities = new Cities();
		runner(cities).run((context) -> {
			Cities proxy = context.getBean(Cities.class);
			BespokeCache cache = Caches.cache(context, "cities");
			Queue<Object> results = new ConcurrentLinkedQueue<>();
			CountDownLatch done = new CountDownLatch(threads);
			Executor executor = executor(virtual);
			for (int i = 0; i < threads; i++) {
				executor.execute(() -> {
					results.add(proxy.one("Bern"));
					done.countDown();
				});
			}
			// The load goes on once every other thread waits for it: each counts a miss
			// before it does.
			await().atMost(PATIENCE).until(() -> cache.getStore().statistics().misses() == threads);
			cities.gate.countDown();
			awaitAll(done);
			assertThat(cities.loads).hasValue(1);
			assertThat(results).hasSize(threads).containsOnly("Bern");
			assertThat(cache.getStore().statistics().loads()).isOne();
		});
	}

	private static void collidingKeys(int threads, boolean virtual) {
		Cities cities = new Cities();
		runner(cities).run((context) -> {
			Cities proxy = context.getBean(Cities.class);
			CountDownLatch done = new CountDownLatch(threads);
			Executor executor = executor(virtual);
			for (int i = 0; i < threads; i++) {
				Key key = new Key(i);
				executor.execute(() -> {
					proxy.colliding(key);
					done.countDown();
				});
			}
			// No load ends before all of them have begun.
			await().atMost(PATIENCE).until(() -> cities.loads.get() == threads);
			cities.gate.countDown();
			awaitAll(done);
			assertThat(Caches.cache(context, "cities").getStore().size()).isEqualTo(threads);
		});
	}

	private static Executor executor(boolean virtual) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("caller-");
		executor.setVirtualThreads(virtual);
		return executor;
	}

	private static void awaitAll(CountDownLatch latch) {
		try {
			assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("all have come to their end").isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The events of virtual threads that pinned their carriers while something ran. A
	 * last event of our own tells that no other is still to come.
	 */
	private static List<RecordedEvent> pinned(Runnable action) throws InterruptedException {
		List<RecordedEvent> pinned = new ArrayList<>();
		CountDownLatch end = new CountDownLatch(1);
		try (RecordingStream stream = new RecordingStream()) {
			stream.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
			stream.enable(LastEvent.class);
			stream.setOrdered(true);
			stream.onEvent("jdk.VirtualThreadPinned", pinned::add);
			stream.onEvent("io.bespokecache.LastEvent", (event) -> end.countDown());
			stream.startAsync();
			action.run();
			new LastEvent().commit();
			awaitAll(end);
		}
		return pinned;
	}

	/**
	 * Methods that wait until they are let go on.
	 */
	static class Cities {

		final AtomicInteger loads = new AtomicInteger();

		final CountDownLatch gate = new CountDownLatch(1);

		@Cacheable("cities")
		public String one(String key) {
			return load(key);
		}

		@Cacheable("cities")
		public String colliding(Key key) {
			return load("city");
		}

		private String load(String value) {
			this.loads.incrementAndGet();
			awaitAll(this.gate);
			return value;
		}

	}

	/**
	 * Keys whose hash codes differ, but not in the bits that choose a bin of a
	 * {@link java.util.concurrent.ConcurrentHashMap} of up to 65,536 bins.
	 *
	 * @param number tells keys apart
	 */
	private record Key(int number) implements Comparable<Key> {

		private static final int BIN = 7;

		@Override
		public int hashCode() {
			return (this.number << 16) | (this.number ^ BIN);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Key key && key.number == this.number;
		}

		@Override
		public int compareTo(Key other) {
			return Comparator.comparingInt(Key::number).compare(this, other);
		}

	}

	@Name("io.bespokecache.LastEvent")
	static final class LastEvent extends Event {

	}

	/**
	 * Waits inside a class initializer, which pins a virtual thread on every JDK.
	 */
	private static final class Pinning {

		static volatile CountDownLatch latch = new CountDownLatch(0);

		static volatile boolean waiting;

		static final class Initialized {

			static final int VALUE;

			static {
				waiting = true;
				awaitAll(latch);
				VALUE = Integer.parseInt("0");
			}

		}

	}

}
