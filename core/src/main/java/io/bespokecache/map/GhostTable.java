package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What is remembered of keys that are gone: for each, 12 bits of its hash and a time, in
 * three bytes. A key goes to one of four places; the oldest there is forgotten. One key
 * in some thousand is taken for another. Guarded by the lock of a segment.
 * <p>
 * A time is a count of misses or of evictions in units of a part of the capacity, modulo
 * their range; a ghost that is older than a quarter of that range is forgotten when it is
 * met.
 */
final class GhostTable {

	/** Age of a key that is not known. */
	static final long NEVER = Long.MAX_VALUE;

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int WAYS = 4;

	private static final int BYTES = 3;

	/** The bits of an int that are those of a ghost. */
	private static final int GHOST = 0xFF_FFFF;

	private static final int TIME_BITS = 12;

	private static final int TIMES = (1 << TIME_BITS) - 1;

	/** Two capacities, where times count misses. */
	private static final int LONGEST = TIMES / 4;

	private static final int HASH_BITS = 24;

	private static final int PRINTS = (1 << 12) - 1;

	private static final int UNITS = 512;

	/** Ghosts, and a byte so that the last one can be read as a part of an int. */
	private final byte[] ghosts;

	private final int sets;

	private final int shift;

	/**
	 * Makes an empty table.
	 * @param ghosts how many to remember
	 * @param span the count by which times are to be told apart best
	 */
	GhostTable(int ghosts, int span) {
		this.sets = Math.max(1, (ghosts + WAYS - 1) / WAYS);
		this.ghosts = new byte[this.sets * WAYS * BYTES + 1];
		int shift = 0;
		while ((span >>> shift) > UNITS) {
			shift++;
		}
		this.shift = shift;
	}

	/**
	 * Remembers a key.
	 * @param hash 24 bits of its hash
	 * @param time a count, at a time of this key's
	 * @param now the count as of now
	 */
	void add(int hash, long time, long now) {
		int first = first(hash);
		int oldest = first;
		int greatest = -1;
		for (int way = first; way < first + WAYS; way++) {
			int ghost = ghost(way);
			int age = (ghost != 0) ? age(ghost, now) : Integer.MAX_VALUE;
			if (age > greatest) {
				greatest = age;
				oldest = way;
			}
		}
		set(oldest, (print(hash) << TIME_BITS) | units(time));
	}

	/**
	 * Forgets a key that has come back.
	 * @param hash 24 bits of its hash
	 * @param now the count as of now
	 * @return how far the count has come since the key's time; {@link #NEVER} if it is
	 * not known
	 */
	long remove(int hash, long now) {
		int first = first(hash);
		int print = print(hash);
		long found = NEVER;
		for (int way = first; way < first + WAYS; way++) {
			int ghost = ghost(way);
			if (ghost == 0) {
				continue;
			}
			int age = age(ghost, now);
			if (age > LONGEST) {
				set(way, 0);
			}
			else if (found == NEVER && (ghost >>> TIME_BITS) == print) {
				set(way, 0);
				found = (long) age << this.shift;
			}
		}
		return found;
	}

	private int ghost(int way) {
		return (int) INT.get(this.ghosts, way * BYTES) & GHOST;
	}

	private void set(int way, int ghost) {
		int next = (int) INT.get(this.ghosts, way * BYTES) & ~GHOST;
		INT.set(this.ghosts, way * BYTES, next | ghost);
	}

	private int age(int ghost, long now) {
		return (units(now) - ghost) & TIMES;
	}

	private int units(long count) {
		return (int) (count >>> this.shift) & TIMES;
	}

	private int first(int hash) {
		return (int) (((long) hash * this.sets) >>> HASH_BITS) * WAYS;
	}

	/** Never zero, so that a ghost is none either. */
	private static int print(int hash) {
		return Math.max(hash & PRINTS, 1);
	}

}
