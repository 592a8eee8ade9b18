package io.bespokecache.map;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An iteration meets writers: it shows each key at most once, and every key that is
 * present throughout.
 * <p>
 * A writer overwrites the keys that stay, adds fresh ones, and removes doomed ones. No
 * key comes back after its removal, so that a key shown twice is a mistake.
 */
@EveryMap
class WeaklyConsistentIterationTests {

	private static final int STAYING = 300;

	private static final int ROUNDS = 3_000;

	private final CacheMap<Object, String> map;

	WeaklyConsistentIterationTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	@ParameterizedTest
	@EnumSource
	void keysAreShownOnceAndNoneIsMissed(KeyShape shape) {
		againstWriters(shape, (staying) -> {
			Set<Object> seen = new HashSet<>();
			for (Object key : this.map.keySet()) {
				assertThat(seen.add(key)).as("%s is shown once", key).isTrue();
			}
			assertThat(seen).containsAll(staying);
		});
	}

	@ParameterizedTest
	@EnumSource
	void entriesAreShownOnceWithAValueOfTheirKey(KeyShape shape) {
		againstWriters(shape, (staying) -> {
			Set<Object> seen = new HashSet<>();
			for (Map.Entry<Object, String> entry : this.map.entrySet()) {
				assertThat(seen.add(entry.getKey())).as("%s is shown once", entry.getKey()).isTrue();
				assertThat(entry.getValue()).startsWith(entry.getKey() + "#");
			}
			assertThat(seen).containsAll(staying);
		});
	}

	@ParameterizedTest
	@EnumSource
	void forEachShowsKeysOnceAndMissesNone(KeyShape shape) {
		againstWriters(shape, (staying) -> {
			Set<Object> seen = new HashSet<>();
			this.map.forEach((key, value) -> {
				assertThat(seen.add(key)).as("%s is shown once", key).isTrue();
				assertThat(value).startsWith(key + "#");
			});
			assertThat(seen).containsAll(staying);
		});
	}

	private void againstWriters(KeyShape shape, Consumer<Set<Object>> pass) {
		Set<Object> staying = new HashSet<>();
		for (int id = 0; id < STAYING; id++) {
			staying.add(shape.key(id));
			write(shape.key(id), 0);
		}
		int fresh = STAYING;
		int doomed = fresh + ROUNDS;
		for (int id = doomed; id < doomed + ROUNDS; id++) {
			write(shape.key(id), 0);
		}
		AtomicBoolean writing = new AtomicBoolean(true);
		Race.between(() -> {
			for (int round = 0; round < ROUNDS; round++) {
				write(shape.key(round % STAYING), round);
				write(shape.key(fresh + round), round);
				assertThat(this.map.remove(shape.key(doomed + round))).isNotNull();
				this.map.get(shape.key(fresh + round / 2));
			}
			writing.set(false);
		}, () -> {
			do {
				pass.accept(staying);
			}
			while (writing.get());
		});
		assertThat(this.map).hasSize(STAYING + ROUNDS);
	}

	private void write(Object key, int version) {
		this.map.put(key, key + "#" + version);
	}

}
