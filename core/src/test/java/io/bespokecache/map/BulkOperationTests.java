package io.bespokecache.map;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * What one thread sees of the operations on several keys.
 */
@EveryMap
class BulkOperationTests {

	private final CacheMap<String, Integer> map;

	BulkOperationTests(MapUnderTest subject) {
		this.map = subject.create();
		this.map.putAll(Map.of("a", 1, "b", 2, "c", 3));
	}

	@Test
	void getAllAnswersPresentKeysInTheOrderGiven() {
		assertThat(this.map.getAll(List.of("c", "x", "a", "c"))).containsExactly(Map.entry("c", 3), Map.entry("a", 1));
		assertThat(this.map.getAll(List.of())).isEmpty();
	}

	@Test
	void whatGetAllAnswersIsTheCallersOwn() {
		Map<String, Integer> found = this.map.getAll(List.of("a"));
		found.put("a", 7);
		this.map.put("a", 8);
		assertThat(found).containsExactly(Map.entry("a", 7));
		assertThat(this.map).containsEntry("a", 8);
	}

	@Test
	void removeAllCountsWhatItRemoves() {
		assertThat(this.map.removeAll(List.of("a", "x", "c", "a"))).isEqualTo(2);
		assertThat(this.map).isEqualTo(Map.of("b", 2));
	}

	@Test
	void removeIfTestsEachEntryOnce() {
		int[] tests = new int[1];
		assertThat(this.map.removeIf((key, value) -> {
			tests[0]++;
			return value > 1;
		})).isEqualTo(2);
		assertThat(tests[0]).isEqualTo(3);
		assertThat(this.map).isEqualTo(Map.of("a", 1));
	}

	@Test
	void aConditionThatThrowsLeavesAUsableMap() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.map.removeIf((key, value) -> {
			throw new IllegalArgumentException("a fault");
		}));
		assertThat(this.map.put("d", 4)).isNull();
		assertThat(this.map).hasSize(4);
	}

	@Test
	void aSnapshotStaysAsItWas() {
		Map<String, Integer> snapshot = this.map.snapshot();
		this.map.put("a", 10);
		this.map.remove("b");
		this.map.put("d", 4);
		assertThat(snapshot).isEqualTo(Map.of("a", 1, "b", 2, "c", 3));
		assertThat(snapshot.get("d")).isNull();
		assertThat(snapshot.containsKey("a")).isTrue();
		assertThat(snapshot).hasSize(3).hasSameHashCodeAs(Map.of("a", 1, "b", 2, "c", 3));
	}

	@Test
	void aSnapshotCannotBeChanged() {
		Map<String, Integer> snapshot = this.map.snapshot();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> snapshot.put("a", 1));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> snapshot.remove("a"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(snapshot::clear);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> snapshot.entrySet().iterator().next().setValue(1));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> {
			var keys = snapshot.keySet().iterator();
			keys.next();
			keys.remove();
		});
	}

	@Test
	void aSnapshotOfAnEmptyMapIsEmpty() {
		this.map.clear();
		assertThat(this.map.snapshot()).isEmpty();
	}

	@Test
	void nullIsRefused() {
		assertThatNullPointerException().isThrownBy(() -> this.map.getAll(Unchecked.nothing()));
		assertThatNullPointerException().isThrownBy(() -> this.map.getAll(Arrays.asList("a", Unchecked.nothing())));
		assertThatNullPointerException().isThrownBy(() -> this.map.removeAll(Unchecked.nothing()));
		assertThatNullPointerException().isThrownBy(() -> this.map.removeAll(Arrays.asList("a", Unchecked.nothing())));
		assertThatNullPointerException().isThrownBy(() -> this.map.removeIf(Unchecked.nothing()));
	}

}
