package io.bespokecache.map;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What one thread sees of {@code merge} and the {@code compute} family.
 */
@EveryMap
class CacheMapComputeTests {

	private final CacheMap<String, String> map;

	private final AtomicInteger calls = new AtomicInteger();

	CacheMapComputeTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	@Test
	void computeIfAbsentStoresWhatItsFunctionAnswers() {
		assertThat(this.map.computeIfAbsent("a", (key) -> counted(key + 1))).isEqualTo("a1");
		assertThat(this.map.computeIfAbsent("a", (key) -> counted(key + 2))).isEqualTo("a1");
		assertThat(this.map).isEqualTo(Map.of("a", "a1"));
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void computeIfAbsentLeavesTheKeyAbsentWhenItsFunctionAnswersNull() {
		assertThat(this.map.computeIfAbsent("a", (key) -> null)).isNull();
		assertThat(this.map).isEmpty();
		assertThat(this.map.containsKey("a")).isFalse();
	}

	@Test
	void computeIfPresentReplacesAndRemoves() {
		assertThat(this.map.computeIfPresent("a", (key, value) -> counted("1"))).isNull();
		assertThat(this.calls).hasValue(0);
		this.map.put("a", "1");
		assertThat(this.map.computeIfPresent("a", (key, value) -> counted(key + value))).isEqualTo("a1");
		assertThat(this.map.get("a")).isEqualTo("a1");
		assertThat(this.map.computeIfPresent("a", (key, value) -> null)).isNull();
		assertThat(this.map).isEmpty();
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void computePutsReplacesAndRemoves() {
		assertThat(this.map.compute("a", (key, value) -> counted(key + value))).isEqualTo("anull");
		assertThat(this.map.compute("a", (key, value) -> counted(key + value))).isEqualTo("aanull");
		assertThat(this.map.get("a")).isEqualTo("aanull");
		assertThat(this.map.compute("a", (key, value) -> null)).isNull();
		assertThat(this.map).isEmpty();
		assertThat(this.map.compute("a", (key, value) -> null)).isNull();
		assertThat(this.map).isEmpty();
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void mergePutsCombinesAndRemoves() {
		assertThat(this.map.merge("a", "1", (former, value) -> counted(former + value))).isEqualTo("1");
		assertThat(this.calls).hasValue(0);
		assertThat(this.map.merge("a", "2", (former, value) -> counted(former + value))).isEqualTo("12");
		assertThat(this.map.get("a")).isEqualTo("12");
		assertThat(this.map.merge("a", "3", (former, value) -> null)).isNull();
		assertThat(this.map).isEmpty();
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void aFunctionThatThrowsChangesNothing() {
		this.map.put("a", "1");
		assertRefused(() -> this.map.computeIfAbsent("b", (key) -> refuse()));
		assertRefused(() -> this.map.computeIfPresent("a", (key, value) -> refuse()));
		assertRefused(() -> this.map.compute("a", (key, value) -> refuse()));
		assertRefused(() -> this.map.compute("b", (key, value) -> refuse()));
		assertRefused(() -> this.map.merge("a", "2", (former, value) -> refuse()));
		assertThat(this.map).isEqualTo(Map.of("a", "1")).hasSize(1);
		assertThat(this.map.put("b", "2")).isNull();
		assertThat(this.map.remove("a")).isEqualTo("1");
	}

	@ParameterizedTest
	@EnumSource
	void aRecursiveUpdateOfAnAbsentKeyIsRefused(RecursiveUpdate update) {
		this.map.put("b", "1");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.map.computeIfAbsent("a", (key) -> update.to(this.map, key)));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.map.compute("a", (key, value) -> update.to(this.map, key)));
		assertThat(this.map.containsKey("a")).isFalse();
		assertThat(this.map.put("a", "2")).isNull();
		assertThat(this.map).isEqualTo(Map.of("a", "2", "b", "1"));
	}

	@ParameterizedTest
	@EnumSource
	void aRecursiveUpdateOfAPresentKeyEndsAndLeavesAMapThatWorks(RecursiveUpdate update) {
		endsOrIsRefused(() -> this.map.compute("a", (key, value) -> update.to(this.map, key)));
		endsOrIsRefused(() -> this.map.computeIfPresent("a", (key, value) -> update.to(this.map, key)));
		endsOrIsRefused(() -> this.map.merge("a", "2", (former, value) -> update.to(this.map, "a")));
		assertThat(this.map.put("a", "3")).isIn("1", "recursive", "computed", null);
		assertThat(this.map.get("a")).isEqualTo("3");
		assertThat(this.map).hasSize(1);
		assertThat(this.map.remove("a")).isEqualTo("3");
		assertThat(this.map).isEmpty();
	}

	private void endsOrIsRefused(Race.Task task) {
		this.map.put("a", "1");
		Race.between(() -> {
			try {
				task.run();
			}
			catch (IllegalStateException ex) {
				this.calls.incrementAndGet();
			}
		});
	}

	private static void assertRefused(Runnable call) {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(call::run).withMessage("refused");
	}

	private static String refuse() {
		throw new UnsupportedOperationException("refused");
	}

	private String counted(String value) {
		this.calls.incrementAndGet();
		return value;
	}

	/**
	 * What a function does to the key that it computes, though it must not.
	 */
	enum RecursiveUpdate {

		PUT((map) -> map.put("a", "recursive")),

		PUT_IF_ABSENT((map) -> map.putIfAbsent("a", "recursive")),

		REMOVE((map) -> map.remove("a")),

		COMPUTE_IF_ABSENT((map) -> map.computeIfAbsent("a", (key) -> "recursive")),

		COMPUTE((map) -> map.compute("a", (key, value) -> "recursive")),

		MERGE((map) -> map.merge("a", "recursive", String::concat));

		@SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
		private final Consumer<CacheMap<String, String>> action;

		RecursiveUpdate(Consumer<CacheMap<String, String>> action) {
			this.action = action;
		}

		String to(CacheMap<String, String> map, String key) {
			assertThat(key).isEqualTo("a");
			this.action.accept(map);
			return "computed";
		}

	}

}
