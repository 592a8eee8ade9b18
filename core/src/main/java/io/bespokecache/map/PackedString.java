package io.bespokecache.map;

/**
 * A short Latin-1 String in two words: a byte a character, and the length in the highest
 * byte.
 *
 * <pre>
 *   low:   c7 c6 c5 c4 c3 c2 c1 c0
 *   high:  length c14 c13 c12 c11 c10 c9 c8
 * </pre>
 *
 * Written without loops, for the compiler makes a poor one of so few characters: each
 * case adds the character of its place and falls through to those before it.
 */
final class PackedString {

	/** Most characters that two words hold beside their number. */
	static final int MAXIMUM_LENGTH = 15;

	private static final int LATIN_1 = 0xFF;

	private static final int CHARACTERS_A_WORD = Long.BYTES;

	private static final int LENGTH_SHIFT = 56;

	private PackedString() {
	}

	/**
	 * Whether a String can be packed.
	 * @param string the String
	 * @return {@code true} if it is short enough and has no character beyond Latin-1
	 */
	static boolean isPackable(String string) {
		int length = string.length();
		if (length > MAXIMUM_LENGTH) {
			return false;
		}
		int any = 0;
		for (int i = 0; i < length; i++) {
			any |= string.charAt(i);
		}
		return any <= LATIN_1;
	}

	/**
	 * First word of a String.
	 * @param string a packable String
	 * @return its first eight characters
	 */
	@SuppressWarnings("fallthrough") // a case adds its character to those of the cases
										// below
	static long low(String string) {
		long word = 0;
		switch (string.length()) {
			default:
				word = (long) string.charAt(7) << 56;
				// fall through
			case 7:
				word |= (long) string.charAt(6) << 48;
				// fall through
			case 6:
				word |= (long) string.charAt(5) << 40;
				// fall through
			case 5:
				word |= (long) string.charAt(4) << 32;
				// fall through
			case 4:
				word |= (long) string.charAt(3) << 24;
				// fall through
			case 3:
				word |= (long) string.charAt(2) << 16;
				// fall through
			case 2:
				word |= (long) string.charAt(1) << 8;
				// fall through
			case 1:
				word |= string.charAt(0);
				// fall through
			case 0:
		}
		return word;
	}

	/**
	 * Second word of a String.
	 * @param string a packable String
	 * @return its other characters, and its length
	 */
	@SuppressWarnings("fallthrough") // a case adds its character to those of the cases
										// below
	static long high(String string) {
		int length = string.length();
		long word = (long) length << LENGTH_SHIFT;
		switch (length) {
			case 15:
				word |= (long) string.charAt(14) << 48;
				// fall through
			case 14:
				word |= (long) string.charAt(13) << 40;
				// fall through
			case 13:
				word |= (long) string.charAt(12) << 32;
				// fall through
			case 12:
				word |= (long) string.charAt(11) << 24;
				// fall through
			case 11:
				word |= (long) string.charAt(10) << 16;
				// fall through
			case 10:
				word |= (long) string.charAt(9) << 8;
				// fall through
			case 9:
				word |= string.charAt(8);
				// fall through
			default:
		}
		return word;
	}

	/**
	 * Hash code of a packed String: what {@link String#hashCode()} gives.
	 * @param low its first word
	 * @param high its second word
	 * @return the hash code
	 */
	static int hashCode(long low, long high) {
		int length = (int) (high >>> LENGTH_SHIFT);
		int hashCode = 0;
		for (int i = 0; i < length; i++) {
			hashCode = 31 * hashCode + character(low, high, i);
		}
		return hashCode;
	}

	/**
	 * The String again.
	 * @param low its first word
	 * @param high its second word
	 * @return an equal String
	 */
	static String unpack(long low, long high) {
		char[] characters = new char[(int) (high >>> LENGTH_SHIFT)];
		for (int i = 0; i < characters.length; i++) {
			characters[i] = (char) character(low, high, i);
		}
		return new String(characters);
	}

	private static int character(long low, long high, int index) {
		long word = (index < CHARACTERS_A_WORD) ? low : high;
		return (int) (word >>> (Byte.SIZE * index)) & LATIN_1;
	}

}
