package io.bespokecache.map;

/**
 * A cache that holds no values: what {@link FifoPolicy} would do with up to 255 entries,
 * to see how many hits that has. It takes some 17 bytes an entry, ghosts included, since
 * entries are numbers below 256. Not thread-safe.
 * <p>
 * Decisions are those of the policy, stamps and ghosts of which are rounded the same way.
 * What it does not know of are entries that somebody removes.
 */
final class MiniatureFifo {

	/** An entry is a byte, and zero is none. */
	static final int MOST_ENTRIES = 255;

	private static final int SLOTS_AN_ENTRY = 2;

	/** Shift from a key to the 24 bits that ghosts are known by. */
	private static final int HASH_SHIFT = 8;

	private final int capacity;

	/** Shift from misses to the units of stamps. */
	private final int shift;

	/** Keys by entry. */
	private final int[] keys;

	private final byte[] uses;

	private final byte[] stamps;

	/** The entry that comes after one in its queue, or in the list of those not used. */
	private final byte[] next;

	/** Entries by a hash of their keys, with linear probing. */
	private final byte[] slots;

	private final GhostTable ghosts;

	private final GhostTable ghostsOfMain;

	private int smallFirst;

	private int smallLast;

	private int smallSize;

	private int mainFirst;

	private int mainLast;

	private int mainSize;

	/** First entry that is not used. */
	private int free;

	private long misses;

	private long restamped;

	private double share;

	MiniatureFifo(int capacity, double share) {
		this.capacity = capacity;
		this.share = share;
		this.shift = Stamp.shift(capacity);
		this.keys = new int[capacity + 1];
		this.uses = new byte[capacity + 1];
		this.stamps = new byte[capacity + 1];
		this.next = new byte[capacity + 1];
		this.slots = new byte[SLOTS_AN_ENTRY * capacity + 1];
		for (int entry = 1; entry < capacity; entry++) {
			this.next[entry] = (byte) (entry + 1);
		}
		this.free = 1;
		this.ghosts = new GhostTable(FifoPolicy.ghosts(capacity), capacity);
		this.ghostsOfMain = new GhostTable(FifoPolicy.recent(capacity), capacity);
	}

	int capacity() {
		return this.capacity;
	}

	double share() {
		return this.share;
	}

	void setShare(double share) {
		this.share = share;
	}

	int size() {
		return this.smallSize + this.mainSize;
	}

	boolean access(int key) {
		int slot = home(key);
		int entry = this.slots[slot] & 0xFF;
		while (entry != 0) {
			if (this.keys[entry] == key) {
				if (this.uses[entry] < Node.MOST_USES) {
					this.uses[entry]++;
				}
				return true;
			}
			slot = after(slot);
			entry = this.slots[slot] & 0xFF;
		}
		miss(key);
		return false;
	}

	private void miss(int key) {
		this.misses++;
		if (Stamp.isDue(this.misses - this.restamped, this.shift)) {
			restamp();
		}
		int hash = key >>> HASH_SHIFT;
		long returned = this.ghosts.remove(hash, this.misses);
		long returnedToMain = this.ghostsOfMain.remove(hash, this.misses);
		if (returnedToMain != GhostTable.NEVER) {
			returned = Math.min(returned, returnedToMain);
		}
		if (this.free == 0) {
			evict();
		}
		int entry = this.free;
		this.free = this.next[entry] & 0xFF;
		this.keys[entry] = key;
		this.uses[entry] = 0;
		insert(entry, key);
		if (returned == GhostTable.NEVER) {
			addToSmall(entry);
		}
		else if (isGateOpen(returned)) {
			addToMain(entry, false);
		}
		else {
			this.uses[entry] = 1;
			addToSmall(entry);
		}
	}

	private boolean isGateOpen(long returned) {
		return this.mainSize == 0 || this.mainSize < mainCapacity() || FifoPolicy.isGateOpen(returned,
				age(this.stamps[this.mainFirst]), Stamp.isProven(this.stamps[this.mainFirst]));
	}

