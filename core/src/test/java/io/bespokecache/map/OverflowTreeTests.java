package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OverflowTreeTests {

	private static final int KEYS = 5_000;

	private @Nullable OverflowTree tree;

	@Test
	void theEmptyTreeHasNothing() {
		assertThat(get("a")).isNull();
		assertThat(OverflowTree.entries(this.tree)).isZero();
		assertThat(OverflowTree.height(this.tree)).isZero();
		assertThat(OverflowTree.without(this.tree, "a", 1)).isNull();
		assertThat(OverflowTree.part(this.tree, 1, true)).isNull();
	}

	@Test
	void keysOfOneHashThatComeInOrderMakeABalancedTree() {
		for (int id = 0; id < KEYS; id++) {
			put(new HashedKey(id, 42), id);
		}
		assertThat(OverflowTree.entries(this.tree)).isEqualTo(KEYS);
		assertThat(OverflowTree.height(this.tree)).isLessThanOrEqualTo(18);
		for (int id = 0; id < KEYS; id++) {
			assertThat(get(new HashedKey(id, 42))).isEqualTo(id);
			assertThat(get(new HashedKey(KEYS + id, 42))).isNull();
		}
	}

	@Test
	void removalsKeepTheTreeBalanced() {
		List<Integer> ids = new ArrayList<>();
		for (int id = 0; id < KEYS; id++) {
			put(new HashedKey(id, 42), id);
			ids.add(id);
		}
		Collections.shuffle(ids, new Random(1));
		for (int id : ids.subList(0, KEYS - 100)) {
			remove(new HashedKey(id, 42));
			assertThat(get(new HashedKey(id, 42))).isNull();
		}
		assertThat(OverflowTree.entries(this.tree)).isEqualTo(100);
		assertThat(OverflowTree.height(this.tree)).isLessThanOrEqualTo(9);
		for (int id : ids.subList(KEYS - 100, KEYS)) {
			assertThat(get(new HashedKey(id, 42))).isEqualTo(id);
		}
	}

	@Test
	void aChangeLeavesTheFormerTreeAsItWas() {
		List<@Nullable OverflowTree> trees = new ArrayList<>();
		List<Map<Object, Object>> contents = new ArrayList<>();
		Random random = new Random(2);
		for (int step = 0; step < 500; step++) {
			trees.add(this.tree);
			contents.add(contents());
			HashedKey key = new HashedKey(random.nextInt(100), random.nextInt(3));
			if (random.nextBoolean()) {
				put(key, step);
			}
			else {
				remove(key);
			}
		}
		for (int step = 0; step < trees.size(); step++) {
			this.tree = trees.get(step);
			assertThat(contents()).isEqualTo(contents.get(step)).hasSize(OverflowTree.entries(this.tree));
		}
	}

	@Test
	void keysWithAndWithoutAnOrderLiveSideBySide() {
		Map<Object, Object> oracle = new HashMap<>();
		Random random = new Random(3);
		for (int step = 0; step < 20_000; step++) {
			int id = random.nextInt(60);
			Object key = switch (random.nextInt(4)) {
				case 0 -> new HashedKey(id, 7);
				case 1 -> new Unordered(id);
				case 2 -> new OtherOrdered(id);
				default -> new HashedKey(id, id % 3);
			};
			if (random.nextInt(3) > 0) {
				assertThat(put(key, step)).isEqualTo(oracle.put(key, step));
			}
			else {
				assertThat(remove(key)).isEqualTo(oracle.remove(key));
			}
			assertThat(OverflowTree.entries(this.tree)).isEqualTo(oracle.size());
		}
		assertThat(contents()).isEqualTo(oracle);
	}

	@Test
	void keysThatCompareAsEqualButAreNotShareAPlace() {
		for (int id = 0; id < 50; id++) {
			put(new Rounded(id), id);
		}
		assertThat(OverflowTree.height(this.tree)).isLessThanOrEqualTo(4);
		for (int id = 0; id < 50; id++) {
			assertThat(get(new Rounded(id))).isEqualTo(id);
			assertThat(put(new Rounded(id), -id)).isEqualTo(id);
		}
		for (int id = 0; id < 50; id++) {
			assertThat(remove(new Rounded(id))).isEqualTo(-id);
		}
		assertThat(this.tree).isNull();
	}

	@Test
	void keysOfDifferentClassesThatAreEqualAreOneKey() {
		for (int id = 0; id < 100; id++) {
			put(new Base(id), id);
		}
		for (int id = 0; id < 100; id++) {
			assertThat(get(new Derived(id))).isEqualTo(id);
			assertThat(put(new Derived(id), -id)).isEqualTo(id);
			assertThat(get(new Base(id))).isEqualTo(-id);
		}
		assertThat(OverflowTree.entries(this.tree)).isEqualTo(100);
		put(new Derived(100), 100);
		assertThat(get(new Base(100))).isEqualTo(100);
		assertThat(remove(new Base(100))).isEqualTo(100);
		for (int id = 0; id < 100; id++) {
			assertThat(remove(new Derived(id))).isEqualTo(-id);
		}
		assertThat(this.tree).isNull();
	}

	@Test
	void theKeyThatWasPutFirstStays() {
		Object first = new HashedKey(1, 7);
		put(first, "a");
		put(new HashedKey(1, 7), "b");
		assertThat(contents().keySet().iterator().next()).isSameAs(first);
	}

	@Test
	void partsByABitOfTheHashHaveAllEntries() {
		for (int id = 0; id < 200; id++) {
			put(new HashedKey(id, id % 20), id);
		}
		Map<Object, Object> whole = contents();
		long bit = 1L << 63;
		OverflowTree low = OverflowTree.part(this.tree, bit, false);
		OverflowTree high = OverflowTree.part(this.tree, bit, true);
		assertThat(OverflowTree.entries(low)).isPositive();
		assertThat(OverflowTree.entries(low) + OverflowTree.entries(high)).isEqualTo(200);
		assertThat(OverflowTree.height(low)).isLessThanOrEqualTo(9);
		for (int id = 0; id < 200; id++) {
			HashedKey key = new HashedKey(id, id % 20);
			this.tree = ((KeyHash.mixed(key) & bit) != 0) ? high : low;
			assertThat(get(key)).isEqualTo(whole.get(key));
		}
	}

	@Test
	void aPartThatIsTheWholeIsShared() {
		put(new HashedKey(1, 42), 1);
		put(new HashedKey(2, 42), 2);
		long bit = Long.lowestOneBit(KeyHash.mixed(42));
		assertThat(OverflowTree.part(this.tree, bit, true)).isSameAs(this.tree);
		assertThat(OverflowTree.part(this.tree, bit, false)).isNull();
	}

	private @Nullable Object get(Object key) {
		OverflowTree node = OverflowTree.find(this.tree, key, KeyHash.mixed(key));
		return (node != null) ? node.value(key) : null;
	}

	private @Nullable Object put(Object key, Object value) {
		long hash = KeyHash.mixed(key);
		OverflowTree node = OverflowTree.find(this.tree, key, hash);
		Object before = (node != null) ? node.value(key) : null;
		this.tree = OverflowTree.with(this.tree, (node != null) ? node.key(key) : key, hash, value);
		return before;
	}

	private @Nullable Object remove(Object key) {
		long hash = KeyHash.mixed(key);
		OverflowTree node = OverflowTree.find(this.tree, key, hash);
		if (node == null) {
			return null;
		}
		Object before = node.value(key);
		this.tree = OverflowTree.without(this.tree, node.key(key), hash);
		return before;
	}

	private Map<Object, Object> contents() {
		Map<Object, Object> contents = new HashMap<>();
		if (this.tree != null) {
			this.tree.forEach((key, value) -> assertThat(contents.put(key, value)).isNull());
		}
		return contents;
	}

	/**
	 * A key without an order.
	 *
	 * @param id what makes keys equal
	 */
	private record Unordered(int id) {

		@Override
		public int hashCode() {
			return 7;
		}

	}

	/**
	 * A key of another class that has an order.
	 *
	 * @param id what makes keys equal, and orders them
	 */
	private record OtherOrdered(int id) implements Comparable<OtherOrdered> {

		@Override
		public int hashCode() {
			return 7;
		}

		@Override
		public int compareTo(OtherOrdered other) {
			return Integer.compare(this.id, other.id);
		}

	}

	/**
	 * A key whose order does not tell all keys apart.
	 *
	 * @param id what makes keys equal
	 */
	private record Rounded(int id) implements Comparable<Rounded> {

		@Override
		public int hashCode() {
			return 7;
		}

		@Override
		public int compareTo(Rounded other) {
			return Integer.compare(this.id / 10, other.id / 10);
		}

	}

	/**
	 * A key that may be equal to one of a subclass, which has no order of its own.
	 */
	private static class Base implements Comparable<Base> {

		private final int id;

		Base(int id) {
			this.id = id;
		}

		@Override
		public final boolean equals(@Nullable Object other) {
			return other instanceof Base base && base.id == this.id;
		}

		@Override
		public final int hashCode() {
			return 7;
		}

		@Override
		public final int compareTo(Base other) {
			return Integer.compare(this.id, other.id);
		}

	}

	private static final class Derived extends Base {

		Derived(int id) {
			super(id);
		}

	}

}
