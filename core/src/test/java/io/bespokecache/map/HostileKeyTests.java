package io.bespokecache.map;

import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that an attacker chose do not make a map slow: what is counted is comparisons of
 * keys, which no machine's speed changes.
 */
@EveryMap
class HostileKeyTests {

	private static final int KEYS = 20_000;

	/**
	 * A short probe and then a balanced tree of all keys need about 50 comparisons a
	 * look-up. A map of several levels makes several, and moves the keys that stay each
	 * time a quarter has been removed. A scan needs 10,000 on average.
	 */
	private static final long COMPARISONS_PER_OPERATION = 1_000;

	private final CacheMap<Object, Integer> map;

	private long comparisons;

	HostileKeyTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	@Test
	void comparableKeysOfOneHashCodeStayFast() {
		staysFast((id) -> new CountedKey(id, 42));
	}

	@Test
	void comparableKeysOfSixteenHashCodesStayFast() {
		staysFast((id) -> new CountedKey(id, id & 0xF));
	}

	@Test
	void keysWhoseHashCodesDifferInUpperBitsStayFast() {
		staysFast((id) -> new CountedKey(id, id << 16));
	}

	@Test
	void keysWhoseHashCodesAreMultiplesOfAPowerOfTwoStayFast() {
		staysFast((id) -> new CountedKey(id, id << 10));
	}

	@Test
	void keysOfOneHashCodeWithoutAnOrderStayCorrect() {
		int keys = 1_000;
		for (int id = 0; id < keys; id++) {
			assertThat(this.map.put(new UnorderedKey(id), id)).isNull();
		}
		for (int id = 0; id < keys; id++) {
			assertThat(this.map.get(new UnorderedKey(id))).isEqualTo(id);
			assertThat(this.map.get(new UnorderedKey(keys + id))).isNull();
		}
		for (int id = 0; id < keys; id += 2) {
			assertThat(this.map.remove(new UnorderedKey(id))).isEqualTo(id);
		}
		assertThat(this.map.keySet()).hasSize(keys / 2)
			.doesNotContain(new UnorderedKey(2))
			.contains(new UnorderedKey(3));
	}

	private void staysFast(IntFunction<Object> keys) {
		for (int id = 0; id < KEYS; id++) {
			assertThat(this.map.put(keys.apply(id), id)).isNull();
		}
		assertFew("insertions");
		for (int id = 0; id < KEYS; id++) {
			assertThat(this.map.get(keys.apply(id))).isEqualTo(id);
		}
		assertThat(this.comparisons).as("comparisons that are counted").isGreaterThanOrEqualTo(KEYS);
		assertFew("hits");
		for (int id = 0; id < KEYS; id++) {
			assertThat(this.map.get(keys.apply(KEYS + id))).isNull();
		}
		assertFew("misses");
		for (int id = 0; id < KEYS; id++) {
			assertThat(this.map.put(keys.apply(id), -id)).isEqualTo(id);
		}
		assertFew("overwrites");
		assertThat(this.map).hasSize(KEYS);
		for (int id = 0; id < KEYS; id++) {
			assertThat(this.map.remove(keys.apply(id))).isEqualTo(-id);
		}
		assertFew("removals");
		assertThat(this.map).isEmpty();
	}

	private void assertFew(String operations) {
		assertThat(this.comparisons).as("comparisons of %,d %s", KEYS, operations)
			.isLessThan(KEYS * COMPARISONS_PER_OPERATION);
		this.comparisons = 0;
	}

	/**
	 * A key that counts how often it is compared.
	 */
	private final class CountedKey implements Comparable<CountedKey> {

		private final int id;

		private final int hash;

		CountedKey(int id, int hash) {
			this.id = id;
			this.hash = hash;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			HostileKeyTests.this.comparisons++;
			return other instanceof CountedKey key && key.id == this.id;
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

		@Override
		public int compareTo(CountedKey other) {
			HostileKeyTests.this.comparisons++;
			return Integer.compare(this.id, other.id);
		}

	}

	/**
	 * A key that collides with every other and cannot be ordered.
	 *
	 * @param id what makes keys equal
	 */
	private record UnorderedKey(int id) {

		@Override
		public int hashCode() {
			return 42;
		}

	}

}