	private void evict() {
		if ((this.mainSize != 0 && this.smallSize < smallCapacity()) || !evictFromSmall()) {
			evictFromMain();
		}
	}

	private boolean evictFromSmall() {
		while (this.smallSize > 0) {
			int entry = this.smallFirst;
			this.smallFirst = this.next[entry] & 0xFF;
			this.smallSize--;
			boolean room = this.mainSize < mainCapacity();
			if (this.uses[entry] >= FifoPolicy.FREQUENT || (this.uses[entry] > 0 && room)) {
				this.uses[entry] = 0;
				addToMain(entry, false);
				if (!room && evictFromMain()) {
					return true;
				}
			}
			else {
				int hash = this.keys[entry] >>> HASH_SHIFT;
				this.ghosts.add(hash, this.misses - age(this.stamps[entry]), this.misses);
				drop(entry);
				return true;
			}
		}
		return false;
	}

	private boolean evictFromMain() {
		for (int chances = 0; this.mainSize > 0; chances++) {
			int entry = this.mainFirst;
			this.mainFirst = this.next[entry] & 0xFF;
			this.mainSize--;
			if (this.uses[entry] == 0 || chances >= FifoPolicy.MOST_CHANCES) {
				this.ghostsOfMain.add(this.keys[entry] >>> HASH_SHIFT, this.misses - age(this.stamps[entry]),
						this.misses);
				drop(entry);
				return true;
			}
			this.uses[entry]--;
			addToMain(entry, true);
		}
		return false;
	}

	private void addToSmall(int entry) {
		this.stamps[entry] = stamp(false);
		if (this.smallSize++ == 0) {
			this.smallFirst = entry;
		}
		else {
			this.next[this.smallLast] = (byte) entry;
		}
		this.smallLast = entry;
	}

	private void addToMain(int entry, boolean proven) {
		this.stamps[entry] = stamp(proven);
		if (this.mainSize++ == 0) {
			this.mainFirst = entry;
		}
		else {
			this.next[this.mainLast] = (byte) entry;
		}
		this.mainLast = entry;
	}

	private void drop(int entry) {
		int slot = home(this.keys[entry]);
		while ((this.slots[slot] & 0xFF) != entry) {
			slot = after(slot);
		}
		// Others move back, as in NodeTable.
		int gap = slot;
		slot = after(slot);
		while (this.slots[slot] != 0) {
			int home = home(this.keys[this.slots[slot] & 0xFF]);
			if (distance(home, slot) >= distance(gap, slot)) {
				this.slots[gap] = this.slots[slot];
				gap = slot;
			}
			slot = after(slot);
		}
		this.slots[gap] = 0;
		this.next[entry] = (byte) this.free;
		this.free = entry;
	}

	private void insert(int entry, int key) {
		int slot = home(key);
		while (this.slots[slot] != 0) {
			slot = after(slot);
		}
		this.slots[slot] = (byte) entry;
	}

	private int distance(int from, int to) {
		return (to >= from) ? to - from : to - from + this.slots.length;
	}

	private int home(int key) {
		return (int) (((key & 0xFFFF_FFFFL) * this.slots.length) >>> Integer.SIZE);
	}

	private int after(int slot) {
		return (slot + 1 == this.slots.length) ? 0 : slot + 1;
	}

	private byte stamp(boolean proven) {
		return (byte) Stamp.of(this.misses, this.shift, proven);
	}

	private long age(byte stamp) {
		return Stamp.age(stamp, this.misses, this.shift);
	}

	private void restamp() {
		for (int entry = 1; entry <= this.capacity; entry++) {
			this.stamps[entry] = (byte) Stamp.renewed(this.stamps[entry], this.misses, this.shift, this.shift);
		}
		this.restamped = this.misses;
	}

	private int smallCapacity() {
		return Math.max(1, (int) (this.share * this.capacity));
	}

	private int mainCapacity() {
		return this.capacity - smallCapacity();
	}

}
