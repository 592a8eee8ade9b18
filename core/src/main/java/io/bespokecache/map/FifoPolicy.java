package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * Decides which entry of a {@link NodeSegment} to evict: S3-FIFO [1] with a lap gate and
 * a small share that adapts. Guarded by the segment's lock, save that readers count the
 * uses of an entry.
 *
 * <pre>
 *                     known, and the gate is open
 *            +------------------------------------------+
 *   new key -+                                          v      used: once more
 *            +-> small -- used twice, or once and -> main --+-------------+
 *                  |      main has room               ^      |             |
 *                  |                                  +------|-------------+
 *                  v not used                                v not used
 *               ghosts                                    ghosts of main
 * </pre>
 *
 * A key that comes back while it is remembered goes to the main queue only if the time
 * between its two comings, counted in misses, is shorter than the time for which the next
 * victim of the main queue has not been used. So keys that return in a loop longer than
 * the cache do not push each other through the main queue: some of them stay there, and
 * are hit. That is the measure of LIRS [2], taken only when something is evicted.
 * <p>
 * The small queue's share grows when a key comes back right after the small queue has
 * dropped it, and shrinks when one does that the main queue has dropped.
 * <p>
 * [1] Yang, Zhang, Qiu, Yue, Rashmi, <i>FIFO Queues Are All You Need for Cache
 * Eviction</i>, SOSP 2023. [2] Jiang, Zhang, <i>LIRS</i>, SIGMETRICS 2002.
 */
final class FifoPolicy extends EvictionPolicy {

	private static final double FIRST_SHARE = 0.1;

	private static final double LEAST_SHARE = 0.02;

	private static final double GREATEST_SHARE = 0.9;

	/** Growth of the small queue, in entries, for a key that was dropped too early. */
	private static final double GROWTH = 0.5;

	/** Loss of the small queue, in entries, for one that the main queue has dropped. */
	private static final double LOSS = 1;

	/** What part of the capacity lies within what was evicted just now. */
	private static final int RECENT = 40;

	private static final int LEAST_RECENT = 8;

	/** How much sooner than a victim that has proven itself a key has to come back. */
	private static final double GATE_OF_PROVEN = 0.6;

	/** Uses for which an entry leaves the small queue for the main queue in any case. */
	private static final int FREQUENT = 2;

	/**
	 * Entries that an eviction gives another chance; the next one goes whatever its uses.
	 */
	private static final int MOST_CHANCES = 256;

	/** Bits of a stamp: units of misses, modulo their range. */
	private static final int STAMPS = (1 << 7) - 1;

	private static final int UNITS = 32;

	private static final int GHOSTS = 5;

	private static final int ENTRIES_OF_GHOSTS = 2;

	/** Dead entries that are let be. */
	private static final int FEW_DEAD = 16;

	/** Part of the queues that may be dead beside them. */
	private static final int DEAD_SHARE = 4;

	private final FifoQueue small;

	private final FifoQueue main;

	/** What the small queue has dropped, and when it came; {@code null} at first. */
	private @Nullable GhostTable ghosts;

	/** What the small queue has dropped just now. */
	private @Nullable GhostTable dropped;

	/** What the main queue has dropped just now, and when it came. */
	private @Nullable GhostTable ghostsOfMain;

	/** Entries that the segment is to have; zero until something is evicted. */
	private int capacity;

	/** Shift from misses to the units of stamps. */
	private int shift;

	private long misses;

	/** Entries that the small queue has dropped. */
	private long drops;

	/** Misses when stamps were last looked through. */
	private long restamped;

	private double share = FIRST_SHARE;

	/** Dead entries in the queues. */
	private int dead;

	/**
	 * When the key that comes now came before, in misses ago; {@link GhostTable#NEVER} if
	 * never.
	 */
	private long returned = GhostTable.NEVER;

	/**
	 * Makes a policy that has nothing to decide on.
	 * @param capacity as {@link #setCapacity}; zero to set it later
	 */
	FifoPolicy(int capacity) {
		this.small = new FifoQueue();
		this.main = new FifoQueue();
		this.capacity = capacity;
		this.shift = shift(capacity);
	}

	/**
	 * Sets for how many entries to decide, which forgets what was evicted.
	 * @param capacity number of entries, 1 or more
	 */
	@Override
	void setCapacity(int capacity) {
		int former = this.shift;
		this.capacity = capacity;
		this.shift = shift(capacity);
		this.ghosts = null;
		this.dropped = null;
		this.ghostsOfMain = null;
		restamp(former);
	}

	/**
	 * A unit is the least power of two of which no more than so many make up the
	 * capacity.
	 */
	private static int shift(int capacity) {
		int shift = 0;
		while ((capacity >>> shift) > UNITS) {
			shift++;
		}
		return shift;
	}

	@Override
	int capacity() {
		return this.capacity;
	}

	/**
	 * A key comes that is not in the segment. Comes before the evictions that make room
	 * for it and before {@link #add}.
	 * @param hash 24 bits of its hash
	 */
	@Override
	void missed(int hash) {
		this.misses++;
		this.returned = GhostTable.NEVER;
		if (this.ghosts == null || this.dropped == null || this.ghostsOfMain == null) {
			// Nothing has been evicted, and no stamp is looked at before.
			return;
		}
		if (this.misses - this.restamped > ((long) STAMPS / 4) << this.shift) {
			restamp(this.shift);
		}
		this.returned = this.ghosts.remove(hash, this.misses);
		if (this.returned != GhostTable.NEVER && this.dropped.remove(hash, this.drops) <= recent()) {
			this.share = Math.min(GREATEST_SHARE, this.share + GROWTH / this.capacity);
		}
		long returnedToMain = this.ghostsOfMain.remove(hash, this.misses);
		if (returnedToMain != GhostTable.NEVER) {
			this.returned = Math.min(this.returned, returnedToMain);
			this.share = Math.max(LEAST_SHARE, this.share - LOSS / this.capacity);
		}
	}

