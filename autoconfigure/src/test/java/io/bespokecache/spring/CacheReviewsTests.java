package io.bespokecache.spring;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Adaptivity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the schedule by which caches are reviewed.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheReviewsTests {

	private final List<BespokeCache> caches = new CopyOnWriteArrayList<>();

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	private final Queue<String> reviewed = new ConcurrentLinkedQueue<>();

	private final AtomicLong now = new AtomicLong();

	private CacheReviews reviews = reviews(Duration.ofMillis(1), (cache) -> this.reviewed.add(cache.getName()));

	@AfterEach
	void close() {
		this.reviews.close();
	}

	private CacheReviews reviews(Duration interval, Consumer<BespokeCache> review) {
		return new CacheReviews(this.caches, review, interval, (task) -> {
			Thread thread = CacheReviews.thread(task);
			this.threads.add(thread);
			return thread;
		}, this.now::get);
	}

	private BespokeCache cache(String name, Adaptivity adaptivity) {
		CacheDefinition definition = SameDefinition.of(Strategy.CONCURRENT).definition();
		BespokeCache cache = new SameDefinition(
				new CacheDefinition(definition.source(), definition.workload(), definition.assumed(),
						definition.selection(), definition.loads(), definition.options().withAdaptivity(adaptivity)))
			.newCache(name);
		this.caches.add(cache);
		this.reviews.include(cache);
		return cache;
	}

	@Test
	void everyObservedCacheIsReviewedAgainAndAgainInOneThread() {
		cache("rates", Adaptivity.ADVISE);
		cache("cities", Adaptivity.SWITCH);
		cache("unobserved", Adaptivity.OFF);
		await().until(() -> this.reviewed.stream().filter("cities"::equals).count() > 2);
		assertThat(this.reviewed).contains("rates").doesNotContain("unobserved");
		assertThat(this.threads).singleElement().satisfies((thread) -> {
			assertThat(thread.isDaemon()).isTrue();
			assertThat(thread.getName()).isEqualTo("bespoke-cache-review");
		});
	}

	@Test
	void thereIsNoThreadWhileNoCacheIsObserved() {
		cache("unobserved", Adaptivity.OFF);
		assertThat(this.threads).isEmpty();
		cache("rates", Adaptivity.ADVISE);
		assertThat(this.threads).hasSize(1);
	}

	@Test
	void aReviewThatFailsIsCountedAndLoggedOnceAMinuteAndKeepsNoOtherFromItsOwn(CapturedOutput output) {
		this.reviews = reviews(Duration.ofDays(1), (cache) -> {
			if (cache.getName().equals("broken")) {
				throw new AssertionError("what a review");
			}
			this.reviewed.add(cache.getName());
		});
		cache("broken", Adaptivity.ADVISE);
		cache("rates", Adaptivity.ADVISE);
		this.reviews.reviewAll();
		this.reviews.reviewAll();
		assertThat(this.reviewed).containsExactly("rates", "rates");
		assertThat(this.reviews.failures()).isEqualTo(2);
		assertThat(warnings(output)).singleElement().asString().contains("'broken'", "could not be reviewed");
		this.now.set(Duration.ofMinutes(1).toNanos());
		this.reviews.reviewAll();
		assertThat(warnings(output)).hasSize(2)
			.last()
			.asString()
			.contains("(and 1 times before, since this was last logged)");
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("WARN")).toList();
	}

	@Test
	void theEndInterruptsAReviewAndLeavesNoThread() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.reviews = reviews(Duration.ofMillis(1), (cache) -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		cache("rates", Adaptivity.ADVISE);
		begun.await();
		this.reviews.close();
		interrupted.await();
		assertThat(this.threads).hasSize(1);
		for (Thread thread : this.threads) {
			thread.join(20_000);
			assertThat(thread.isAlive()).isFalse();
		}
	}

	@Test
	void aCacheThatIsCreatedAfterTheEndIsNotReviewed() {
		this.reviews.close();
		cache("rates", Adaptivity.ADVISE);
		assertThat(this.threads).isEmpty();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.reviews.execute(() -> this.reviewed.add("never")));
		assertThat(this.reviewed).isEmpty();
	}

	@Test
	void aManagerEndsItsThreadWhenItIsClosed() {
		BespokeCacheManager manager = new BespokeCacheManager(new CacheDefinitions() {

			@Override
			public Set<String> names() {
				return Set.of("rates");
			}

			@Override
			public CacheDefinition definitionOf(String cacheName) {
				return SameDefinition.of(Strategy.CONCURRENT).definition();
			}

			@Override
			public ThreadFactory reviewThreads() {
				return (task) -> {
					Thread thread = CacheReviews.thread(task);
					CacheReviewsTests.this.threads.add(thread);
					return thread;
				};
			}

		});
		assertThat(this.threads).hasSize(1).allMatch(Thread::isAlive);
		manager.close();
		await().until(() -> this.threads.stream().noneMatch(Thread::isAlive));
	}

}
