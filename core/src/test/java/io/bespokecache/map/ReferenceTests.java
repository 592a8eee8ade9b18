package io.bespokecache.map;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bespokecache.map.RecordingListener.Eviction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Weak and soft values, of every strategy that has them.
 */
@ParameterizedClass
@EnumSource(names = { "LRU_REFERENCE", "CAFFEINE" })
class ReferenceTests {

	private final RecordingListener<String, Object> listener = new RecordingListener<>();

	private final CacheMapBuilder<String, Object> builder;

	ReferenceTests(Strategy strategy) {
		this.builder = CacheMapBuilder.<String, Object>of(strategy).listener(this.listener);
	}

	@Test
	void aWeakValueStaysAsLongAsSomebodyElseRefersToIt() {
		CacheMap<String, Object> map = this.builder.weakValues().build();
		Object value = new Object();
		map.put("held", value);
		map.put("dropped", new Object());
		awaitCollected(map, "dropped");
		assertThat(map.get("held")).isSameAs(value);
		assertThat(map).containsOnlyKeys("held");
	}

	@Test
	void aSoftValueStaysWhileThereIsMemory() {
		CacheMap<String, Object> map = this.builder.softValues().build();
		for (int id = 0; id < 100; id++) {
			map.put("key " + id, new Object());
		}
		System.gc();
		for (int id = 0; id < 100; id++) {
			assertThat(map.get("key " + id)).isNotNull();
		}
		assertThat(map.statistics().evictedByCollection()).isZero();
	}

	@Test
	void anEntryWhoseValueIsCollectedIsAbsentToEveryOperation() {
		CacheMap<String, Object> map = this.builder.weakValues().build();
		map.put("a", new Object());
		awaitCollected(map, "a");
		assertThat(map.containsKey("a")).isFalse();
		assertThat(map.remove("a")).isNull();
		assertThat(map.replace("a", "other")).isNull();
		assertThat(map.keySet()).isEmpty();
		assertThat(map.snapshot()).isEmpty();
		assertThat(map.computeIfPresent("a", (key, value) -> "other")).isNull();
		assertThat(map.putIfAbsent("a", "new")).isNull();
		assertThat(map.get("a")).isEqualTo("new");
	}

	@Test
	void aCollectedEntryIsToldAndCountedOnce() {
		CacheMap<String, Object> map = this.builder.weakValues().maximumSize(100).build();
		for (int id = 0; id < 50; id++) {
			map.put("key " + id, new Object());
		}
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			map.cleanUp();
			assertThat(map.mappingCount()).isZero();
		});
		assertThat(map.statistics()).isEqualTo(new MapStatistics(0, 0, 50, 0, 0, 0));
		assertThat(this.listener.evictions).hasSize(50)
			.doesNotHaveDuplicates()
			.contains(new Eviction<>("key 7", EvictionCause.COLLECTED));
	}

	@Test
	void aFormerValueThatIsCollectedTakesNothingWithIt() {
		CacheMap<String, Object> map = this.builder.weakValues().build();
		List<Object> values = new ArrayList<>();
		for (int id = 0; id < 100; id++) {
			map.put("key " + id, new Object());
			Object value = new Object();
			values.add(value);
			map.put("key " + id, value);
		}
		System.gc();
		map.cleanUp();
		for (int id = 0; id < 100; id++) {
			assertThat(map.get("key " + id)).isSameAs(values.get(id));
		}
		assertThat(map.statistics().evictions()).isZero();
	}

	@Test
	void viewsCompareValuesByEqualityAndRemoveOnlyWhatTheyHaveSeen() {
		CacheMap<String, Object> map = this.builder.softValues().build();
		for (int id = 0; id < 10; id++) {
			map.put("key " + id, new String("value " + id));
		}
		assertThat(map.values()).contains("value 3");
		assertThat(map.values().remove("value 3")).isTrue();
		assertThat(map.values().remove("value 3")).isFalse();
		assertThat(map.values().removeAll(Set.of("value 1", "value 2"))).isTrue();
		assertThat(map.entrySet().removeIf((entry) -> entry.getValue().equals("value 4"))).isTrue();
		assertThat(map.entrySet().retainAll(Set.of(Map.entry("key 5", "value 5"), Map.entry("key 6", "other"))))
			.isTrue();
		assertThat(map).isEqualTo(Map.of("key 5", "value 5"));
		// What has been written since the test is none of its business.
		assertThat(map.values().removeIf((value) -> map.put("key 5", "new") != null)).isFalse();
		assertThat(map).isEqualTo(Map.of("key 5", "new"));
	}

	@Test
	void boundsAndExpiryHoldBesideReferences() {
		FakeClock clock = new FakeClock();
		CacheMap<String, Object> map = this.builder.softValues()
			.maximumSize(100)
			.expireAfterWrite(Duration.ofSeconds(10))
			.nanoClock(clock)
			.build();
		for (int id = 0; id < 300; id++) {
			map.put("key " + id, "value");
		}
		map.cleanUp();
		assertThat(map).hasSize(100);
		clock.advance(Duration.ofSeconds(10));
		map.cleanUp();
		assertThat(map.mappingCount()).isZero();
		assertThat(map.statistics()).isEqualTo(new MapStatistics(200, 100, 0, 0, 0, 0));
	}

	@Test
	void aMapOfReferencesIsItselfGarbageOnceItIsDropped() {
		java.lang.ref.WeakReference<Map<String, Object>> map = new java.lang.ref.WeakReference<>(filled());
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			assertThat(map.get()).isNull();
		});
	}

	private Map<String, Object> filled() {
		CacheMap<String, Object> map = this.builder.softValues().build();
		map.put("key", "value");
		return map;
	}

	private static void awaitCollected(CacheMap<String, Object> map, String key) {
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			assertThat(map.get(key)).isNull();
		});
	}

}
