package io.bespokecache.map;

/**
 * A short Latin-1 String in two words. Two Strings have the same words only if they are
 * equal.
 *
 * <pre>
 *   up to 3 characters:    first   0  0  0  0  0  0  0  0      second   n  0  0 c2  0 c1  0 c0
 *   4 to 7 characters:     first   0 c3  0 c2  0 c1  0 c0      second   n d3  0 d2  0 d1  0 d0
 *   8 to 12 characters:    first  c7 c3 c6 c2 c5 c1 c4 c0      second   n d3  0 d2  0 d1  0 d0
 *   13 to 15 characters:   first  c7 c3 c6 c2 c5 c1 c4 c0      second   n d3 c10 d2 c9 d1 c8 d0
 * </pre>
 *
 * where n is the number of characters, which leaves the highest four bits of the second
 * word free, and d0 to d3 are the last four characters, some of which may stand in the
 * words twice.
 * <p>
 * So all Strings of eight to twelve characters, say, are packed by the same instructions:
 * a processor that has to guess how long the next one is would often guess wrongly, and
 * only notice once the String has come from memory. Characters are gathered in lanes of
 * sixteen bits, by loops of a fixed number of turns, for which the compiler asks a String
 * once for its encoding and its bounds rather than at each character; and the upper
 * halves of the lanes tell at the end whether all characters are Latin-1.
 */
final class PackedString {

	/** Most characters that two words hold beside their number. */
	static final int MAXIMUM_LENGTH = 15;

	/** Where the bits of the second word begin that no String uses. */
	static final int FREE_SHIFT = 60;

	/** Second word of a String that cannot be packed; none that can be has it. */
	private static final long NOT_PACKABLE = 1;

	private static final int LENGTH_SHIFT = 56;

	private static final int LENGTH_MASK = 0xF;

	private static final int LANE = Character.SIZE;

	/** Characters of a word, in lanes of sixteen bits. */
	private static final int FOUR = 4;

	/** The halves of lanes that no Latin-1 character uses. */
	private static final long BEYOND_LATIN_1 = 0xFF00_FF00_FF00_FF00L;

	private static final int LATIN_1 = 0xFF;

	/** The first word. */
	final long first;

	/** The second word, whose highest four bits are zero. */
	final long second;

	/**
	 * Packs a String, if it {@link #isPackable() can be}.
	 * @param string the String
	 */
	PackedString(String string) {
		int length = string.length();
		long lower = 0;
		long upper = 0;
		long last = 0;
		long middle = 0;
		if (length > MAXIMUM_LENGTH) {
			last = BEYOND_LATIN_1;
		}
		else if (length >= 2 * FOUR) {
			lower = four(string, 0);
			upper = four(string, FOUR);
			last = four(string, length - FOUR);
			if (length > 3 * FOUR) {
				middle = three(string, 2 * FOUR);
			}
		}
		else if (length >= FOUR) {
			lower = four(string, 0);
			last = four(string, length - FOUR);
		}
		else {
			last = few(string, length);
		}
		this.first = lower | (upper << Byte.SIZE);
		this.second = (((lower | upper | last | middle) & BEYOND_LATIN_1) == 0)
				? last | (middle << Byte.SIZE) | ((long) length << LENGTH_SHIFT) : NOT_PACKABLE;
	}

	private static long four(String string, int from) {
		long lanes = 0;
		for (int i = 0; i < FOUR; i++) {
			lanes |= (long) string.charAt(from + i) << (LANE * i);
		}
		return lanes;
	}

	private static long three(String string, int from) {
		long lanes = 0;
		for (int i = 0; i < FOUR - 1; i++) {
			lanes |= (long) string.charAt(from + i) << (LANE * i);
		}
		return lanes;
	}

	private static long few(String string, int length) {
		long lanes = 0;
		for (int i = 0; i < length; i++) {
			lanes |= (long) string.charAt(i) << (LANE * i);
		}
		return lanes;
	}

	/**
	 * Whether the words stand for the String.
	 * @return {@code false} if it is too long or has a character beyond Latin-1; its
	 * second word is then that of no String that is packed
	 */
	boolean isPackable() {
		return this.second != NOT_PACKABLE;
	}

	/**
	 * Hash code of a packed String: what {@link String#hashCode()} gives.
	 * @param first its first word
	 * @param second its second word
	 * @return the hash code
	 */
	static int hashCode(long first, long second) {
		int length = length(second);
		int hashCode = 0;
		for (int i = 0; i < length; i++) {
			hashCode = 31 * hashCode + character(first, second, length, i);
		}
		return hashCode;
	}

	/**
	 * The String again.
	 * @param first its first word
	 * @param second its second word
	 * @return an equal String
	 */
	static String unpack(long first, long second) {
		char[] characters = new char[length(second)];
		for (int i = 0; i < characters.length; i++) {
			characters[i] = (char) character(first, second, characters.length, i);
		}
		return new String(characters);
	}

	private static int length(long second) {
		return (int) (second >>> LENGTH_SHIFT) & LENGTH_MASK;
	}

	private static int character(long first, long second, int length, int index) {
		long lanes;
		if (length < FOUR) {
			lanes = second >>> (LANE * index);
		}
		else if (index >= length - FOUR) {
			lanes = second >>> (LANE * (index - length + FOUR));
		}
		else if (index < FOUR) {
			lanes = first >>> (LANE * index);
		}
		else if (index < 2 * FOUR) {
			lanes = first >>> (LANE * (index - FOUR) + Byte.SIZE);
		}
		else {
			lanes = second >>> (LANE * (index - 2 * FOUR) + Byte.SIZE);
		}
		return (int) lanes & LATIN_1;
	}

}
