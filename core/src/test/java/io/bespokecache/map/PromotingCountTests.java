package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts of a promoting map are exact though many threads make them.
 */
class PromotingCountTests {

	private static final int THREADS = 4;

	private static final int READS = 50_000;

	private static final int KEYS = 100;

	private final RecordingListener<Integer, Integer> listener = new RecordingListener<>();

	private final CacheMapBuilder<Integer, Integer> builder = CacheMapBuilder.<Integer, Integer>of(Strategy.PROMOTING)
		.listener(this.listener);

	@Test
	void eachReadThatFindsItsKeyInTheDeltaIsCounted() {
		this.builder.maintenance = (task) -> {
		};
		CacheMap<Integer, Integer> map = filled();
		Race.of(THREADS, (number) -> {
			for (int read = 0; read < READS; read++) {
				int key = (read + number) % (2 * KEYS);
				assertThat(map.get(key)).isEqualTo((key < KEYS) ? key : null);
			}
		});
		assertThat(map.statistics()).isEqualTo(new MapStatistics(0, 0, 0, (long) THREADS * READS / 2, 0, 0));
	}

	@Test
	void readsThatFindTheirKeyInTheReadTableAreNotCounted() {
		this.builder.maintenance = Runnable::run;
		CacheMap<Integer, Integer> map = filled();
		while (map.statistics().promotions() == 0) {
			map.get(1);
		}
		MapStatistics promoted = map.statistics();
		Race.of(THREADS, (number) -> {
			for (int read = 0; read < READS; read++) {
				map.get(read % (2 * KEYS));
				map.put(read % KEYS, read);
			}
		});
		assertThat(map.statistics()).isEqualTo(promoted);
	}

	@Test
	void eachPromotionIsCountedAndToldOnce() {
		CacheMap<Integer, Integer> map = this.builder.eagerRebuilds().build();
		AtomicBoolean reading = new AtomicBoolean(true);
		Race.between(() -> churn(map, 0), () -> churn(map, 1), () -> {
			long hits = 0;
			while (reading.get() && map.statistics().promotions() < 1_000) {
				map.get(1);
				long now = map.statistics().deltaHits();
				assertThat(now).isGreaterThanOrEqualTo(hits);
				hits = now;
			}
		}, () -> {
			churn(map, 2);
			reading.set(false);
		});
		assertThat(map.statistics().promotions()).isPositive().isEqualTo(this.listener.promotions.size());
	}

	private static void churn(CacheMap<Integer, Integer> map, int writer) {
		for (int round = 0; round < 2_000; round++) {
			int key = 3 * (round % KEYS) + writer;
			map.put(key, round);
			map.get(key);
			if (round % 3 == 0) {
				map.remove(key);
			}
		}
	}

	private CacheMap<Integer, Integer> filled() {
		CacheMap<Integer, Integer> map = this.builder.build();
		for (int key = 0; key < KEYS; key++) {
			map.put(key, key);
		}
		return map;
	}

}
