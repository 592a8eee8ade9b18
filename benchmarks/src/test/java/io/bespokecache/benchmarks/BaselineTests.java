package io.bespokecache.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

class BaselineTests {

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ANY, names = ".*HASH_MAP")
	void doesWhatAHashMapDoes(Implementation implementation) {
		Map<Object, Object> map = implementation.create(16);
		Map<Object, Object> expected = new HashMap<>();
		SplittableRandom random = new SplittableRandom(7);
		for (int i = 0; i < 50_000; i++) {
			Object key = "key-" + random.nextInt(200);
			switch (random.nextInt(8)) {
				case 0, 1, 2 -> assertThat(map.put(key, i)).isEqualTo(expected.put(key, i));
				case 3, 4 -> assertThat(map.remove(key)).isEqualTo(expected.remove(key));
				default -> assertThat(map.get(key)).isEqualTo(expected.get(key));
			}
		}
		assertThat(new HashMap<>(map)).isEqualTo(expected);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.MATCH_ANY, names = ".*HASH_MAP")
	void noWriteOfSeveralThreadsIsLost(Implementation implementation) throws InterruptedException {
		int threads = 3;
		int keys = 500;
		Map<Object, Object> map = implementation.create(16);
		List<Thread> started = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			int own = i * keys;
			Thread thread = new Thread(() -> {
				for (int key = own; key < own + keys; key++) {
					map.put(key, key);
				}
			});
			thread.start();
			started.add(thread);
		}
		for (Thread thread : started) {
			thread.join();
		}
		assertThat(map).hasSize(threads * keys).allSatisfy((key, value) -> assertThat(value).isEqualTo(key));
	}

	@Test
	void readingSeveralKeysFindsThoseThatAreThere() {
		ReadWriteLockHashMap<String, Integer> map = new ReadWriteLockHashMap<>(16);
		map.put("a", 1);
		map.put("b", 2);
		assertThat(map.getAll(List.of("a", "b", "c"))).containsOnly(Map.entry("a", 1), Map.entry("b", 2));
	}

	@Test
	void anIterationOverACopiedMapShowsNoLaterWrite() {
		CopyOnWriteHashMap<String, Integer> map = new CopyOnWriteHashMap<>();
		map.putAll(Map.of("a", 1, "b", 2));
		var entries = map.entrySet();
		map.put("c", 3);
		assertThat(entries).containsOnly(Map.entry("a", 1), Map.entry("b", 2));
	}

	@ParameterizedTest
	@EnumSource
	void everyImplementationIsFilledWithAllKeys(Implementation implementation) {
		Object[] keys = { 1L, "two", Keys.RECORD.key(3) };
		Map<Object, Object> map = implementation.create(keys.length);
		Filling.fill(map, keys, this);
		assertThat(map).containsOnlyKeys(keys);
	}

}
