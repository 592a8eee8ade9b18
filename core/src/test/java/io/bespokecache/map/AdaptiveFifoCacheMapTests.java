package io.bespokecache.map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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

}
