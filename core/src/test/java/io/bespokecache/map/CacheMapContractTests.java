package io.bespokecache.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * What one thread sees of any {@link CacheMap}.
 */
@EveryMap
class CacheMapContractTests {

	private final MapUnderTest subject;

	private final CacheMap<String, String> map;

	CacheMapContractTests(MapUnderTest subject) {
		this.subject = subject;
		this.map = subject.create();
	}

	@Test
	void aNewMapIsEmpty() {
		assertThat(this.map).isEmpty();
		assertThat(this.map.mappingCount()).isZero();
		assertThat(this.map.get("a")).isNull();
		assertThat(this.map.containsKey("a")).isFalse();
		assertThat(this.map.containsValue("a")).isFalse();
		assertThat(this.map.entrySet().iterator().hasNext()).isFalse();
	}

	@Test
	void aMapKnowsItsStrategy() {
		assertThat(this.map.strategy()).isEqualTo(this.subject.strategy());
	}

	@Test
	void aMapThatReachesNoBoundEvictsNothing() {
		for (int id = 0; id < 1_000; id++) {
			this.map.put("key-" + id, "value");
			this.map.remove("key-" + id / 2);
		}
		this.map.cleanUp();
		assertThat(this.map.statistics().evictions()).isZero();
	}

	@Test
	void nullIsRefusedEverywhere() {
		String nothing = Unchecked.nothing();
		this.map.put("a", "1");
		Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
		calls.put("get", () -> this.map.get(nothing));
		calls.put("getOrDefault", () -> this.map.getOrDefault(nothing, "1"));
		calls.put("containsKey", () -> this.map.containsKey(nothing));
		calls.put("containsValue", () -> this.map.containsValue(nothing));
		calls.put("put, key", () -> this.map.put(nothing, "1"));
		calls.put("put, value", () -> this.map.put("a", nothing));
		calls.put("put, value of a new key", () -> this.map.put("b", nothing));
		calls.put("putIfAbsent, key", () -> this.map.putIfAbsent(nothing, "1"));
		calls.put("putIfAbsent, value", () -> this.map.putIfAbsent("b", nothing));
		calls.put("putIfAbsent, value of a present key", () -> this.map.putIfAbsent("a", nothing));
		calls.put("putAll", () -> this.map.putAll(Unchecked.nothing()));
		calls.put("putAll, value", () -> this.map.putAll(mapOf("b", nothing)));
		calls.put("putAll, key", () -> this.map.putAll(mapOf(nothing, "1")));
		calls.put("remove", () -> this.map.remove(nothing));
		calls.put("remove, key and value", () -> this.map.remove(nothing, "1"));
		calls.put("replace, key", () -> this.map.replace(nothing, "1"));
		calls.put("replace, value", () -> this.map.replace("a", nothing));
		calls.put("replace, value of an absent key", () -> this.map.replace("b", nothing));
		calls.put("replace conditionally, key", () -> this.map.replace(nothing, "1", "2"));
		calls.put("replace conditionally, old value", () -> this.map.replace("a", nothing, "2"));
		calls.put("replace conditionally, new value", () -> this.map.replace("a", "1", nothing));
		calls.put("replaceAll", () -> this.map.replaceAll(Unchecked.nothing()));
		calls.put("replaceAll, value", () -> this.map.replaceAll((key, value) -> nothing));
		calls.put("computeIfAbsent, key", () -> this.map.computeIfAbsent(nothing, (key) -> "1"));
		calls.put("computeIfAbsent, function", () -> this.map.computeIfAbsent("b", Unchecked.nothing()));
		calls.put("computeIfPresent, key", () -> this.map.computeIfPresent(nothing, (key, value) -> "1"));
		calls.put("computeIfPresent, function", () -> this.map.computeIfPresent("a", Unchecked.nothing()));
		calls.put("compute, key", () -> this.map.compute(nothing, (key, value) -> "1"));
		calls.put("compute, function", () -> this.map.compute("a", Unchecked.nothing()));
		calls.put("merge, key", () -> this.map.merge(nothing, "1", String::concat));
		calls.put("merge, value", () -> this.map.merge("a", nothing, String::concat));
		calls.put("merge, function", () -> this.map.merge("a", "1", Unchecked.nothing()));
		calls.put("forEach", () -> this.map.forEach(Unchecked.nothing()));
		calls.put("setValue", () -> this.map.entrySet().iterator().next().setValue(nothing));
		calls.forEach((name, call) -> assertThatNullPointerException().as(name).isThrownBy(call));
		assertThat(this.map).isEqualTo(Map.of("a", "1"));
	}

