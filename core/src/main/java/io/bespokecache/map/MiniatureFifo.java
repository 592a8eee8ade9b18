package io.bespokecache.map;

/**
 * A cache without values: what {@link FifoPolicy} would do with up to 255 entries and a
 * share of the small queue that does not adapt, to see what it hits. Not thread-safe.
 * <p>
 * Its decisions are those of the policy, and so are its stamps and ghosts. Since an entry
 * is a number below 256, it takes some 17 bytes, ghosts included.
 */
final class MiniatureFifo {

	/** An entry is a byte, and zero is none. */
	static final int MOST_ENTRIES = 255;

	private static final int SLOTS_AN_ENTRY = 2;

	private final int capacity;

	/** Shift from misses to the units of stamps. */
	private final int shift;

	/** Keys by entry. */
	private final int[] keys;

	private final byte[] uses;

	private final byte[] stamps;

	/** The entry that comes after one in its queue, or among those that are free. */
	private final byte[] next;

	/** Entries by their keys, with linear probing. */
	private final byte[] slots;

	private final GhostTable ghosts;

	private final GhostTable ghostsOfMain;

	private final Queue small = new Queue();

	private final Queue main = new Queue();

	/** First entry that is free; zero if none is. */
	private int free;

	private long misses;

	/** Misses when stamps were last renewed. */
	private long restamped;

	private double share;

	/**
	 * Makes an empty cache.
	 * @param capacity number of entries, from 1 to 255
	 * @param share share of the small queue
	 */
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

	/** Sets the share of the small queue; the queues follow with evictions. */
	void setShare(double share) {
		this.share = share;
	}

	/**
	 * A key is asked for, and comes if it is not there.
	 * @param key the key: any number, but evenly spread
	 * @return whether it was there
	 */
	boolean access(int key) {
		int slot = home(key);
		while (this.slots[slot] != 0) {
			int entry = entry(slot);
			if (this.keys[entry] == key) {
				if (this.uses[entry] < Node.MOST_USES) {
					this.uses[entry]++;
				}
				return true;
			}
			slot = after(slot);
		}
		miss(key);
		return false;
	}

	/** Whether a key is there, which does not count as a use. */
	boolean contains(int key) {
		int slot = home(key);
		while (this.slots[slot] != 0 && this.keys[entry(slot)] != key) {
			slot = after(slot);
		}
		return this.slots[slot] != 0;
	}

	private void miss(int key) {
		this.misses++;
		// As the policy does, once it has evicted something.
		if (this.misses > this.capacity + 1L && Stamp.isDue(this.misses - this.restamped, this.shift)) {
			restamp();
		}
		long returned = Math.min(this.ghosts.remove(hash(key), this.misses),
				this.ghostsOfMain.remove(hash(key), this.misses));
		if (this.free == 0) {
			evict();
		}
		int entry = insert(key);
		boolean back = returned != GhostTable.NEVER;
		if (back && isGateOpen(returned)) {
			this.main.add(entry, false);
		}
		else {
			this.uses[entry] = (byte) (back ? 1 : 0);
			this.small.add(entry, false);
		}
	}

	private boolean isGateOpen(long returned) {
		if (this.main.size == 0 || this.main.size < mainCapacity()) {
			return true;
		}
		int victim = this.main.first;
		return FifoPolicy.isGateOpen(returned, age(victim), Stamp.isProven(this.stamps[victim]));
	}

	private void evict() {
		boolean fromSmall = this.main.size == 0 || this.small.size >= smallCapacity();
		if (!fromSmall || !evictFromSmall()) {
			evictFromMain();
		}
	}

	private boolean evictFromSmall() {
		while (this.small.size > 0) {
			int entry = this.small.remove();
			int uses = this.uses[entry];
			boolean room = this.main.size < mainCapacity();
			if (uses >= FifoPolicy.FREQUENT || (uses > 0 && room)) {
				this.uses[entry] = 0;
				this.main.add(entry, false);
				if (!room && evictFromMain()) {
					return true;
				}
			}
			else {
				drop(entry, this.ghosts);
				return true;
			}
		}
		return false;
	}

	private boolean evictFromMain() {
		for (int chances = 0; this.main.size > 0; chances++) {
			int entry = this.main.remove();
			if (this.uses[entry] == 0 || chances >= FifoPolicy.MOST_CHANCES) {
				drop(entry, this.ghostsOfMain);
				return true;
			}
			this.uses[entry]--;
			this.main.add(entry, true);
		}
		return false;
	}

	private int insert(int key) {
		int entry = this.free;
		this.free = Byte.toUnsignedInt(this.next[entry]);
		this.keys[entry] = key;
		this.uses[entry] = 0;
		int slot = home(key);
		while (this.slots[slot] != 0) {
			slot = after(slot);
		}
		this.slots[slot] = (byte) entry;
		return entry;
	}

	/** Takes an entry out of the table, and moves others back over its slot. */
	private void drop(int entry, GhostTable ghosts) {
		int key = this.keys[entry];
		ghosts.add(hash(key), this.misses - age(entry), this.misses);
		int gap = home(key);
		while (entry(gap) != entry) {
			gap = after(gap);
		}
		for (int slot = after(gap); this.slots[slot] != 0; slot = after(slot)) {
			int home = home(this.keys[entry(slot)]);
			if (distance(home, slot) >= distance(gap, slot)) {
				this.slots[gap] = this.slots[slot];
				gap = slot;
			}
		}
		this.slots[gap] = 0;
		this.next[entry] = (byte) this.free;
		this.free = entry;
	}

	private int entry(int slot) {
		return Byte.toUnsignedInt(this.slots[slot]);
	}

	private int home(int key) {
		return (int) ((Integer.toUnsignedLong(key) * this.slots.length) >>> Integer.SIZE);
	}

	private int after(int slot) {
		return (slot + 1 == this.slots.length) ? 0 : slot + 1;
	}

	private int distance(int from, int to) {
		return (to >= from) ? to - from : to - from + this.slots.length;
	}

	/** The 24 bits that ghosts are known by. */
	private static int hash(int key) {
		return key >>> Byte.SIZE;
	}

	/** Misses since the stamp of an entry. */
	private long age(int entry) {
		return Stamp.age(this.stamps[entry], this.misses, this.shift);
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

	/** Entries in order, linked by {@link #next}. */
	private final class Queue {

		private int first;

		private int last;

		private int size;

		void add(int entry, boolean proven) {
			MiniatureFifo cache = MiniatureFifo.this;
			cache.stamps[entry] = (byte) Stamp.of(cache.misses, cache.shift, proven);
			if (this.size == 0) {
				this.first = entry;
			}
			else {
				cache.next[this.last] = (byte) entry;
			}
			this.last = entry;
			this.size++;
		}

		int remove() {
			int entry = this.first;
			this.first = Byte.toUnsignedInt(MiniatureFifo.this.next[entry]);
			this.size--;
			return entry;
		}

	}

}
