package io.bespokecache.map;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only the table itself can show: where keys lie, and what is dead.
 */
class FlatTableTests {

	private final FlatTable table = new FlatTable(100, FlatTable.WINDOW);

	@Test
	void hasRoomForWhatWasAskedAndIsWornSoonAfter() {
		for (int i = 0; i < 100; i++) {
			put("key" + i, i);
			assertThat(this.table.isWorn()).as("with %s keys", i + 1).isFalse();
		}
		int room = 100;
		while (!this.table.isWorn()) {
			put("key" + room++, room);
		}
		assertThat(room).isEqualTo(this.table.capacity() / 8 * 5);
	}

	@Test
	void aRemovedKeyKeepsItsSlotWithoutItsValue() {
		put("key", 1);
		int slot = find("key");
		assertThat(this.table.remove("key", KeyHash.mixed("key"))).isEqualTo(1);
		assertThat(find("key")).isEqualTo(slot);
		assertThat(this.table.key(slot)).isEqualTo("key");
		assertThat(this.table.value(slot)).isNull();
		assertThat(this.table.live()).isZero();
	}

	@Test
	void onlyTheSameKeyRevivesASlot() {
		Object first = new HashedKey(1, 7);
		Object second = new HashedKey(2, 7);
		put(first, "a");
		int slot = find(first);
		this.table.remove(first, KeyHash.mixed(first));
		put(second, "b");
		assertThat(find(second)).isNotEqualTo(slot).isNotNegative();
		put(first, "c");
		assertThat(find(first)).isEqualTo(slot);
		assertThat(this.table.get(first, KeyHash.mixed(first))).isEqualTo("c");
		assertThat(this.table.live()).isEqualTo(2);
	}

	@Test
	void isWornWhenAQuarterOfItsSlotsAreDead() {
		int quarter = this.table.capacity() / 4;
		put("alive", true);
		for (int i = 0; i <= quarter; i++) {
			assertThat(this.table.isWorn()).as("with %s dead slots", i).isFalse();
			put("key" + i, i);
			this.table.remove("key" + i, KeyHash.mixed("key" + i));
		}
		assertThat(this.table.isWorn()).isTrue();
	}

	@Test
	void isWornWhenNothingIsAlive() {
		for (int i = 0; i < 5; i++) {
			put("key" + i, i);
		}
		for (int i = 0; i < 5; i++) {
			assertThat(this.table.isWorn()).as("with %s dead slots", i).isFalse();
			this.table.remove("key" + i, KeyHash.mixed("key" + i));
		}
		assertThat(this.table.isWorn()).isTrue();
	}

	@Test
	void keysThatCollideGoToTheOverflowAfterAFewComparisons() {
		for (int id = 0; id < FlatTable.MISMATCHES + 3; id++) {
			put(new HashedKey(id, 7), id);
		}
		assertThat(this.table.overflow()).containsOnlyKeys(new HashedKey(FlatTable.MISMATCHES, 7),
				new HashedKey(FlatTable.MISMATCHES + 1, 7), new HashedKey(FlatTable.MISMATCHES + 2, 7));
		assertThat(find(new HashedKey(FlatTable.MISMATCHES, 7))).isEqualTo(FlatTable.OVERFLOW);
		assertThat(this.table.live()).isEqualTo(FlatTable.MISMATCHES + 3);
	}

	@Test
	void keysWhoseWindowIsFullGoToTheOverflow() {
		FlatTable narrow = new FlatTable(100, 1);
		int room = 100;
		for (int i = 0; i < room; i++) {
			narrow.put(i, KeyHash.mixed(i), "value" + i);
		}
		assertThat(narrow.overflow()).isNotEmpty();
		for (int i = 0; i < room; i++) {
			assertThat(narrow.get(i, KeyHash.mixed(i))).isEqualTo("value" + i);
			assertThat(narrow.put(i, KeyHash.mixed(i), "other")).isEqualTo("value" + i);
		}
		assertThat(narrow.live()).isEqualTo(room);
	}

	@Test
	void aKeyRemovedFromTheOverflowKeepsItsPlaceWithoutItsValue() {
		HashedKey last = new HashedKey(FlatTable.MISMATCHES, 7);
		for (int id = 0; id <= FlatTable.MISMATCHES; id++) {
			put(new HashedKey(id, 7), id);
		}
		assertThat(this.table.remove(last, KeyHash.mixed(last))).isEqualTo(FlatTable.MISMATCHES);
		assertThat(this.table.overflow()).containsOnlyKeys(last);
		assertThat(this.table.overflow().values()).allMatch((value) -> FlatTable.alive(value) == null);
		assertThat(this.table.get(last, KeyHash.mixed(last))).isNull();
		assertThat(this.table.remove(last, KeyHash.mixed(last))).isNull();
		assertThat(this.table.put(last, KeyHash.mixed(last), "again")).isNull();
		assertThat(this.table.get(last, KeyHash.mixed(last))).isEqualTo("again");
		assertThat(this.table.live()).isEqualTo(FlatTable.MISMATCHES + 1);
	}

	@Test
	void aCopyHasTheLiveEntriesAndNothingElse() {
		for (int id = 0; id < 3 * FlatTable.MISMATCHES; id++) {
			put(new HashedKey(id, 7), id);
			put(id, id);
		}
		for (int id = 0; id < 3 * FlatTable.MISMATCHES; id += 2) {
			this.table.remove(new HashedKey(id, 7), KeyHash.mixed(new HashedKey(id, 7)));
			this.table.remove(id, KeyHash.mixed(id));
		}
		FlatTable copy = this.table.successor(this.table.live());
		copy.copyFrom(this.table);
		assertThat(copy.live()).isEqualTo(3 * FlatTable.MISMATCHES);
		Set<Object> keys = new HashSet<>(copy.overflow().keySet());
		for (int slot = 0; slot < copy.capacity(); slot++) {
			Object key = copy.key(slot);
			if (key != null) {
				keys.add(key);
			}
		}
		assertThat(keys).hasSize(3 * FlatTable.MISMATCHES).contains(1, new HashedKey(1, 7)).doesNotContain(2);
		assertThat(copy.get(new HashedKey(3, 7), KeyHash.mixed(new HashedKey(3, 7)))).isEqualTo(3);
	}

	@Test
	void hashesOfSequentialAndOfAlignedKeysSpreadOverSlotsAndTags() {
		for (int stride : new int[] { 1, 8, 1 << 10, 1 << 16, 1 << 24 }) {
			Set<Integer> slots = new HashSet<>();
			Set<Integer> tags = new HashSet<>();
			for (int i = 0; i < 256; i++) {
				long hash = KeyHash.mixed(i * stride);
				slots.add((int) hash & 255);
				tags.add((int) (hash >>> 49) & 127);
			}
			assertThat(slots).as("slots at stride %s", stride).hasSizeGreaterThan(100);
			assertThat(tags).as("tags at stride %s", stride).hasSizeGreaterThan(60);
		}
	}

	private void put(Object key, Object value) {
		this.table.put(key, KeyHash.mixed(key), value);
	}

	private int find(Object key) {
		return this.table.find(key, KeyHash.mixed(key));
	}

}
