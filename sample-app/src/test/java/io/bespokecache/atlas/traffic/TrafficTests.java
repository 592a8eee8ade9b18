package io.bespokecache.atlas.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.bespokecache.atlas.rate.RateSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.cache.CacheManager;
import org.springframework.test.context.bean.override.convention.TestBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:traffic")
class TrafficTests {

	private static final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

	@TestBean
	// Spring fills this field from the method of its name, and replaces the bean by it.
	@SuppressWarnings({ "unused", "NullAway.Init" })
	private Clock clock;

	@Autowired
	private Traffic traffic;

	@Autowired
	private RateSource rateSource;

	@Autowired
	private CacheManager cacheManager;

	static Clock clock() {
		InstantSource source = now::get;
		return source.withZone(ZoneOffset.UTC);
	}

	@AfterEach
	void restore() {
		this.traffic.stop();
		this.rateSource.start();
	}

	@Test
	void nothingIsDoneBeforeItIsAskedFor() {
		assertThat(this.traffic.state().running()).isFalse();
		assertThat(this.traffic.state().secondsLeft()).isZero();
	}

	@Test
	void visitorsActUntilTheyAreStopped() {
		this.traffic.start();
		awaitRequestsAfter(requests());
		assertThat(this.traffic.state().running()).isTrue();

		this.traffic.stop();

		assertThat(this.traffic.state().running()).isFalse();
		assertNobodyActs();
	}

	@Test
	void visitorsStopByThemselvesWhenTheirTimeIsOver() {
		this.traffic.start();
		awaitRequestsAfter(requests());
		assertThat(this.traffic.state().secondsLeft()).isEqualTo(TWO_MINUTES.toSeconds());

		advance(TWO_MINUTES);

		assertThat(this.traffic.state().running()).isFalse();
		assertNobodyActs();
	}

	@Test
	void anotherStartGivesTheWholeTimeAgain() {
		this.traffic.start();
		advance(Duration.ofSeconds(90));
		assertThat(this.traffic.state().secondsLeft()).isEqualTo(30);

		this.traffic.start();

		assertThat(this.traffic.state().secondsLeft()).isEqualTo(TWO_MINUTES.toSeconds());
		awaitRequestsAfter(requests());
	}

	@Test
	void aFailureIsCountedAndTrafficGoesOn() {
		this.cacheManager.resetCaches();
		this.rateSource.stop();
		long failures = this.traffic.state().failures();

		this.traffic.start();

		await().until(() -> this.traffic.state().failures() > failures);
		awaitRequestsAfter(requests());
	}

	private long requests() {
		return this.traffic.state().requests();
	}

	private void awaitRequestsAfter(long requests) {
		await().until(() -> requests() > requests);
	}

	/**
	 * What is under way may end; then the count stands still for ten steps.
	 */
	private void assertNobodyActs() {
		AtomicLong seen = new AtomicLong(-1);
		await().during(Duration.ofMillis(200)).until(() -> {
			long requests = requests();
			return seen.getAndSet(requests) == requests;
		});
	}

	private static void advance(Duration duration) {
		now.updateAndGet((instant) -> instant.plus(duration));
	}

}
