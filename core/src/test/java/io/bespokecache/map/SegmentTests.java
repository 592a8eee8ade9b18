package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys that lie as far from home as a segment allows.
 */
class SegmentTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 8, 126, 127, 128, 129, 300 })
	void keysOfOneHomeFillTheWindowAndShiftBack(int slots) {
		ObjectSegment segment = new ObjectSegment(0, 0, slots);
		segment.open();
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
				assertThat(segment.get("key" + hash, hash)).isEqualTo(left.contains(hash) ? hash : null);
			}
			int hash = left.remove(left.size() - 1);
			assertThat(segment.remove("key" + hash, hash)).isEqualTo(hash);
		}
		assertThat(segment.live()).isZero();
	}

	@Test
	void stringsOfOneHashCodeAreFoundHoweverFarFromHomeAndShiftBack() {
		StringSegment segment = new StringSegment(0, 0, 100);
		segment.open();
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
				assertThat(segment.get(new String(string), hash)).isEqualTo(left.contains(string) ? string : null);
			}
			String string = left.remove(left.size() - 1);
			assertThat(segment.remove(string, hash)).isEqualTo(string);
		}
		assertThat(segment.displacement).isZero();
	}

	@Test
	void keysThatCannotBePackedAreFoundBesideTheEmptyString() {
		StringSegment segment = new StringSegment(0, 0, 16);
		segment.open();
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

}
