package io.bespokecache.map;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * What only the {@code adaptive-fifo} strategy promises.
 */
class AdaptiveFifoCacheMapTests {

	private final CacheMapBuilder<Object, Object> builder = CacheMapBuilder.of(Strategy.ADAPTIVE_FIFO);

	@Test
	void whatIsUsedOftenStaysWhenManyOthersPassBy() {
		CacheMap<Object, Object> map = this.builder.maximumSize(200).build();
		int lost = 0;
		for (int id = 0; id < 20_000; id++) {
			if (map.get("hot " + id % 50) == null) {
				lost++;
				map.put("hot " + id % 50, "value");
			}
			map.put("passing " + id, "value");
		}
		assertThat(lost).isLessThan(200);
	}

	@Test
	void aLoopLongerThanTheMapIsHitForItsPart() {
		CacheMap<Object, Object> map = this.builder.maximumSize(500).build();
		int hits = 0;
		for (int access = 0; access < 100_000; access++) {
			int key = access % 1_000;
			if (map.putIfAbsent(key, "value") != null) {
				hits++;
			}
		}
		// The best that can be is one half; LRU has no hit at all.
		assertThat(hits).isGreaterThan(30_000);
	}

	@Test
	void aBoundOnWeightKeepsAsGoodEntriesAsOneOnTheirNumber() {
		int counted = hits(this.builder.maximumSize(1_000).build());
		int weighed = hits(CacheMapBuilder.of(Strategy.ADAPTIVE_FIFO).maximumWeight(1_000, (key, value) -> 1).build());
		assertThat(weighed).isCloseTo(counted, withinPercentage(3));
	}

	/** Some keys are used often, and every second access is to a key of a long loop. */
	private static int hits(CacheMap<Object, Object> map) {
		SplittableRandom random = new SplittableRandom(1);
		int hits = 0;
		for (int access = 0; access < 300_000; access++) {
			int key = (access % 2 == 0) ? (int) (3_000 * Math.pow(random.nextDouble(), 3)) : 10_000 + access % 20_000;
			if (map.putIfAbsent(key, "value") != null) {
				hits++;
			}
		}
		return hits;
	}

}
