package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * A segment of {@link Long} keys.
 */
final class LongSegment extends WordSegment {

	LongSegment(int depth, int spread, int slots) {
		super(depth, spread, slots);
	}

	@Override
	KeyKind kind() {
		return KeyKind.LONG;
	}

	@Override
	@Nullable Object get(Object key, int hash) {
		return (key instanceof Long number) ? get(key, number, hash) : overflowing(key);
	}

	@Override
	Object unpack(long word) {
		return word;
	}

	@Override
	int hashOf(long word) {
		return KeyHash.ofWord(word);
	}

}
