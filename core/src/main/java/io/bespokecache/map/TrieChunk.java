package io.bespokecache.map;

import java.util.Arrays;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A small hash table whose entries lie dense, in no order, so that a walk over them meets
 * no gap; and apart from them an index, whose slots are found by linear probing and name
 * the position of an entry.
 *
 * <pre>
 *   index:    [ 0 ][ h3 4 ][ h0 1 ][ 0 ] ...     22 bits of the hash, position + 1; 0 if free
 *   codes:    [ c0 ][ c1 ] ...                   the keys' own hash codes
 *   entries:  [ k0 v0 ][ k1 v1 ] ...
 * </pre>
 *
 * A key is compared only with those keys of which the index has the same bits of the
 * hash, as good as never with one of another hash code. Of keys with the same hash code a
 * table has few: those beyond are in {@code overflow}, where a key is looked for that the
 * table does not have. Hash codes are kept, so a split or a merge asks no key.
 */
final class TrieChunk extends TrieNode {

	private static final int MINIMUM_SLOTS = 4;

	/** Bits of a slot that name an entry. */
	private static final int POSITION = 0x3FF;

	/** Bits of a slot that are those of the hash. */
	private static final int TAG = ~POSITION;

	/** Entries that the index can name. */
	static final int MAXIMUM_SIZE = POSITION;

	/** How many leading bits of the hash all entries share. */
	final int depth;

	private int size;

	private int[] codes;

	private @Nullable Object[] entries;

	private int[] index;

	private @Nullable OverflowTree overflow;

	/**
	 * Whether {@code codes} and {@code index} belong to the chunk that this one was
	 * copied from.
	 */
	private boolean sharesLayout;

	private TrieChunk(long version, int depth, int size, int[] codes, @Nullable Object[] entries, int[] index,
			@Nullable OverflowTree overflow, boolean sharesLayout) {
		super(version);
		this.depth = depth;
		this.size = size;
		this.codes = codes;
		this.entries = entries;
		this.index = index;
		this.overflow = overflow;
		this.sharesLayout = sharesLayout;
	}

	/**
	 * Makes an empty chunk.
	 * @param version number of the draft that may write to it
	 * @param depth how many leading bits of the hash its entries will share
	 * @param room entries to have room for
	 */
	TrieChunk(long version, int depth, int room) {
		this(version, depth, 0, new int[room], new @Nullable Object[2 * room], new int[slots(room)], null, false);
	}

	/** At most half of the slots are used: a miss ends at the first free one. */
	private static int slots(int entries) {
		int slots = MINIMUM_SLOTS;
		while (slots < 2 * entries) {
			slots <<= 1;
		}
		return slots;
	}

	/**
	 * This chunk if a draft may write to it, else a copy with values of its own.
	 * @param version number of the draft
	 * @return a chunk whose values the draft may set
	 */
	TrieChunk withOwnValues(long version) {
		return (this.version == version) ? this : new TrieChunk(version, this.depth, this.size, this.codes,
				this.entries.clone(), this.index, this.overflow, true);
	}

	/**
	 * This chunk if a draft may write to it, else a copy.
	 * @param version number of the draft
	 * @param room entries that a copy has room for
	 * @return a chunk that the draft may write to
	 */
	TrieChunk ownedBy(long version, int room) {
		if (this.version == version) {
			if (this.sharesLayout) {
				this.codes = this.codes.clone();
				this.index = this.index.clone();
				this.sharesLayout = false;
			}
			return this;
		}
		int slots = slots(room);
		int[] index = (slots * 8 > this.index.length) ? this.index.clone() : index(slots);
		return new TrieChunk(version, this.depth, this.size, Arrays.copyOf(this.codes, room),
				Arrays.copyOf(this.entries, 2 * room), index, this.overflow, false);
	}

	/**
	 * Number of entries in the table, without those in the overflow.
	 * @return the number of entries
	 */
	int size() {
		return this.size;
	}

	@Override
	long entries() {
		return this.size + (long) OverflowTree.entries(this.overflow);
	}

	boolean hasOverflow() {
		return this.overflow != null;
	}

	@Nullable OverflowTree overflow() {
		return this.overflow;
	}

	void setOverflow(@Nullable OverflowTree overflow) {
		this.overflow = overflow;
	}

	/**
	 * Value of a key, in the table or in the overflow.
	 * @param key the key
	 * @param hash its hash
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable Object get(Object key, long hash) {
		int position = position(key, hash);
		if (position >= 0) {
			return this.entries[2 * position + 1];
		}
		if (this.overflow == null) {
			return null;
		}
		OverflowTree node = OverflowTree.find(this.overflow, key, hash);
		return (node != null) ? node.value(key) : null;
	}

	/**
	 * Position of a key in the table.
	 * @param key the key
	 * @param hash its hash
	 * @return the position, or -1 if the table has no such key
	 */
	int position(Object key, long hash) {
		int[] index = this.index;
		int mask = index.length - 1;
		int slot = (int) hash & mask;
		for (int found = index[slot]; found != 0; found = index[slot]) {
			if (((found ^ (int) hash) & TAG) == 0) {
				int position = (found & POSITION) - 1;
				if (same(key, this.entries[2 * position])) {
					return position;
				}
			}
			slot = (slot + 1) & mask;
		}
		return -1;
	}

	/**
	 * How many keys of the table a key of some hash would be compared with.
	 * @param hash the hash
	 * @return the number of keys
	 */
	int collisions(long hash) {
		int mask = this.index.length - 1;
		int collisions = 0;
		int slot = (int) hash & mask;
		for (int found = this.index[slot]; found != 0; found = this.index[slot]) {
			if (((found ^ (int) hash) & TAG) == 0) {
				collisions++;
			}
			slot = (slot + 1) & mask;
		}
		return collisions;
	}

