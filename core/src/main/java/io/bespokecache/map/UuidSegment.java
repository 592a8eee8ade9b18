package io.bespokecache.map;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A segment of {@link UUID} keys.
 */
final class UuidSegment extends WordPairSegment {

	UuidSegment(int depth, int spread, int slots) {
		super(depth, spread, slots);
	}

	@Override
	KeyKind kind() {
		return KeyKind.UUID;
	}

	@Override
	@Nullable Object get(Object key, int hash) {
		return (key instanceof UUID uuid)
				? get(key, uuid.getMostSignificantBits(), uuid.getLeastSignificantBits(), hash) : overflowing(key);
	}

	@Override
	int find(Object key, int hash) {
		return (key instanceof UUID uuid) ? find(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits(), hash)
				: ABSENT;
	}

	@Override
	int insert(Object key, int hash, Object value) {
		return (key instanceof UUID uuid)
				? insert(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits(), hash, value) : ABSENT;
	}

	@Override
	Object unpack(long first, long second) {
		return new UUID(first, second);
	}

	@Override
	int hashOf(long first, long second) {
		return KeyHash.ofWords(first, second);
	}

}
