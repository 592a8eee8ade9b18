package io.bespokecache.map;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What only the {@code lru-reference} strategy promises.
 */
class LruReferenceCacheMapTests {

	private final RecordingListener<Object, Object> listener = new RecordingListener<>();

	private final CacheMapBuilder<Object, Object> builder = CacheMapBuilder.<Object, Object>of(Strategy.LRU_REFERENCE)
		.listener(this.listener);

	@Test
	void collectedEntriesGoThoughNobodyTouchesTheMap() {
		CacheMap<Object, Object> map = this.builder.weakValues().build();
		for (int id = 0; id < 10_000; id++) {
			map.put(id, new Object());
		}
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			assertThat(map.mappingCount()).isZero();
		});
		assertThat(map.statistics().evictedByCollection()).isEqualTo(10_000);
	}

	@Test
	void eachPutDropsAFewCollectedEntries() {
		CacheMap<Object, Object> map = this.builder.weakValues().maximumSize(200).build();
		// So that nobody else drops any.
		map.close();
		Map<Object, Object> values = new HashMap<>();
		for (int id = 0; id < 100; id++) {
			values.put(id, new Object());
		}
		map.putAll(values);
		nodes(map).stream()
			.filter((node) -> (int) Objects.requireNonNull(node.key()) < 20)
			.forEach((node) -> referenceOf(node).enqueue());
		assertThat(map.mappingCount()).isEqualTo(100);
		map.put(99, values.get(99));
		assertThat(map.mappingCount()).isEqualTo(92);
		map.put(99, values.get(99));
		map.put(99, values.get(99));
		assertThat(map.mappingCount()).isEqualTo(80);
		assertThat(map.statistics().evictedByCollection()).isEqualTo(20);
		assertThat(values).hasSize(100);
	}

	@Test
	void aReferenceThatIsMetAfterItsEntryWasOverwrittenTakesNothingWithIt() {
		CacheMap<Object, Object> map = this.builder.weakValues().maximumSize(200).build();
		Object former = new Object();
		Object value = new Object();
		map.put("key", former);
		Reference<?> reference = referenceOf(nodes(map).get(0));
		map.put("key", value);
		reference.enqueue();
		map.put("other", value);
		map.cleanUp();
		assertThat(map.get("key")).isSameAs(value);
		assertThat(map.statistics().evictions()).isZero();
		assertThat(former).isNotNull();
	}

	@Test
	void aReaderFindsTheNewValueThoughTheFormerOneGoesUnderHisHands() {
		CacheMap<Object, Object> map = this.builder.weakValues().maximumSize(10).build();
		map.put("key", "value");
		Node node = nodes(map).get(0);
		long missed = Race.missesWhile(1_000_000, () -> {
			Reference<?> former = referenceOf(node);
			map.put("key", "value");
			// As the garbage collector would, of a value that nobody else has.
			former.clear();
		}, () -> map.get("key") == null);
		assertThat(missed).isZero();
		assertThat(map.get("key")).isEqualTo("value");
	}

	@Test
	void anEntryWhoseKeyIsGoneCountsAsCollectedWhereverItIsMet() {
		CacheMap<Object, Object> map = this.builder.weakKeys().maximumSize(100).build();
		map.close();
		List<Object> keys = new ArrayList<>();
		for (int id = 0; id < 100; id++) {
			HashedKey key = new HashedKey(id, id);
			keys.add(key);
			map.put(key, id);
		}
		nodes(map).forEach((node) -> ((Reference<?>) Objects.requireNonNull(node.key())).clear());
		assertThat(map.drain()).isZero();
		assertThat(map.statistics()).isEqualTo(new MapStatistics(0, 0, 100, 0, 0, 0));
		assertThat(keys).hasSize(100);
	}

	private static List<Node> nodes(CacheMap<Object, Object> map) {
		return Arrays.stream(((LruReferenceCacheMap<Object, Object>) map).segments)
			.flatMap((segment) -> Arrays.stream(segment.entries()))
			.toList();
	}

	private static Reference<?> referenceOf(Node node) {
		return (Reference<?>) Objects.requireNonNull(node.value());
	}

	@Test
	void noStepOfTheSweeperTouchesMoreThanItMay() {
		CacheMap<Object, Object> map = this.builder.weakValues().build();
		map.close();
		for (int id = 0; id < 20_000; id++) {
			map.put(id, new Object());
		}
		LruReferenceCacheMap<Object, Object> swept = (LruReferenceCacheMap<Object, Object>) map;
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			Sweep sweep = swept.sweep();
			boolean more = true;
			while (more) {
				long before = map.mappingCount();
				more = sweep.step();
				assertThat(before - map.mappingCount()).isLessThanOrEqualTo(2_048);
			}
			assertThat(map.mappingCount()).isZero();
		});
	}

	@Test
	void anEntryGoesWhenNobodyElseRefersToItsKey() {
		CacheMap<Object, Object> map = this.builder.weakKeys().build();
		Object held = new HashedKey(1, 7);
		map.put(held, "held");
		map.put(new HashedKey(2, 7), "dropped");
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			map.cleanUp();
			assertThat(map.mappingCount()).isOne();
		});
		assertThat(map.get(held)).isEqualTo("held");
		assertThat(map.statistics().evictedByCollection()).isOne();
		assertThat(map.keySet()).containsExactly(held);
	}

	@Test
	void aWeakKeyIsFoundByAnEqualOne() {
		CacheMap<Object, Object> map = this.builder.weakKeys().build();
		List<Object> keys = new ArrayList<>();
		for (int id = 0; id < 1_000; id++) {
			String key = "key " + id;
			keys.add(key);
			map.put(key, id);
		}
		for (int id = 0; id < 1_000; id++) {
			assertThat(map.get("key " + id)).isEqualTo(id);
			assertThat(map.put("key " + id, -id)).isEqualTo(id);
		}
		assertThat(map.remove("key 7")).isEqualTo(-7);
		assertThat(map).hasSize(999);
		assertThat(keys).hasSize(1_000);
	}

	@Test
	void weakKeysThatAllCollideAreFoundAndCollectedToo() {
		CacheMap<Object, Object> map = this.builder.weakKeys().eagerRebuilds().build();
		List<Object> held = new ArrayList<>();
		for (int id = 0; id < 200; id++) {
			HashedKey key = new HashedKey(id, 7);
			map.put(key, id);
			if (id % 2 == 0) {
				held.add(key);
			}
		}
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			map.cleanUp();
			assertThat(map.mappingCount()).isEqualTo(100);
		});
		for (int id = 0; id < 200; id++) {
			assertThat(map.get(new HashedKey(id, 7))).isEqualTo((id % 2 == 0) ? (Integer) id : null);
		}
		assertThat(held).hasSize(100);
	}

	@Test
	void valuesThatAreBothSoftAndWeakAreRefused() {
		assertThatIllegalStateException().isThrownBy(() -> this.builder.softValues().weakValues().build())
			.withMessage("Set either softValues or weakValues, not both");
	}

	@Test
	void largeValuesAreCountedAndTold() {
		assumeThat(LargeValues.bytes(new byte[64 << 20])).as("the collector is G1").isPositive();
		List<Long> told = new ArrayList<>();
		CacheMap<Object, Object> map = CacheMapBuilder.<Object, Object>of(Strategy.LRU_REFERENCE)
			.softValues()
			.listener(new MapListener<Object, Object>() {

				@Override
				public void largeValue(Object key, long bytes) {
					told.add(bytes);
					throw new IllegalStateException("of the listener");
				}

			})
			.build();
		map.put("small", new byte[100_000]);
		map.put("array", new byte[64 << 20]);
		map.put("text", "x".repeat(64 << 20));
		map.put("numbers", new long[8 << 20]);
		map.put("buffer", ByteBuffer.allocate(64 << 20));
		map.put("elsewhere", ByteBuffer.allocateDirect(64 << 20));
		assertThat(told).hasSize(4).allSatisfy((bytes) -> assertThat(bytes).isEqualTo((64L << 20) + 16));
		assertThat(map.statistics().largeValues()).isEqualTo(4);
	}

}
