package io.bespokecache.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bespokecache.map.Strategy.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A snapshot and an iteration show all entries as they were at one instant: on every map
 * whose strategy has {@link Capability#CONSISTENT_SNAPSHOT}.
 * <p>
 * A writer takes keys from one version to the next in a fixed order, one by one. So at
 * each instant the first keys have one version and the rest the version before; and of
 * the keys that pass by, the last one or two are there.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("maps")
class ConsistentSnapshotTests {

	private static final int KEYS = 50;

	private static final int VERSIONS = 2_000;

	private static final int READERS = 2;

	private final CacheMap<Object, Integer> map;

	ConsistentSnapshotTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	static Stream<MapUnderTest> maps() {
		return MapUnderTest.all().filter((subject) -> subject.strategy().can(Capability.CONSISTENT_SNAPSHOT));
	}

	@ParameterizedTest
	@EnumSource
	void aSnapshotIsOfOneInstant(KeyShape shape) {
		againstAWriter(shape, this.map::snapshot);
	}

	@ParameterizedTest
	@EnumSource
	void anIterationIsOfOneInstant(KeyShape shape) {
		againstAWriter(shape, () -> {
			Map<Object, Integer> seen = new HashMap<>();
			for (Map.Entry<Object, Integer> entry : this.map.entrySet()) {
				assertThat(seen.put(entry.getKey(), entry.getValue())).isNull();
			}
			return seen;
		});
	}

	@ParameterizedTest
	@EnumSource
	void forEachIsOfOneInstant(KeyShape shape) {
		againstAWriter(shape, () -> {
			Map<Object, Integer> seen = new HashMap<>();
			this.map.forEach((key, value) -> assertThat(seen.put(key, value)).isNull());
			return seen;
		});
	}

	@ParameterizedTest
	@EnumSource
	void aCopyIsOfOneInstant(KeyShape shape) {
		againstAWriter(shape, () -> new HashMap<>(this.map));
	}

	@Test
	void anIterationShowsTheMapAsItWasWhenItBegan() {
		Map<Object, Integer> before = fill();
		Iterator<Map.Entry<Object, Integer>> entries = this.map.entrySet().iterator();
		Iterator<Object> keys = this.map.keySet().iterator();
		Iterator<Integer> values = this.map.values().iterator();
		this.map.put("key1", 100);
		this.map.remove("key2");
		this.map.put("new", 100);
		this.map.replaceAll((key, value) -> value + 1_000);
		this.map.removeIf((key, value) -> key.equals("key3"));
		Map<Object, Integer> seen = new LinkedHashMap<>();
		entries.forEachRemaining((entry) -> seen.put(entry.getKey(), entry.getValue()));
		assertThat(seen).isEqualTo(before);
		assertThat(keys).toIterable().containsExactlyInAnyOrderElementsOf(before.keySet());
		assertThat(values).toIterable().containsExactlyInAnyOrderElementsOf(before.values());
	}

	@Test
	void anIterationOutlivesTheEntries() {
		Map<Object, Integer> before = fill();
		Iterator<Object> keys = this.map.keySet().iterator();
		this.map.clear();
		assertThat(keys).toIterable().containsExactlyInAnyOrderElementsOf(before.keySet());
		assertThat(this.map).isEmpty();
	}

	@Test
	void anIterationWritesThrough() {
		Map<Object, Integer> expected = fill();
		expected.replaceAll((key, value) -> -value);
		expected.keySet().removeIf((key) -> key.toString().endsWith("7"));
		for (Iterator<Map.Entry<Object, Integer>> entries = this.map.entrySet().iterator(); entries.hasNext();) {
			Map.Entry<Object, Integer> entry = entries.next();
			if (entry.getKey().toString().endsWith("7")) {
				entries.remove();
			}
			else {
				entry.setValue(-entry.getValue());
			}
		}
		assertThat(this.map).isEqualTo(expected);
	}

	private Map<Object, Integer> fill() {
		Map<Object, Integer> entries = new HashMap<>();
		for (int id = 0; id < KEYS; id++) {
			entries.put("key" + id, id);
		}
		this.map.putAll(entries);
		return entries;
	}

	private void againstAWriter(KeyShape shape, Supplier<Map<Object, Integer>> look) {
		List<Object> keys = IntStream.range(0, KEYS).mapToObj(shape::key).toList();
		keys.forEach((key) -> this.map.put(key, 0));
		this.map.put(shape.key(KEYS), -1);
		AtomicBoolean writing = new AtomicBoolean(true);
		Race.of(1 + READERS, (number) -> {
			if (number == 0) {
				for (int version = 1; version <= Effort.times(VERSIONS); version++) {
					for (Object key : keys) {
						this.map.put(key, version);
					}
					this.map.put(shape.key(KEYS + version), -1);
					assertThat(this.map.remove(shape.key(KEYS + version - 1))).isEqualTo(-1);
				}
				writing.set(false);
			}
			else {
				do {
					assertOfOneInstant(keys, new HashMap<>(look.get()));
				}
				while (writing.get());
			}
		});
		assertThat(this.map).hasSize(KEYS + 1);
	}

	private static void assertOfOneInstant(List<Object> keys, Map<Object, Integer> seen) {
		List<Integer> versions = new ArrayList<>();
		for (Object key : keys) {
			versions.add(seen.remove(key));
		}
		assertThat(versions).doesNotContainNull();
		assertThat(versions.get(0) - versions.get(KEYS - 1)).as("versions at once").isBetween(0, 1);
		assertThat(versions).isSortedAccordingTo((one, other) -> other.compareTo(one));
		assertThat(seen.size()).as("passers-by at once").isBetween(1, 2);
	}

}
