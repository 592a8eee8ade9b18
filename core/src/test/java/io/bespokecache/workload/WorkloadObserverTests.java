package io.bespokecache.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What observation takes: memory, and the time of hits.
 */
class WorkloadObserverTests {

	private static final long MOST_BYTES = 32 << 10;

	/** More than what is beside the tables: a few counts and marks. */
	private static final long OTHERS = 1_500;

	private final AtomicLong nanos = new AtomicLong();

	private final LongAdder hits = new LongAdder();

	private final AtomicReference<@Nullable HitProbe> probe = new AtomicReference<>();

	private final WorkloadObserver observer = new WorkloadObserver(this.nanos::get, Workload.builder().build(), 0,
			this.hits::sum, this.probe::set);

	@Test
	void itTakesNoMoreThanThirtyTwoKilobytes() {
		long bytes = bytes(new KeySample()) + bytes(new HotKeys()) + bytes(new ValueSizeSample());
		assertThat(bytes).isGreaterThan(20_000).isLessThanOrEqualTo(MOST_BYTES - OTHERS);
	}

	@Test
	void noProbeIsOnBeforeTheFirstMissOrTick() {
		this.observer.tick(UseCounts.NONE);
		assertThat(this.probe.get()).isNull();
		this.observer.missed("key");
		assertThat(this.probe.get()).isNotNull();
	}

	@Test
	void aSliceOfHitsEndsByItselfAndTheNextTickBeginsAnother() {
		this.observer.missed("key");
		int seen = 0;
		while (this.probe.get() != null) {
			hit("key");
			seen++;
		}
		assertThat(seen).isBetween(9_000, 11_000);
		this.observer.tick(counts(1));
		assertThat(this.probe.get()).isNotNull();
	}

	@Test
	void aKeyIsInTheSampleWheneverItComes() {
		KeySample sample = new KeySample();
		for (int id = 0; id < 50_000; id++) {
			int fingerprint = KeyFingerprint.of("key" + id);
			if (sample.includes(fingerprint)) {
				sample.otherUse(fingerprint, id);
			}
		}
		assertThat(sample.size()).isBetween(700, KeySample.CAPACITY);
		List<String> kept = new ArrayList<>();
		for (int id = 0; id < 50_000; id++) {
			int fingerprint = KeyFingerprint.of("key" + id);
			assertThat(sample.includes(fingerprint)).isEqualTo(sample.find(fingerprint) >= 0);
			if (sample.includes(fingerprint)) {
				kept.add("key" + id);
			}
		}
		assertThat(kept).hasSize(sample.size());
	}

	@Test
	void afterAScanTheSampleGrowsAgain() {
		KeySample sample = new KeySample();
		for (int id = 0; id < 100_000; id++) {
			use(sample, "scanned" + id, id);
		}
		int now = 100_000;
		double rate = sample.rate();
		assertThat(rate).isLessThan(0.02);
		for (int round = 0; round < 20; round++) {
			for (int id = 0; id < 5_000; id++) {
				use(sample, "used" + id, now);
				use(sample, "used" + id, now + 1);
			}
			now += 1_000;
			sample.review(now, 1_000);
			sample.rotate(now);
			now = 0;
		}
		assertThat(sample.rate()).isGreaterThan(4 * rate);
	}

	@Test
	void afterThirtyDaysTimeStillPasses() {
		for (int minute = 0; minute < 30 * 24 * 60; minute++) {
			this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
			for (int id = 0; id < 20; id++) {
				this.observer.missed("key" + id);
			}
			this.observer.tick(counts(20L * (minute + 1)));
			this.observer.review(counts(20L * (minute + 1)));
		}
		ObservedWorkload observed = this.observer.workload();
		assertThat(observed).isNotNull();
		if (observed != null) {
			assertThat(observed.workingSet()).isEqualTo(20);
			assertThat(observed.period()).isBetween(Duration.ofMinutes(5), Duration.ofHours(12));
			assertThat(observed.newKeysPerSecond()).isZero();
			ObservedWorkload.KeyLifetime lifetime = observed.keyLifetime();
			assertThat((lifetime != null) ? lifetime.median() : null).isGreaterThan(Duration.ofDays(12));
		}
	}

	@Test
	void countsOfUsesEndBeforeTheyOverflow() {
		assertThat(KeySample.oneMore(5)).isEqualTo(6);
		int most = KeySample.oneMore(KeySample.MOST_USES);
		assertThat(most).isEqualTo(KeySample.MOST_USES);
		assertThat(most + most).isPositive();
		assertThat(most + Character.MAX_VALUE).isPositive();
	}

	@Test
	void busyKeysStaySkewed() {
		KeySample sample = new KeySample();
		for (int id = 1; id <= 50; id++) {
			int fingerprint = KeyFingerprint.of("key" + id);
			for (int uses = 0; uses < 10_000_000 / id; uses++) {
				sample.hit(fingerprint, 1);
			}
		}
		assertThat(SkewFit.of(sample)).isNotNull().isCloseTo(1.0, within(0.1));
	}

	@Test
	void noLostHitIsLostAgain() throws InterruptedException {
		Observations observations = new Observations(this.observer, 0, 0);
		List<Thread> threads = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			threads.add(new Thread(() -> {
				for (int hit = 0; hit < 200_000; hit++) {
					observations.loseHit();
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(observations.lostHits()).isEqualTo(800_000);
	}

	@Test
	void ofKeysWithDearHashCodesFewerHitsAreSeen() {
		Object dear = new DearKey(this.nanos);
		this.observer.missed(dear);
		while (this.probe.get() != null) {
			hit(dear);
		}
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		this.observer.tick(counts(1));
		int seen = 0;
		while (this.probe.get() != null) {
			hit(dear);
			seen++;
		}
		assertThat(seen).isLessThan(5_000);
	}

	@Test
	void aKeyThatThrowsFailsNoHit() {
		this.observer.missed("key");
		assertThat(this.probe.get()).isNotNull();
		hit(new Object() {

			@Override
			public int hashCode() {
				throw new IllegalStateException("touchy");
			}

		});
	}

	private static void use(KeySample sample, String key, int now) {
		int fingerprint = KeyFingerprint.of(key);
		if (sample.includes(fingerprint)) {
			sample.otherUse(fingerprint, now);
		}
	}

	private void hit(Object key) {
		this.hits.increment();
		HitProbe probe = this.probe.get();
		if (probe != null) {
			probe.hit(key);
		}
	}

	private UseCounts counts(long calls) {
		return new UseCounts(this.hits.sum(), calls, calls, 0, calls, 0, calls, 0, 0, 0, 0, 0, 0);
	}

	private record DearKey(AtomicLong nanos) {

		@Override
		public int hashCode() {
			this.nanos.addAndGet(20_000);
			return 1;
		}

	}

	private static long bytes(Object root) {
		return GraphLayout.parseInstance(root).totalSize();
	}

}
