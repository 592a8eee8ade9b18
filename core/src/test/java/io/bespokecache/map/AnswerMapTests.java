package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.util.Collections.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class AnswerMapTests {

	@Test
	void holdsThoseKeysThatHaveAValueInTheirOrderAndOnce() {
		for (int keys : new int[] { 5, 100 }) {
			Map<String, Integer> map = of(keys);
			assertThat(map).containsExactlyEntriesOf(expected(keys));
			assertThat(map.get("key1")).isEqualTo(1);
			assertThat(map.get("key0")).isNull();
			assertThat(map.containsKey("key0")).isFalse();
			assertThat(map.get(Unchecked.<Object>nothing())).isNull();
		}
	}

	@Test
	void keysOfOneHashAreToldApart() {
		Object[] keys = { new HashedKey(1, 7), new HashedKey(2, 7), new HashedKey(1, 7) };
		Map<Object, String> map = AnswerMap.of(keys, LockedCacheMap.hashes(keys), new Object[] { "a", "b", "c" });
		assertThat(map).isEqualTo(Map.of(new HashedKey(1, 7), "a", new HashedKey(2, 7), "b"));
		assertThat(map.get(new HashedKey(3, 7))).isNull();
	}

	@Test
	void changesAreTheCallersOwn() {
		Map<String, Integer> map = of(5);
		Map<String, Integer> expected = expected(5);
		map.entrySet().forEach((entry) -> entry.setValue(entry.getValue() * 2));
		expected.replaceAll((key, value) -> value * 2);
		assertThat(map).containsExactlyEntriesOf(expected);
		assertThat(map.put("key7", 7)).isNull();
		expected.put("key7", 7);
		assertThat(map).containsExactlyEntriesOf(expected);
		assertThat(map.values().remove(7)).isTrue();
		assertThat(map.remove("key1")).isEqualTo(2);
		map.clear();
		assertThat(map).isEmpty();
	}

	@Test
	void anIteratorRemovesOnceWhatItHasShown() {
		Map<String, Integer> map = of(5);
		var keys = map.keySet().iterator();
		assertThatIllegalStateException().isThrownBy(keys::remove);
		assertThat(keys.next()).isEqualTo("key1");
		keys.remove();
		assertThatIllegalStateException().isThrownBy(keys::remove);
		assertThat(keys.next()).isEqualTo("key2");
		assertThat(map).doesNotContainKey("key1").containsKey("key2");
	}

	@Test
	void isAMapByGuavasSuite() {
		TestSuite suite = MapTestSuiteBuilder.using(new TestStringMapGenerator() {
			@Override
			protected Map<String, String> create(Map.Entry<String, String>[] entries) {
				// Neither a key nor a value of null is ever an answer: they come by a
				// change.
				Map<String, String> given = new LinkedHashMap<>();
				Arrays.stream(entries)
					.filter((entry) -> entry.getKey() != null && entry.getValue() != null)
					.forEach((entry) -> given.put(entry.getKey(), entry.getValue()));
				Object[] keys = given.keySet().toArray();
				Map<String, String> map = AnswerMap.of(keys, LockedCacheMap.hashes(keys), given.values().toArray());
				Arrays.stream(entries)
					.filter((entry) -> !given.containsKey(entry.getKey()) || entry.getValue() == null)
					.forEach((entry) -> map.put(entry.getKey(), entry.getValue()));
				return map;
			}
		})
			.named("AnswerMap")
			.withFeatures(MapFeature.GENERAL_PURPOSE, MapFeature.ALLOWS_NULL_KEYS, MapFeature.ALLOWS_NULL_VALUES,
					MapFeature.ALLOWS_NULL_KEY_QUERIES, MapFeature.ALLOWS_NULL_VALUE_QUERIES,
					CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
			.createTestSuite();
		TestResult result = new TestResult();
		suite.run(result);
		assertThat(list(result.failures())).extracting(TestFailure::trace).isEmpty();
		assertThat(list(result.errors())).extracting(TestFailure::trace).isEmpty();
		assertThat(result.runCount()).isGreaterThan(500);
	}

	private static Map<String, Integer> of(int keys) {
		List<Object> given = new ArrayList<>();
		List<@Nullable Object> values = new ArrayList<>();
		IntStream.range(0, keys).forEach((id) -> {
			given.add("key" + id);
			values.add((id != 0) ? id : null);
		});
		given.add("key2");
		values.add(-2);
		Object[] array = given.toArray();
		return AnswerMap.of(array, LockedCacheMap.hashes(array), values.toArray());
	}

	private static Map<String, Integer> expected(int keys) {
		Map<String, Integer> expected = new LinkedHashMap<>();
		IntStream.range(1, keys).forEach((id) -> expected.put("key" + id, id));
		return expected;
	}

}
