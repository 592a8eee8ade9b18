package io.bespokecache.map;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only the table itself can show: its size, and where its bounds send keys.
 */
class CompactTableTests {

	/** With compressed references: a reference to a key, one to a value, a distance. */
	private static final int BYTES_A_SLOT = 9;

	@Test
	void takesAtMostSixteenBytesAnEntryAtOneHundredAndOneHundredAndFiftyThousand() {
		for (int entries : new int[] { 100_000, 150_000 }) {
			CompactTable grown = new CompactTable(0, CompactTable.WINDOW);
			for (int i = 0; i < entries; i++) {
				grown = put(grown, "key" + i, i);
			}
			assertThat(grown.size()).isEqualTo(entries);
			assertThat(grown.overflowed()).as("keys that need a node").isZero();
			assertThat((double) grown.capacity() * BYTES_A_SLOT / entries).isLessThan(15.9);
			assertThat(new CompactTable(entries, CompactTable.WINDOW).capacity()).isEqualTo(grown.capacity());
		}
	}

	@Test
	void isFullAtEightyFivePercent() {
		CompactTable table = new CompactTable(1_700, CompactTable.WINDOW);
		assertThat(table.capacity()).isEqualTo(2_048);
		int entries = 0;
		while (!table.isFull()) {
			table.add(entries, KeyHash.mixed(entries), entries);
			entries++;
		}
		assertThat(entries).isEqualTo(1_740);
		assertThat(table.larger().capacity()).isEqualTo(4_096);
	}

	@Test
	void keysOfOneHomeGoToTheOverflowAfterAFew() {
		CompactTable table = new CompactTable(100, CompactTable.WINDOW);
		for (int id = 0; id < CompactTable.NEIGHBOURS + 3; id++) {
			table = put(table, new HashedKey(id, 7), id);
		}
		assertThat(table.overflowed()).isEqualTo(3);
		for (int id = 0; id < CompactTable.NEIGHBOURS + 3; id++) {
			assertThat(remove(table, new HashedKey(id, 7))).isEqualTo(id);
		}
		assertThat(table.size()).isZero();
		assertThat(table.overflowed()).isZero();
	}

	@Test
	void keysFarFromTheirHomeGoToTheOverflow() {
		CompactTable narrow = new CompactTable(1_700, 2);
		for (int i = 0; i < 1_700; i++) {
			narrow.add(i, KeyHash.mixed(i), "value" + i);
		}
		assertThat(narrow.overflowed()).isBetween(1, 1_000);
		for (int i = 0; i < 1_700; i++) {
			assertThat(narrow.get(i, KeyHash.mixed(i))).isEqualTo("value" + i);
			assertThat(narrow.replace(i, KeyHash.mixed(i), "other")).isEqualTo("value" + i);
		}
		assertThat(narrow.size()).isEqualTo(1_700);
	}

	@Test
	void anInsertionThatWouldMoveTooManyKeysMovesNone() {
		for (int moves = CompactTable.MOVES; moves <= CompactTable.MOVES + 1; moves++) {
			CompactTable table = new CompactTable(10 * CompactTable.MOVES, CompactTable.WINDOW);
			for (int home = 0; home <= moves; home++) {
				table.add("at" + home, home, home);
			}
			table.add("moves all but the first", 0, "second");
			assertThat(table.overflowed()).isEqualTo(moves - CompactTable.MOVES);
			assertThat(table.get("moves all but the first", 0)).isEqualTo("second");
			for (int home = 0; home <= moves; home++) {
				assertThat(table.get("at" + home, home)).isEqualTo(home);
			}
		}
	}

	@Test
	void aRunThatGoesRoundTheEndOfTheArraysKeepsItsKeys() {
		CompactTable table = new CompactTable(6, CompactTable.WINDOW);
		for (long home = 5; home < 8; home++) {
			table.add("first" + home, home, home);
			table.add("second" + home, home, -home);
		}
		assertThat(table.overflowed()).isZero();
		for (long home = 5; home < 8; home++) {
			assertThat(table.remove("first" + home, home)).isEqualTo(home);
			assertThat(table.get("second" + home, home)).isEqualTo(-home);
		}
		assertThat(table.entries()).containsExactlyInAnyOrder("second5", -5L, "second6", -6L, "second7", -7L);
	}

	@Test
	void isMostlyEmptyWithFewerEntriesThanOneInEightSlots() {
		CompactTable table = new CompactTable(800, CompactTable.WINDOW);
		for (int i = 0; i < 128; i++) {
			assertThat(table.isMostlyEmpty()).as("with %s entries", i).isTrue();
			table.add(i, KeyHash.mixed(i), i);
		}
		assertThat(table.isMostlyEmpty()).isFalse();
		remove(table, 0);
		assertThat(table.isMostlyEmpty()).isTrue();
		CompactTable smaller = table.smaller(0);
		assertThat(smaller.capacity()).isEqualTo(512);
		assertThat(smaller.isMostlyEmpty()).as("room to shrink further").isFalse();
		assertThat(smaller.size()).isEqualTo(127);
	}

	@Test
	void doesWhatAHashMapDoesAtEveryLoadAndWindow() {
		for (int window : new int[] { 1, 2, 5, CompactTable.WINDOW }) {
			SplittableRandom random = new SplittableRandom(window);
			CompactTable table = new CompactTable(0, window);
			Map<Object, Object> expected = new HashMap<>();
			for (int step = 0; step < 60_000; step++) {
				// Homes of few slots make long runs, and the phases fill and empty them.
				int id = random.nextInt(600);
				HashedKey key = new HashedKey(id, id % 64);
				boolean filling = step / 3_000 % 2 == 0;
				if (random.nextInt(10) < (filling ? 7 : 3)) {
					assertThat(get(table, key)).isEqualTo(expected.get(key));
					table = put(table, key, step);
					expected.put(key, step);
				}
				else {
					assertThat(remove(table, key)).isEqualTo(expected.remove(key));
				}
				assertThat(table.size()).isEqualTo(expected.size());
			}
			Map<Object, Object> entries = new HashMap<>();
			Object[] copy = table.entries();
			for (int i = 0; i < copy.length; i += 2) {
				assertThat(entries.put(copy[i], copy[i + 1])).isNull();
			}
			assertThat(entries).isEqualTo(expected);
		}
	}

	private static CompactTable put(CompactTable table, Object key, Object value) {
		CompactTable current = table;
		if (current.replace(key, KeyHash.mixed(key), value) == null) {
			current = current.isFull() ? current.larger() : current;
			current.add(key, KeyHash.mixed(key), value);
		}
		return current;
	}

	private static @Nullable Object get(CompactTable table, Object key) {
		return table.get(key, KeyHash.mixed(key));
	}

	private static @Nullable Object remove(CompactTable table, Object key) {
		return table.remove(key, KeyHash.mixed(key));
	}

}
