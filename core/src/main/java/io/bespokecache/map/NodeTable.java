package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * A hash table of entries with linear probing. Beside each slot is a tag, so that neither
 * a look-up nor a removal looks at entries that have nothing to do with it, each of which
 * is a cache miss in a large table.
 *
 * <pre>
 *   tag:   hash (4 bits), distance from home + 1, at most 15 (4 bits); zero where a slot is free
 * </pre>
 *
 * Changed under the lock of a {@link NodeSegment}, which says what those who read without
 * it may rely on. The tag of a slot follows its entry, and is the first to go.
 */
final class NodeTable {

	private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Node[].class);

	private static final VarHandle TAG = MethodHandles.arrayElementVarHandle(byte[].class);

	private static final int LEAST_SLOTS = 8;

	/** More would not be told apart by 16 bits of a hash. */
	private static final int MOST_SLOTS = 1 << 16;

	/** Entries up to which memory is spent on shorter probes. */
	private static final int FEW_ENTRIES = 1024;

	/** Slots for each of few entries, so that most lie at home. */
	private static final long SLOTS_OF_FEW = 4;

	/** Slots for a number of entries. */
	private static final int SLOTS = 13;

	/** The number of entries. */
	private static final int ENTRIES_OF_SLOTS = 10;

	/** A part of the largest table stays free, so that every search in it ends. */
	private static final int SLOTS_A_FREE_ONE = 8;

	/** The bits of a tag that tell the distance, and the greatest that they tell. */
	private static final int DISTANCE = 0xF;

	private static final int DISTANCE_BITS = 4;

	private final @Nullable Node[] slots;

	private final byte[] tags;

	/** Slots that a look-up goes through. */
	private final int window;

	/** Entries from which on the table is to be replaced by a larger one. */
	private final int limit;

	/** Entries that have a slot. */
	private int entries;

	/**
	 * Makes an empty table.
	 * @param entries how many entries to make it for
	 * @param window slots that a look-up goes through
	 */
	NodeTable(int entries, int window) {
		long wanted = (entries <= FEW_ENTRIES) ? SLOTS_OF_FEW * entries + 1
				: (long) entries * SLOTS / ENTRIES_OF_SLOTS + 1;
		int length = (int) Math.min(Math.max(wanted, LEAST_SLOTS), MOST_SLOTS);
		this.slots = new @Nullable Node[length];
		this.tags = new byte[length];
		this.window = window;
		this.limit = (wanted > MOST_SLOTS) ? Integer.MAX_VALUE
				: (int) Math.max(entries, (long) length * ENTRIES_OF_SLOTS / SLOTS);
	}

	/** Whether the table should be replaced by a larger one before an entry is added. */
	boolean isFull() {
		return this.entries >= this.limit;
	}

	/** Number of entries that have a slot. */
	int entries() {
		return this.entries;
	}

	int length() {
		return this.slots.length;
	}

	/** Entry in a slot as of now. */
	@Nullable Node entry(int slot) {
		return (Node) SLOT.getVolatile(this.slots, slot);
	}

	private int home(short tag) {
		return (Short.toUnsignedInt(tag) * this.slots.length) >>> Short.SIZE;
	}

	private int after(int slot) {
		return (slot + 1 == this.slots.length) ? 0 : slot + 1;
	}

	private static boolean same(Object key, @Nullable Object stored) {
		if (key == stored) {
			return true;
		}
		if (stored == null) {
			return false;
		}
		return ((key instanceof String string) ? string.equals(stored) : key.equals(stored))
				|| (stored instanceof WeakKey weak && weak.standsFor(key));
	}

	private static int tagAtHome(int hash) {
		return ((hash & DISTANCE) << DISTANCE_BITS) | 1;
	}

	/** Tag of the same entry one slot further from its home. */
	private static int further(int tag) {
		return ((tag & DISTANCE) == DISTANCE) ? tag : tag + 1;
	}

	/**
	 * Entry of a String that is at home, where most are in a small table.
	 * @param key the key
	 * @param hash 24 bits of its hash
	 * @return the entry, or {@code null} if it is not there, or not at home
	 */
	@Nullable Node findAtHome(String key, int hash) {
		int slot = home((short) (hash >>> Byte.SIZE));
		// A tag that comes late makes a miss, which is looked at again.
		if ((byte) TAG.getOpaque(this.tags, slot) == (byte) tagAtHome(hash)) {
			Node entry = (Node) SLOT.getVolatile(this.slots, slot);
			if (entry != null && key.equals(entry.key())) {
				return entry;
			}
		}
		return null;
	}

	/**
	 * Entry of a key. Takes no lock.
	 * @param key the key
	 * @param hash 24 bits of its hash
	 * @return the entry, or {@code null} if none was met
	 */
	@Nullable Node find(Object key, int hash) {
		@Nullable Node[] slots = this.slots;
		byte[] tags = this.tags;
		short upper = (short) (hash >>> Byte.SIZE);
		int slot = home(upper);
		int expected = tagAtHome(hash);
		for (int step = 0; step < this.window; step++) {
			byte tag = (byte) TAG.getVolatile(tags, slot);
			if (tag == (byte) expected) {
				Node entry = (Node) SLOT.getVolatile(slots, slot);
				if (entry != null && entry.tag == upper && same(key, entry.key())) {
					return entry;
				}
			}
			if (tag == 0) {
				return null;
			}
			expected = further(expected);
			slot = after(slot);
		}
		return null;
	}

	/**
	 * Adds an entry.
	 * @return {@code false} if it has no slot
	 */
	boolean insert(Node entry) {
		if (this.entries > this.slots.length - this.slots.length / SLOTS_A_FREE_ONE) {
			return false;
		}
		int slot = home(entry.tag);
		int tag = tagAtHome(entry.hash());
		for (int step = 0; step < this.window; step++) {
			if (this.tags[slot] == 0) {
				SLOT.setRelease(this.slots, slot, entry);
				TAG.setRelease(this.tags, slot, (byte) tag);
				this.entries++;
				return true;
			}
			tag = further(tag);
			slot = after(slot);
		}
		return false;
	}

	/**
	 * Slot of an entry.
	 * @return the slot, or -1 if it has none
	 */
	int slotOf(Node entry) {
		int slot = home(entry.tag);
		for (int step = 0; step < this.window && this.tags[slot] != 0; step++) {
			if (this.slots[slot] == entry) {
				return slot;
			}
			slot = after(slot);
		}
		return -1;
	}

	/**
	 * Takes the entry of a slot away, and moves others back over it, each as far as its
	 * home lets it go [Knuth, volume 3, 6.4, algorithm R]. One that moves is in both
	 * slots for a while.
	 */
	void remove(int gap) {
		this.entries--;
		int free = gap;
		int slot = after(gap);
		while (this.tags[slot] != 0) {
			int tag = Byte.toUnsignedInt(this.tags[slot]);
			int distance = distance(slot, tag);
			// How far it would be from its home in the free slot.
			int moved = distance - (slot - free + ((slot < free) ? this.slots.length : 0));
			if (moved >= 0) {
				SLOT.setRelease(this.slots, free, this.slots[slot]);
				TAG.setRelease(this.tags, free, (byte) ((tag & ~DISTANCE) | Math.min(moved + 1, DISTANCE)));
				free = slot;
			}
			slot = after(slot);
		}
		TAG.setRelease(this.tags, free, (byte) 0);
		SLOT.setRelease(this.slots, free, null);
	}

	/** How far the entry of a slot is from its home. */
	private int distance(int slot, int tag) {
		if ((tag & DISTANCE) < DISTANCE) {
			return (tag & DISTANCE) - 1;
		}
		Node entry = this.slots[slot];
		if (entry == null) {
			throw new IllegalStateException("A slot is free that should not be");
		}
		int distance = slot - home(entry.tag);
		return (distance < 0) ? distance + this.slots.length : distance;
	}

}
