package io.bespokecache.map;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class PackedStringTests {

	@ParameterizedTest
	@MethodSource("packable")
	void aPackedStringIsUnpackedToAnEqualOne(String string) {
		PackedString packed = new PackedString(string);
		assertThat(packed.isPackable()).isTrue();
		assertThat(PackedString.unpack(packed.first, packed.second)).isEqualTo(string);
	}

	@ParameterizedTest
	@MethodSource("packable")
	void aPackedStringHasTheHashCodeOfTheString(String string) {
		PackedString packed = new PackedString(string);
		assertThat(PackedString.hashCode(packed.first, packed.second)).isEqualTo(string.hashCode());
	}

	@ParameterizedTest
	@MethodSource("packable")
	void leavesTheHighestBitsOfTheSecondWordFree(String string) {
		assertThat(new PackedString(string).second >>> PackedString.FREE_SHIFT).isZero();
	}

	@ParameterizedTest
	@MethodSource("packable")
	void aCharacterBeyondLatin1AtAnyPlaceKeepsAStringFromBeingPacked(String string) {
		for (int place = 0; place < string.length(); place++) {
			for (char beyond : new char[] { '\u0100', '\u0141', '\uFF41', '\uD83D' }) {
				String changed = string.substring(0, place) + beyond + string.substring(place + 1);
				assertThat(new PackedString(changed).isPackable()).as(changed).isFalse();
			}
		}
	}

	@Test
	void aStringOfSixteenCharactersIsNotPacked() {
		assertThat(new PackedString("0123456789abcdef").isPackable()).isFalse();
	}

	@Test
	void noTwoStringsHaveTheSameWords() {
		Map<Map.Entry<Long, Long>, String> strings = new HashMap<>();
		SplittableRandom random = new SplittableRandom(1);
		char[] alphabet = { '\0', '\1', 'a', '\u00FF' };
		for (int i = 0; i < 500_000; i++) {
			char[] characters = new char[random.nextInt(PackedString.MAXIMUM_LENGTH + 1)];
			for (int place = 0; place < characters.length; place++) {
				characters[place] = alphabet[random.nextInt(alphabet.length)];
			}
			String string = new String(characters);
			PackedString packed = new PackedString(string);
			String other = strings.putIfAbsent(Map.entry(packed.first, packed.second), string);
			if (other != null && !other.equals(string)) {
				assertThat(string).isEqualTo(other);
			}
		}
		assertThat(strings).hasSizeGreaterThan(200_000);
	}

	static Stream<String> packable() {
		String characters = "\u00FFb\0d\u0080f'h\u00E9j k\nm\u00FF";
		return Stream.iterate(0, (length) -> length <= PackedString.MAXIMUM_LENGTH, (length) -> length + 1)
			.flatMap((length) -> Stream.of(characters.substring(0, length), "a".repeat(length), "\0".repeat(length),
					"\u00FF".repeat(length)));
	}

}