	/** Adds the entry of the key that has come. */
	@Override
	void add(Node entry) {
		if (this.returned == GhostTable.NEVER) {
			this.small.add(entry, stamp(false));
		}
		else if (isGateOpen()) {
			this.main.add(entry, stamp(false));
		}
		else {
			entry.setUses(1);
			this.small.add(entry, stamp(false));
		}
	}

	private boolean isGateOpen() {
		dropDead(this.main);
		if (this.main.size() == 0 || this.main.size() < mainCapacity()) {
			return true;
		}
		int stamp = this.main.firstStamp();
		double gate = isProven(stamp) ? GATE_OF_PROVEN : 1;
		return this.returned <= gate * age(stamp);
	}

	/**
	 * Takes the next victim out of the queues.
	 * @return the entry to evict, or {@code null} if there is none
	 */
	@Override
	@Nullable Node evict() {
		if (this.ghosts == null) {
			this.ghosts = new GhostTable((int) ((long) GHOSTS * this.capacity / ENTRIES_OF_GHOSTS), this.capacity);
			this.dropped = new GhostTable(recent(), recent());
			this.ghostsOfMain = new GhostTable(recent(), this.capacity);
		}
		dropDead(this.small);
		dropDead(this.main);
		if (this.main.size() == 0 || this.small.size() >= smallCapacity()) {
			Node victim = evictFromSmall();
			if (victim != null) {
				return victim;
			}
		}
		return evictFromMain();
	}

	private @Nullable Node evictFromSmall() {
		while (this.small.size() > 0) {
			Node entry = this.small.first();
			int stamp = this.small.firstStamp();
			this.small.removeFirst();
			if (entry.value() == null) {
				this.dead--;
				continue;
			}
			int uses = entry.uses();
			boolean room = this.main.size() < mainCapacity();
			if (uses >= FREQUENT || (uses > 0 && room)) {
				entry.setUses(0);
				this.main.add(entry, stamp(false));
				if (!room) {
					Node victim = evictFromMain();
					if (victim != null) {
						return victim;
					}
				}
			}
			else {
				dropFromSmall(entry, stamp);
				return entry;
			}
		}
		return null;
	}

	private @Nullable Node evictFromMain() {
		for (int chances = 0; this.main.size() > 0; chances++) {
			Node entry = this.main.first();
			int stamp = this.main.firstStamp();
			this.main.removeFirst();
			if (entry.value() == null) {
				this.dead--;
				continue;
			}
			int uses = entry.uses();
			if (uses == 0 || chances >= MOST_CHANCES) {
				dropFromMain(entry, stamp);
				return entry;
			}
			entry.setUses(uses - 1);
			this.main.add(entry, stamp(true));
		}
		return null;
	}

	private void dropFromSmall(Node entry, int stamp) {
		this.drops++;
		if (this.ghosts != null && this.dropped != null) {
			this.ghosts.add(entry.hash(), this.misses - age(stamp), this.misses);
			this.dropped.add(entry.hash(), this.drops, this.drops);
		}
	}

	private void dropFromMain(Node entry, int stamp) {
		if (this.ghostsOfMain != null) {
			this.ghostsOfMain.add(entry.hash(), this.misses - age(stamp), this.misses);
		}
	}

	private void dropDead(FifoQueue queue) {
		while (queue.size() > 0 && queue.first().value() == null) {
			queue.removeFirst();
			this.dead--;
		}
	}

	/**
	 * An entry has died that is in a queue. Dead ones are let go when they are more than
	 * a part of it.
	 */
	@Override
	void died() {
		this.dead++;
		if (this.dead > FEW_DEAD + (this.small.size() + this.main.size()) / DEAD_SHARE) {
			compact();
		}
	}

	/** Forgets all entries. */
	@Override
	void clear() {
		while (this.small.size() > 0) {
			this.small.removeFirst();
		}
		while (this.main.size() > 0) {
			this.main.removeFirst();
		}
		this.dead = 0;
	}

	/** Lets go of the dead entries. */
	private void compact() {
		this.small.compact();
		this.main.compact();
		this.dead = 0;
	}

	/**
	 * Sees to it that no stamp is so old that it would seem to be young before this is
	 * done again.
	 * @param former shift of the stamps that entries have
	 */
	private void restamp(int former) {
		int now = (int) (this.misses >>> former);
		byte[] stamps = new byte[1 << Byte.SIZE];
		for (int stamp = 0; stamp < stamps.length; stamp++) {
			long age = (long) ((now - (stamp >>> 1)) & STAMPS) << former;
			int units = (int) Math.min(age >>> this.shift, STAMPS / 2);
			stamps[stamp] = (byte) ((((now() - units) & STAMPS) << 1) | (stamp & 1));
		}
		this.small.restamp(stamps);
		this.main.restamp(stamps);
		this.restamped = this.misses;
	}

	private int stamp(boolean proven) {
		return (now() << 1) | (proven ? 1 : 0);
	}

	private int now() {
		return (int) (this.misses >>> this.shift) & STAMPS;
	}

	private static boolean isProven(int stamp) {
		return (stamp & 1) != 0;
	}

	/** Misses since a stamp. */
	private long age(int stamp) {
		return (long) ((now() - (stamp >>> 1)) & STAMPS) << this.shift;
	}

	private int recent() {
		return Math.max(LEAST_RECENT, this.capacity / RECENT);
	}

	private int smallCapacity() {
		return Math.max(1, (int) (this.share * this.capacity));
	}

	private int mainCapacity() {
		return this.capacity - smallCapacity();
	}

}
