package io.bespokecache.map;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Views of a map read and write through.
 */
@EveryMap
class CacheMapViewTests {

	private static final int ENTRIES = 300;

	private final CacheMap<Integer, String> map;

	CacheMapViewTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	@BeforeEach
	void fill() {
		for (int id = 0; id < ENTRIES; id++) {
			this.map.put(id, "value " + id);
			this.map.get(id);
		}
	}

	@Test
	void viewsShowLaterWrites() {
		Set<Integer> keys = this.map.keySet();
		Set<Map.Entry<Integer, String>> entries = this.map.entrySet();
		this.map.put(-1, "late");
		this.map.put(5, "changed");
		this.map.remove(7);
		assertThat(keys).contains(-1).doesNotContain(7).hasSize(ENTRIES);
		assertThat(entries).contains(Map.entry(5, "changed"), Map.entry(-1, "late"))
			.doesNotContain(Map.entry(5, "value 5"), Map.entry(7, "value 7"))
			.hasSize(ENTRIES);
		assertThat(this.map.values()).contains("late", "changed").doesNotContain("value 5", "value 7").hasSize(ENTRIES);
	}

	@Test
	void keysAreRemovedThroughTheirView() {
		assertThat(this.map.keySet().remove(3)).isTrue();
		assertThat(this.map.keySet().remove(3)).isFalse();
		assertThat(this.map.keySet().removeAll(Set.of(3, 4, 5))).isTrue();
		assertThat(this.map.keySet().removeIf((key) -> key >= 100)).isTrue();
		assertThat(this.map.keySet().removeIf((key) -> key >= 100)).isFalse();
		assertThat(this.map.keySet().retainAll(Set.of(0, 1, 2, 3))).isTrue();
		assertThat(this.map).isEqualTo(Map.of(0, "value 0", 1, "value 1", 2, "value 2"));
		this.map.keySet().clear();
		assertThat(this.map).isEmpty();
	}

	@Test
	void valuesAreRemovedThroughTheirView() {
		assertThat(this.map.values().remove("value 3")).isTrue();
		assertThat(this.map.values().remove("value 3")).isFalse();
		assertThat(this.map.values().removeAll(Set.of("value 3", "value 4"))).isTrue();
		assertThat(this.map.values().removeIf((value) -> value.length() > 7)).isTrue();
		assertThat(this.map.values().retainAll(Set.of("value 0", "value 1"))).isTrue();
		assertThat(this.map).isEqualTo(Map.of(0, "value 0", 1, "value 1"));
	}

	@Test
	void entriesAreRemovedThroughTheirView() {
		assertThat(this.map.entrySet().remove(Map.entry(3, "value 4"))).isFalse();
		assertThat(this.map.entrySet().remove(Map.entry(3, "value 3"))).isTrue();
		assertThat(this.map.entrySet().remove(Map.entry(3, "value 3"))).isFalse();
		assertThat(this.map.entrySet().removeIf((entry) -> entry.getKey() > 1)).isTrue();
		assertThat(this.map).isEqualTo(Map.of(0, "value 0", 1, "value 1"));
	}

	@Test
	void iteratorsRemove() {
		removeOdd(this.map.keySet().iterator());
		assertThat(this.map).hasSize(ENTRIES / 2);
		removeOdd(this.map.values().iterator());
		assertThat(this.map).hasSize(ENTRIES / 4);
		removeOdd(this.map.entrySet().iterator());
		assertThat(this.map.mappingCount()).isEqualTo(ENTRIES / 4 - ENTRIES / 8);
		assertThat(this.map.keySet()).allSatisfy((key) -> assertThat(this.map.get(key)).isEqualTo("value " + key));
	}

	@Test
	void anIteratorRemovesOncePerElement() {
		Iterator<Integer> keys = this.map.keySet().iterator();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(keys::remove);
		Integer removed = keys.next();
		keys.remove();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(keys::remove);
		assertThat(this.map).hasSize(ENTRIES - 1).doesNotContainKey(removed);
	}