	Object key(int position) {
		return present(this.entries[2 * position]);
	}

	Object value(int position) {
		return present(this.entries[2 * position + 1]);
	}

	/**
	 * Keys and values in turn, as many as the {@link #size}, then nothing.
	 * @return the array of this chunk, which the caller only reads
	 */
	@Nullable Object[] pairs() {
		return this.entries;
	}

	@SuppressWarnings("NullAway") // positions below the size have both
	private static Object present(@Nullable Object part) {
		return part;
	}

	/**
	 * Sets a value. This chunk has values of its own.
	 * @param position the position of its key
	 * @param value the value
	 */
	void setValue(int position, Object value) {
		this.entries[2 * position + 1] = value;
	}

	/**
	 * Adds a key that is not there. The draft owns this chunk.
	 * @param key the key
	 * @param code its hash code
	 * @param value the value
	 */
	void add(Object key, int code, Object value) {
		reserve(this.size + 1);
		this.entries[2 * this.size] = key;
		this.entries[2 * this.size + 1] = value;
		this.codes[this.size] = code;
		occupy(this.index, code, this.size);
		this.size++;
	}

	/** Whatever may fail for want of memory comes before the first change. */
	private void reserve(int size) {
		int room = (size <= this.codes.length) ? this.codes.length : size + size / 2;
		int[] codes = (room == this.codes.length) ? this.codes : Arrays.copyOf(this.codes, room);
		@Nullable Object[] entries = (codes == this.codes) ? this.entries : Arrays.copyOf(this.entries, 2 * room);
		int slots = slots(size);
		int[] index = (slots <= this.index.length) ? this.index : index(slots);
		this.codes = codes;
		this.entries = entries;
		this.index = index;
	}

	private int[] index(int slots) {
		int[] index = new int[slots];
		for (int position = 0; position < this.size; position++) {
			occupy(index, this.codes[position], position);
		}
		return index;
	}

	private static void occupy(int[] index, int code, int position) {
		int mask = index.length - 1;
		int hash = (int) KeyHash.mixed(code);
		int slot = hash & mask;
		while (index[slot] != 0) {
			slot = (slot + 1) & mask;
		}
		index[slot] = (hash & TAG) | (position + 1);
	}

	/**
	 * Removes an entry; the last one takes its position. The draft owns this chunk.
	 * @param position the position
	 */
	void remove(int position) {
		release(slotOf(position));
		int last = this.size - 1;
		if (position != last) {
			int slot = slotOf(last);
			this.index[slot] = (this.index[slot] & TAG) | (position + 1);
			this.codes[position] = this.codes[last];
			this.entries[2 * position] = this.entries[2 * last];
			this.entries[2 * position + 1] = this.entries[2 * last + 1];
		}
		this.entries[2 * last] = null;
		this.entries[2 * last + 1] = null;
		this.size = last;
	}

	private int slotOf(int position) {
		int mask = this.index.length - 1;
		int slot = (int) KeyHash.mixed(this.codes[position]) & mask;
		while ((this.index[slot] & POSITION) != position + 1) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	/**
	 * Frees a slot, and moves back those entries whose probes went past it.
	 */
	private void release(int slot) {
		int mask = this.index.length - 1;
		int free = slot;
		int next = (slot + 1) & mask;
		for (int found = this.index[next]; found != 0; found = this.index[next]) {
			int home = (int) KeyHash.mixed(this.codes[(found & POSITION) - 1]);
			if (((next - home) & mask) >= ((next - free) & mask)) {
				this.index[free] = found;
				free = next;
			}
			next = (next + 1) & mask;
		}
		this.index[free] = 0;
	}

	/**
	 * Half of this chunk: the entries whose next bit of the hash has a value. Compares no
	 * keys.
	 * @param version number of the draft
	 * @param set the value of the bit
	 * @return a chunk one bit deeper
	 */
	TrieChunk half(long version, boolean set) {
		long bit = 1L << (Long.SIZE - 1 - this.depth);
		int room = 0;
		for (int position = 0; position < this.size; position++) {
			room += (((KeyHash.mixed(this.codes[position]) & bit) != 0) == set) ? 1 : 0;
		}
		// One more for the insertion that the split is for.
		TrieChunk half = new TrieChunk(version, this.depth + 1, room + 1);
		for (int position = 0; position < this.size; position++) {
			if (((KeyHash.mixed(this.codes[position]) & bit) != 0) == set) {
				half.add(key(position), this.codes[position], value(position));
			}
		}
		half.overflow = OverflowTree.part(this.overflow, bit, set);
		return half;
	}

	/**
	 * Adds the entries of another chunk, which has no hash code in common with this one
	 * and no overflow if this one has. The draft owns this chunk. Compares no keys.
	 * @param other the other chunk
	 */
	void addAll(TrieChunk other) {
		for (int position = 0; position < other.size; position++) {
			add(other.key(position), other.codes[position], other.value(position));
		}
		if (other.overflow != null) {
			this.overflow = other.overflow;
		}
	}

	@Override
	void forEach(BiConsumer<Object, Object> action) {
		for (int position = 0; position < this.size; position++) {
			action.accept(key(position), value(position));
		}
		if (this.overflow != null) {
			this.overflow.forEach(action);
		}
	}

	private static boolean same(Object key, @Nullable Object candidate) {
		// A call to equals is compiled from the types that were seen in its place. Here,
		// apart from all other types, it is known to be a string's.
		return key == candidate || ((key instanceof String string) ? string.equals(candidate) : key.equals(candidate));
	}

}
