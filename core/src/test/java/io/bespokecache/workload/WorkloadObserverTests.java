package io.bespokecache.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

import static org.assertj.core.api.Assertions.assertThat;

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

	private final WorkloadObserver observer = new WorkloadObserver(this.nanos::get, Workload.builder().build(),
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
			sample.rotate();
		}
		assertThat(sample.rate()).isGreaterThan(4 * rate);
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

	private static long bytes(Object root) {
		return GraphLayout.parseInstance(root).totalSize();
	}

}