	@Test
	void anIteratorEndsWithAnException() {
		Iterator<Map.Entry<Integer, String>> entries = this.map.entrySet().iterator();
		for (int count = 0; count < ENTRIES; count++) {
			assertThat(entries.next()).isNotNull();
		}
		assertThat(entries.hasNext()).isFalse();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(entries::next);
	}

	@Test
	void askingForMoreDoesNotMoveAnIterator() {
		Iterator<Integer> keys = this.map.keySet().iterator();
		Set<Integer> seen = new HashSet<>();
		while (keys.hasNext()) {
			assertThat(keys.hasNext()).isTrue();
			assertThat(seen.add(keys.next())).isTrue();
		}
		assertThat(seen).hasSize(ENTRIES);
	}

	@Test
	void anEntryThatWasAnnouncedIsShownThoughItIsRemovedMeanwhile() {
		Iterator<Integer> keys = this.map.keySet().iterator();
		while (keys.hasNext()) {
			this.map.clear();
			assertThat(keys.next()).isBetween(0, ENTRIES - 1);
		}
		assertThat(this.map).isEmpty();
	}

	@Test
	void aValueIsSetThroughItsEntry() {
		for (Map.Entry<Integer, String> entry : this.map.entrySet()) {
			String former = entry.getValue();
			assertThat(entry.setValue("changed " + entry.getKey())).isEqualTo(former);
			assertThat(entry.getValue()).isEqualTo("changed " + entry.getKey());
		}
		for (int id = 0; id < ENTRIES; id++) {
			assertThat(this.map.get(id)).isEqualTo("changed " + id);
		}
		assertThat(this.map).hasSize(ENTRIES);
	}

	@Test
	void entriesEqualEntriesOfAnyMap() {
		Map<Integer, String> other = new HashMap<>(this.map);
		assertThat(this.map.entrySet()).isEqualTo(other.entrySet()).hasSameHashCodeAs(other.entrySet());
		assertThat(this.map.keySet()).isEqualTo(other.keySet()).hasSameHashCodeAs(other.keySet());
		Map.Entry<Integer, String> entry = this.map.entrySet().iterator().next();
		assertThat(entry).isEqualTo(Map.entry(entry.getKey(), entry.getValue()))
			.hasSameHashCodeAs(Map.entry(entry.getKey(), entry.getValue()))
			.hasToString(entry.getKey() + "=" + entry.getValue());
	}

	@Test
	void streamsSeeEveryEntryOnce() {
		List<Integer> expected = IntStream.range(0, ENTRIES).boxed().toList();
		assertThat(this.map.keySet().stream().toList()).containsExactlyInAnyOrderElementsOf(expected);
		assertThat(this.map.keySet().parallelStream().toList()).containsExactlyInAnyOrderElementsOf(expected);
		assertThat(this.map.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
			.isEqualTo(this.map);
		assertThat(this.map.values().parallelStream().distinct().count()).isEqualTo(ENTRIES);
		assertThat(this.map.keySet().toArray(new Integer[0])).hasSize(ENTRIES).doesNotContainNull();
	}

	@Test
	void streamsEndWellWhileEntriesComeAndGo() {
		AtomicBoolean reading = new AtomicBoolean(true);
		Race.between(() -> {
			for (int id = ENTRIES; reading.get(); id++) {
				this.map.put(id, "passes by");
				this.map.remove(id - ENTRIES / 2);
			}
		}, () -> {
			try {
				for (int round = 0; round < 1_000; round++) {
					assertThat(this.map.keySet().stream().sorted().toList()).doesNotContainNull();
					assertThat(this.map.values().stream().toList()).doesNotContainNull();
					assertThat(this.map.entrySet().parallelStream().toList()).doesNotContainNull();
				}
			}
			finally {
				reading.set(false);
			}
		});
	}

	@Test
	void nothingIsAddedThroughAView() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.map.keySet().add(1));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.map.values().add("1"));
		assertThat(this.map).hasSize(ENTRIES);
	}

	private static void removeOdd(Iterator<?> iterator) {
		for (int count = 0; iterator.hasNext(); count++) {
			iterator.next();
			if (count % 2 == 1) {
				iterator.remove();
			}
		}
	}

}