	@Test
	void aNullValueMatchesNothingToRemove() {
		this.map.put("a", "1");
		assertThat(this.map.remove("a", Unchecked.nothing())).isFalse();
		assertThat(this.map).containsExactly(Map.entry("a", "1"));
	}

	@Test
	void putAnswersTheFormerValue() {
		assertThat(this.map.put("a", "1")).isNull();
		assertThat(this.map.put("a", "2")).isEqualTo("1");
		assertThat(this.map.get("a")).isEqualTo("2");
		assertThat(this.map).hasSize(1);
	}

	@Test
	void putIfAbsentKeepsWhatIsThere() {
		assertThat(this.map.putIfAbsent("a", "1")).isNull();
		assertThat(this.map.putIfAbsent("a", "2")).isEqualTo("1");
		assertThat(this.map.get("a")).isEqualTo("1");
	}

	@Test
	void putAllPutsEveryEntry() {
		this.map.put("a", "0");
		this.map.putAll(Map.of("a", "1", "b", "2", "c", "3"));
		assertThat(this.map).isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
	}

	@Test
	void getOrDefaultAnswersTheDefaultOfAnAbsentKey() {
		this.map.put("a", "1");
		assertThat(this.map.getOrDefault("a", "2")).isEqualTo("1");
		assertThat(this.map.getOrDefault("b", "2")).isEqualTo("2");
		assertThat(this.map).containsOnlyKeys("a");
	}

	@Test
	void removeAnswersWhatItRemoved() {
		this.map.put("a", "1");
		assertThat(this.map.remove("a")).isEqualTo("1");
		assertThat(this.map.remove("a")).isNull();
		assertThat(this.map).isEmpty();
	}

	@Test
	void aConditionalRemoveComparesValuesWithEquals() {
		this.map.put("a", "value 1");
		assertThat(this.map.remove("a", "value 2")).isFalse();
		assertThat(this.map.remove("b", "value 1")).isFalse();
		assertThat(this.map.remove("a", copy("value 1"))).isTrue();
		assertThat(this.map.remove("a", "value 1")).isFalse();
		assertThat(this.map).isEmpty();
	}

	@Test
	void replaceActsOnPresentKeysOnly() {
		assertThat(this.map.replace("a", "1")).isNull();
		assertThat(this.map).isEmpty();
		this.map.put("a", "1");
		assertThat(this.map.replace("a", "2")).isEqualTo("1");
		assertThat(this.map.get("a")).isEqualTo("2");
	}

	@Test
	void aConditionalReplaceComparesValuesWithEquals() {
		assertThat(this.map.replace("a", "value 1", "value 2")).isFalse();
		this.map.put("a", "value 1");
		assertThat(this.map.replace("a", "value 2", "value 3")).isFalse();
		assertThat(this.map.replace("a", copy("value 1"), "value 2")).isTrue();
		assertThat(this.map).isEqualTo(Map.of("a", "value 2"));
	}

	@Test
	void replaceAllReplacesEveryValue() {
		this.map.putAll(Map.of("a", "1", "b", "2"));
		this.map.replaceAll((key, value) -> key + value);
		assertThat(this.map).isEqualTo(Map.of("a", "a1", "b", "b2"));
	}

	@Test
	void aRemovedKeyIsAbsentUntilItIsPutAgain() {
		for (int round = 0; round < 5_000; round++) {
			assertThat(this.map.putIfAbsent("a", "value " + round)).isNull();
			assertThat(this.map.get("a")).isEqualTo("value " + round);
			assertThat(this.map.remove("a")).isEqualTo("value " + round);
			assertThat(this.map.get("a")).isNull();
			assertThat(this.map.replace("a", "1")).isNull();
			assertThat(this.map.computeIfPresent("a", (key, value) -> "1")).isNull();
			assertThat(this.map).isEmpty();
		}
	}

