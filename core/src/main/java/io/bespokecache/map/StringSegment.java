package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * A segment of short Latin-1 Strings, packed as {@link PackedString} does.
 * <p>
 * The bits of a second word that no String uses tell how many slots its key lies behind
 * its home, or that there are {@value #FAR} or more: so no String is hashed again where a
 * segment is replaced by one of the same shape.
 */
final class StringSegment extends WordPairSegment {

	private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

	/** Distances from home from which a key tells no more than that it is so far. */
	private static final int FAR = 15;

	private static final long DISTANCE = (long) FAR << PackedString.FREE_SHIFT;

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

	/** Value of a String, found without a lock. */
	@Nullable Object get(String key, int hash) {
		int home = home(hash);
		// To pack a String takes about as long as these take to come from memory.
		Object value = ELEMENT.getVolatile(this.values, home);
		long first = (long) WORD.getOpaque(this.words, 2 * home);
		long second = (long) WORD.getOpaque(this.words, 2 * home + 1);
		PackedString packed = new PackedString(key);
		if (first == packed.first && second == packed.second && value != null) {
			return value;
		}
		return search(key, packed.first, packed.second, hash);
	}

	@Override
	int find(Object key, int hash) {
		if (!(key instanceof String string)) {
			return ABSENT;
		}
		PackedString packed = new PackedString(string);
		return packed.isPackable() ? find(packed.first, packed.second, hash) : ABSENT;
	}

	@Override
	int insert(Object key, int hash, Object value) {
		if (!(key instanceof String string)) {
			return ABSENT;
		}
		PackedString packed = new PackedString(string);
		return packed.isPackable() ? insert(packed.first, packed.second, hash, value) : ABSENT;
	}

	@Override
	long behindHome(long second, int distance) {
		return second | ((long) Math.min(distance, FAR) << PackedString.FREE_SHIFT);
	}

	@Override
	long atHome(long second) {
		return second & ~DISTANCE;
	}

	@Override
	int homeOf(int slot) {
		int distance = (int) (this.words[2 * slot + 1] >>> PackedString.FREE_SHIFT);
		if (distance == FAR) {
			return super.homeOf(slot);
		}
		return (slot >= distance) ? slot - distance : slot - distance + this.slots;
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
