package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * A segment of {@link Integer} keys.
 */
final class IntegerSegment extends WordSegment {

	IntegerSegment(int depth, int spread, int slots) {
		super(depth, spread, slots);
	}

	@Override
	KeyKind kind() {
		return KeyKind.INTEGER;
	}

	@Override
	@Nullable Object get(Object key, int hash) {
		return (key instanceof Integer number) ? get(key, number, hash) : overflowing(key);
	}

	@Override
	Object unpack(long word) {
		return (int) word;
	}

	@Override
	int hashOf(long word) {
		return KeyHash.ofHashCode((int) word);
	}

}
