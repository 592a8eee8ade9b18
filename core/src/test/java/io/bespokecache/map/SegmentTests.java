package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that lie as far from home as a segment allows.
 */
class SegmentTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 8, 126, 127, 128, 129, 300 })
	void keysOfOneHomeFillTheWindowAndComeBackToTheirSlots(int slots) {
		ObjectSegment segment = new ObjectSegment(0, 0, slots);
		// One home near the end, so that keys go on at the front, and a tag for each.
		int last = -1 << 10;
		List<Integer> hashes = new ArrayList<>();
		for (int i = 0; i < Math.min(slots, Segment.WINDOW); i++) {
			hashes.add(last | (i << 1) | 1);
		}
		for (int hash : hashes) {
			assertThat(segment.insert("key" + hash, hash, hash)).isNotEqualTo(Segment.ABSENT);
			segment.addLive(1);
		}
		assertThat(segment.insert("one more", last | (200 << 1) | 1, 0)).isEqualTo(Segment.ABSENT);
		Random random = new Random(1);
		List<Integer> left = new ArrayList<>(hashes);
		Collections.shuffle(left, random);
		while (!left.isEmpty()) {
			for (int hash : hashes) {
				assertThat(segment.get("key" + hash, hash)).isEqualTo(left.contains(hash) ? hash : Segment.DEAD);
			}
			int hash = left.remove(left.size() - 1);
			assertThat(segment.remove("key" + hash, hash)).isEqualTo(hash);
		}
		assertThat(segment.live()).isZero();
		assertThat(segment.used()).isEqualTo(hashes.size());
		for (int hash : hashes) {
			assertThat(segment.replace("key" + hash, hash, -hash)).isEqualTo(Segment.DEAD);
			segment.revived();
			assertThat(segment.get("key" + hash, hash)).isEqualTo(-hash);
		}
		assertThat(segment.live()).isEqualTo(segment.used()).isEqualTo(hashes.size());
	}

	@Test
	void stringsOfOneHashCodeAreFoundHoweverFarFromHome() {
		StringSegment segment = new StringSegment(0, 0, 100);
		List<String> strings = new ArrayList<>();
		for (int id = 0; id < 90; id++) {
			StringBuilder string = new StringBuilder();
			for (int bit = 0; bit < 7; bit++) {
				string.append(((id >>> bit & 1) == 0) ? "Aa" : "BB");
			}
			strings.add(string.toString());
		}
		int hash = KeyHash.of(strings.get(0));
		for (String string : strings) {
			assertThat(KeyHash.of(string)).isEqualTo(hash);
			segment.add(string, hash, string);
		}
		List<String> left = new ArrayList<>(strings);
		Collections.shuffle(left, new Random(1));
		while (!left.isEmpty()) {
			for (String string : strings) {
				assertThat(segment.get(new String(string), hash))
					.isEqualTo(left.contains(string) ? string : Segment.DEAD);
			}
			String string = left.remove(left.size() - 1);
			assertThat(segment.remove(string, hash)).isEqualTo(string);
		}
		assertThat(segment.dead).isEqualTo(strings.size());
	}

	@Test
	void keysThatCannotBePackedAreFoundBesideTheEmptyString() {
		StringSegment segment = new StringSegment(0, 0, 16);
		int hash = KeyHash.of("");
		segment.add("", hash, "empty");
		segment.add("\u0141", hash, "beyond Latin-1");
		segment.add("a String of more than fifteen", hash, "long");
		assertThat(segment.get("", hash)).isEqualTo("empty");
		assertThat(segment.get("\u0141", hash)).isEqualTo("beyond Latin-1");
		assertThat(segment.get("\u0142", hash)).isNull();
		assertThat(segment.get("a String of more than fifteen", hash)).isEqualTo("long");
		assertThat(segment.remove("\u0141", hash)).isEqualTo("beyond Latin-1");
		assertThat(segment.get("\u0141", hash)).isNull();
	}

	@ParameterizedTest
	@EnumSource(KeyKind.class)
	void aCopyOfTheSameShapeHasTheLiveEntriesAndNoOther(KeyKind kind) {
		Segment segment = SegmentTable.create(kind, 3, 1, 192);
		Map<Object, Object> live = new HashMap<>();
		for (int id = 0; id < 120; id++) {
			Object key = key(kind, id);
			segment.add(key, KeyHash.of(key), id);
			live.put(key, id);
		}
		segment.addBeyond("beyond", "beyond");
		for (int id = 0; id < 120; id += 3) {
			Object key = key(kind, id);
			assertThat(segment.remove(key, KeyHash.of(key))).isEqualTo(id);
			assertThat(segment.remove(key, KeyHash.of(key))).isNull();
			live.remove(key);
		}
		Segment copy = SegmentTable.create(kind, 3, 1, 192);
		segment.moveTo(copy);
		for (int id = 0; id < 120; id++) {
			Object key = key(kind, id);
			assertThat(copy.get(key, KeyHash.of(key))).isEqualTo(live.get(key));
			int slot = copy.find(key, KeyHash.of(key));
			assertThat(slot != Segment.ABSENT).isEqualTo(live.containsKey(key));
		}
		assertThat(copy.get("beyond", KeyHash.of("beyond"))).isEqualTo("beyond");
		assertThat(copy.live()).isEqualTo(live.size() + 1);
		assertThat(copy.dead).isZero();
		assertThat(copy.displacement).isEqualTo(IntStream.range(0, copy.slots)
			.filter((slot) -> !copy.isFree(slot))
			.map((slot) -> Math.floorMod(slot - copy.home(copy.hash(slot)), copy.slots))
			.sum());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3 })
	void aCopyOfTheSameShapeLosesNoKeyThatFindsNoSlotInItsOrder(int beyond) {
		ObjectSegment segment = new ObjectSegment(0, 0, 300);
		Map<String, Integer> hashes = new HashMap<>();
		// A home whose keys go on at the front, and behind them those of another.
		for (int i = 0; i < Segment.WINDOW; i++) {
			int hash = hashOfHome(200) | (i << 1) | 1;
			hashes.put("front" + i, hash);
			segment.add("front" + i, hash, i);
		}
		for (int i = 0; i < 10; i++) {
			int hash = hashOfHome(20) | (i << 1) | 1;
			hashes.put("behind" + i, hash);
			segment.add("behind" + i, hash, i);
		}
		assertThat(segment.overflow()).isNull();
		for (int i = 0; i < beyond; i++) {
			hashes.put("beyond" + i, hashOfHome(100) | 1);
			segment.addBeyond("beyond" + i, i);
		}
		ObjectSegment copy = new ObjectSegment(0, 0, 300);
		segment.moveTo(copy);
		assertThat(copy.overflow()).isNotNull().hasSizeGreaterThan(beyond);
		hashes.forEach((key, hash) -> assertThat(copy.get(key, hash)).as(key).isEqualTo(segment.get(key, hash)));
		assertThat(copy.live()).isEqualTo(hashes.size());
	}

	/** A hash of a home, of 300, whose lower ten bits are free. */
	private static int hashOfHome(int home) {
		return (int) (((home + 1L) << Integer.SIZE) / 300 - (1 << 12)) & -(1 << 10);
	}

	private static Object key(KeyKind kind, int id) {
		return switch (kind) {
			case OBJECT -> List.of(id, "of no kind");
			case LONG -> (long) id * id;
			case INTEGER -> id;
			case UUID -> new UUID(id, ~id);
			case STRING -> "key" + id;
		};
	}

}
