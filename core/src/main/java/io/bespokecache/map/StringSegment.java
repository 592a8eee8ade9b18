package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * A segment of short Latin-1 Strings, packed as {@link PackedString} does.
 */
final class StringSegment extends WordPairSegment {

	private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

	private static final int LATIN_1 = 0xFF;

	StringSegment(int depth, int spread, int slots) {
		super(depth, spread, slots);
	}

	@Override
	KeyKind kind() {
		return KeyKind.STRING;
	}

	@Override
	@Nullable Object get(Object key, int hash) {
		return (key instanceof String string) ? get(string, hash) : overflowing(key);
	}

	/**
	 * Packs a String as {@link PackedString} does, in one pass that also notes whether it
	 * can be packed.
	 */
	@SuppressWarnings("fallthrough") // a case adds its character to those of the cases
										// below
	@Nullable Object get(String string, int hash) {
		int state = startRead();
		int home = home(hash);
		// To pack a String takes about as long as these take to come from memory.
		Object atHome = ELEMENT.getVolatile(this.values, home);
		long lowAtHome = (long) WORD.getOpaque(this.words, 2 * home);
		long highAtHome = (long) WORD.getOpaque(this.words, 2 * home + 1);
		int length = string.length();
		if (length > PackedString.MAXIMUM_LENGTH) {
			return overflowing(string);
		}
		long low = 0;
		int any = 0;
		char character;
		switch (length) {
			default:
				character = string.charAt(7);
				any |= character;
				low = (long) character << 56;
				// fall through
			case 7:
				character = string.charAt(6);
				any |= character;
				low |= (long) character << 48;
				// fall through
			case 6:
				character = string.charAt(5);
				any |= character;
				low |= (long) character << 40;
				// fall through
			case 5:
				character = string.charAt(4);
				any |= character;
				low |= (long) character << 32;
				// fall through
			case 4:
				character = string.charAt(3);
				any |= character;
				low |= (long) character << 24;
				// fall through
			case 3:
				character = string.charAt(2);
				any |= character;
				low |= (long) character << 16;
				// fall through
			case 2:
				character = string.charAt(1);
				any |= character;
				low |= (long) character << 8;
				// fall through
			case 1:
				character = string.charAt(0);
				any |= character;
				low |= character;
				// fall through
			case 0:
		}
		long high = (long) length << 56;
		switch (length) {
			case 15:
				character = string.charAt(14);
				any |= character;
				high |= (long) character << 48;
				// fall through
			case 14:
				character = string.charAt(13);
				any |= character;
				high |= (long) character << 40;
				// fall through
			case 13:
				character = string.charAt(12);
				any |= character;
				high |= (long) character << 32;
				// fall through
			case 12:
				character = string.charAt(11);
				any |= character;
				high |= (long) character << 24;
				// fall through
			case 11:
				character = string.charAt(10);
				any |= character;
				high |= (long) character << 16;
				// fall through
			case 10:
				character = string.charAt(9);
				any |= character;
				high |= (long) character << 8;
				// fall through
			case 9:
				character = string.charAt(8);
				any |= character;
				high |= character;
				// fall through
			default:
		}
		if (any > LATIN_1) {
			return overflowing(string);
		}
		if (low == lowAtHome && high == highAtHome && atHome != null && !isStale(state)) {
			return atHome;
		}
		return get(string, low, high, hash);
	}

	@Override
	long first(Object key) {
		return PackedString.low((String) key);
	}

	@Override
	long second(Object key) {
		return PackedString.high((String) key);
	}

	@Override
	Object unpack(long first, long second) {
		return PackedString.unpack(first, second);
	}

	@Override
	int hashOf(long first, long second) {
		return KeyHash.ofHashCode(PackedString.hashCode(first, second));
	}

}