	@Test
	void keysAreComparedWithEquals() {
		for (KeyShape shape : KeyShape.values()) {
			CacheMap<Object, String> shaped = this.subject.create();
			for (int id = 0; id < 100; id++) {
				shaped.put(shape.key(id), "value " + id);
				assertThat(shaped.put(shape.key(id), "again " + id)).isEqualTo("value " + id);
			}
			for (int id = 0; id < 100; id++) {
				assertThat(shaped.get(shape.key(id))).isEqualTo("again " + id);
				assertThat(shaped.containsKey(shape.key(id + 100))).isFalse();
				assertThat(shaped.remove(shape.key(id))).isEqualTo("again " + id);
			}
			assertThat(shaped).isEmpty();
		}
	}

	@Test
	void keysOfMixedTypesLiveSideBySide() {
		CacheMap<Object, Integer> mixed = this.subject.create();
		List<Object> keys = new ArrayList<>(List.of(1, 1L, (short) 1, (byte) 1, 1.0, 1.0f, '1', "1", true, "", "ключ",
				UUID.fromString("00000000-0000-0001-0000-000000000001"), TimeUnit.DAYS, List.of(1), List.of("1"),
				List.of(), Map.of(1, 1), new HashedKey(1, 1), new HashedKey(2, 1), String.class));
		for (int round = 0; round < 20; round++) {
			for (int index = 0; index < keys.size(); index++) {
				mixed.put(keys.get(index), index);
			}
			for (int index = 0; index < keys.size(); index++) {
				assertThat(mixed.get(keys.get(index))).as("%s", keys.get(index)).isEqualTo(index);
			}
			assertThat(mixed).hasSameSizeAs(keys);
		}
		assertThat(mixed.keySet()).containsExactlyInAnyOrderElementsOf(keys);
		assertThat(mixed.get(2L)).isNull();
		assertThat(mixed.get(List.of(2))).isNull();
	}

	@Test
	void sizeFollowsGrowthAndShrinking() {
		int entries = 5_000;
		for (int id = 0; id < entries; id++) {
			this.map.put("key-" + id, "value " + id);
			assertThat(this.map.size()).isEqualTo(id + 1);
		}
		assertThat(this.map.mappingCount()).isEqualTo(entries);
		for (int id = 0; id < entries; id++) {
			assertThat(this.map.get("key-" + id)).isEqualTo("value " + id);
			this.map.remove("key-" + id);
			assertThat(this.map.size()).isEqualTo(entries - id - 1);
		}
		assertThat(this.map.mappingCount()).isZero();
		assertThat(this.map.isEmpty()).isTrue();
	}

	@Test
	void aClearedMapIsEmptyAndUsable() {
		for (int round = 0; round < 50; round++) {
			for (int id = 0; id < 100; id++) {
				this.map.put("key-" + id, "round " + round);
				this.map.get("key-" + id);
			}
			assertThat(this.map).hasSize(100).containsEntry("key-99", "round " + round);
			this.map.clear();
			assertThat(this.map).isEmpty();
			assertThat(this.map.get("key-7")).isNull();
			assertThat(this.map.mappingCount()).isZero();
		}
	}

	@Test
	void drainCountsWhatItRemoves() {
		assertThat(this.map.drain()).isZero();
		for (int id = 0; id < 1_000; id++) {
			this.map.put("key-" + id, "value");
		}
		this.map.remove("key-1");
		assertThat(this.map.drain()).isEqualTo(999);
		assertThat(this.map).isEmpty();
		assertThat(this.map.drain()).isZero();
	}

	@Test
	void equalsHashCodeAndTextAreThoseOfAnyMap() {
		Map<String, String> other = new HashMap<>(Map.of("a", "1", "b", "2"));
		this.map.putAll(other);
		assertThat(this.map).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(Map.of("a", "1"));
		assertThat(other).isEqualTo(this.map);
		assertThat(this.map.toString()).isIn("{a=1, b=2}", "{b=2, a=1}");
	}

	private static Map<String, String> mapOf(String key, String value) {
		Map<String, String> map = new HashMap<>();
		map.put(key, value);
		return map;
	}

	@SuppressWarnings("StringCopy") // an equal, not identical, string
	private static String copy(String text) {
		return new String(text);
	}

}
