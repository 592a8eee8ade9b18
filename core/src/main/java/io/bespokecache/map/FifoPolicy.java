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
 * dropped it, and shrinks when one does that the main queue has dropped. Where
 * {@link ShadowCaches} look for the share that is best, it keeps near the first one, and
 * gives way to theirs.
 * <p>
 * [1] Yang, Zhang, Qiu, Yue, Rashmi, <i>FIFO Queues Are All You Need for Cache
 * Eviction</i>, SOSP 2023. [2] Jiang, Zhang, <i>LIRS</i>, SIGMETRICS 2002.
 */
final class FifoPolicy extends EvictionPolicy {

	static final double FIRST_SHARE = 0.1;

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
	static final int FREQUENT = 2;

	/**
	 * Entries that an eviction gives another chance; the next one goes whatever its uses.
	 */
	static final int MOST_CHANCES = 256;

	private static final int GHOSTS = 19;

	private static final int ENTRIES_OF_GHOSTS = 8;

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

	/**
	 * What chooses another share than this policy's own; {@code null} if nothing does.
	 */
	private final @Nullable ShadowCaches shadows;

	/** The bits of hashes that all keys of the segment have in common. */
	private final int commonHash;

	/** The most that the policy's own share grows to. */
	private final double greatestShare;

	/** Entries that the segment is to have; zero until something is evicted. */
	private int capacity;

	/** Shift from misses to the units of stamps. */
	private int shift;

	private long misses;

	/** Misses that the shadows have not been told of. */
	private long untold;

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
	 * Whether the shadows know what was there when something was evicted first, other
	 * than to make room for what was moved here.
	 */
	private boolean full;

	/** Whether the key that comes now is moved here. */
	private boolean moving;

	/** Whether accesses to the key that comes now are simulated. */
	private boolean sampled;

	/**
	 * Makes a policy that has nothing to decide on.
	 * @param capacity as {@link #setCapacity}; zero to set it later
	 * @param shadows what chooses the share of the small queue, or {@code null}
	 * @param commonHash the bits, above 24 others, that hashes of the segment have in
	 * common
	 */
	FifoPolicy(int capacity, @Nullable ShadowCaches shadows, int commonHash) {
		this.small = new FifoQueue();
		this.main = new FifoQueue();
		this.capacity = capacity;
		this.shift = Stamp.shift(capacity);
		this.shadows = shadows;
		this.commonHash = commonHash;
		this.greatestShare = (shadows != null) ? ShareContest.GREATEST_OF_FIRST : GREATEST_SHARE;
	}

	/**
	 * Sets for how many entries to decide, which forgets what was evicted.
	 * @param capacity number of entries, 1 or more
	 */
	@Override
	void setCapacity(int capacity) {
		int former = this.shift;
		this.capacity = capacity;
		this.shift = Stamp.shift(capacity);
		this.ghosts = null;
		this.dropped = null;
		this.ghostsOfMain = null;
		restamp(former);
	}

	/** How many ghosts to remember. */
	static int ghosts(int capacity) {
		return (int) ((long) GHOSTS * capacity / ENTRIES_OF_GHOSTS);
	}

	/** How many keys count as dropped just now. */
	static int recent(int capacity) {
		return Math.max(LEAST_RECENT, capacity / RECENT);
	}

	/**
	 * Whether a key that comes back goes to a main queue that is full.
	 * @param returned misses since it came before
	 * @param age misses since the next victim of the main queue was used
	 * @param proven whether that one has proven itself
	 */
	static boolean isGateOpen(long returned, long age, boolean proven) {
		return returned <= (proven ? GATE_OF_PROVEN : 1) * age;
	}

	/** The share of the small queue unless the shadows have chosen another one. */
	double ownShare() {
		return this.share;
	}

	/** Entries of the small queue, those that have died there included. */
	int smallEntries() {
		return this.small.size();
	}

	/** Entries of the main queue, the same way. */
	int mainEntries() {
		return this.main.size();
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
		int mixed = come(hash);
		if (this.ghosts == null || this.dropped == null || this.ghostsOfMain == null) {
			return;
		}
		if (this.shadows != null && this.full) {
			this.untold++;
			if (this.sampled && this.shadows.missed(mixed, this.untold)) {
				this.untold = 0;
			}
		}
		this.returned = this.ghosts.remove(hash, this.misses);
		if (this.returned != GhostTable.NEVER && this.dropped.remove(hash, this.drops) <= recent(this.capacity)) {
			this.share = Math.min(this.greatestShare, this.share + GROWTH / this.capacity);
		}
		long returnedToMain = this.ghostsOfMain.remove(hash, this.misses);
		if (returnedToMain != GhostTable.NEVER) {
			this.returned = Math.min(this.returned, returnedToMain);
			this.share = Math.max(LEAST_SHARE, this.share - LOSS / this.capacity);
		}
	}

	/** The shadows learn later what has come this way: see {@link #evict()}. */
	@Override
	void moved(int hash) {
		come(hash);
		this.moving = true;
	}

	/**
	 * A key comes, for whatever reason.
	 * @return its mixed hash, where there are shadows
	 */
	private int come(int hash) {
		this.misses++;
		this.moving = false;
		this.returned = GhostTable.NEVER;
		int mixed = (this.shadows != null) ? Sample.mix(this.commonHash | hash) : 0;
		this.sampled = this.shadows != null && this.shadows.isSampled(mixed);
		// Before anything has been evicted no stamp is looked at.
		if (this.ghosts != null && Stamp.isDue(this.misses - this.restamped, this.shift)) {
			restamp(this.shift);
		}
		return mixed;
	}

	/** Adds the entry of the key that has come. */
	@Override
	void add(Node entry) {
		boolean back = this.returned != GhostTable.NEVER;
		boolean toMain = back && isGateOpen();
		if (this.sampled || (back && !toMain)) {
			entry.setUses((back && !toMain) ? 1 : 0, this.sampled);
		}
		(toMain ? this.main : this.small).add(entry, stamp(false));
	}

	private boolean isSampled(Node entry) {
		return this.shadows != null && this.shadows.isSampled(Sample.mix(this.commonHash | entry.hash()));
	}

	private boolean isGateOpen() {
		dropDead(this.main);
		if (this.main.size() == 0 || this.main.size() < mainCapacity()) {
			return true;
		}
		int stamp = this.main.firstStamp();
		return isGateOpen(this.returned, age(stamp), Stamp.isProven(stamp));
	}

	/**
	 * Takes the next victim out of the queues.
	 * @return the entry to evict, or {@code null} if there is none
	 */
	@Override
	@Nullable Node evict() {
		if (this.ghosts == null) {
			this.ghosts = new GhostTable(ghosts(this.capacity), this.capacity);
			int recent = recent(this.capacity);
			this.dropped = new GhostTable(recent, recent);
			this.ghostsOfMain = new GhostTable(recent, this.capacity);
		}
		if (!this.full && !this.moving && this.shadows != null) {
			// Again at the next eviction, if they were busy.
			this.full = this.shadows.filled(this.main, this.small, this.commonHash);
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
			if (entry.value() == null) {
				this.small.removeFirst();
				this.dead--;
				continue;
			}
			int uses = entry.uses();
			boolean room = this.main.size() < mainCapacity();
			if (uses >= FREQUENT || (uses > 0 && room)) {
				entry.setUses(0, isSampled(entry));
				// First, since it may find no memory.
				this.main.add(entry, stamp(false));
				this.small.removeFirst();
				if (!room) {
					Node victim = evictFromMain();
					if (victim != null) {
						return victim;
					}
				}
			}
			else {
				this.small.removeFirst();
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
			if (entry.value() == null) {
				this.main.removeFirst();
				this.dead--;
				continue;
			}
			int uses = entry.uses();
			if (uses == 0 || chances >= MOST_CHANCES) {
				this.main.removeFirst();
				dropFromMain(entry, stamp);
				return entry;
			}
			entry.setUses(uses - 1, isSampled(entry));
			this.main.add(entry, stamp(true));
			this.main.removeFirst();
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
		byte[] stamps = new byte[Stamp.STAMPS];
		for (int stamp = 0; stamp < stamps.length; stamp++) {
			stamps[stamp] = (byte) Stamp.renewed(stamp, this.misses, former, this.shift);
		}
		this.small.restamp(stamps);
		this.main.restamp(stamps);
		this.restamped = this.misses;
	}

	private int stamp(boolean proven) {
		return Stamp.of(this.misses, this.shift, proven);
	}

	/** Misses since a stamp. */
	private long age(int stamp) {
		return Stamp.age(stamp, this.misses, this.shift);
	}

	private int smallCapacity() {
		double chosen = (this.shadows != null) ? this.shadows.share() : 0;
		return Math.max(1, (int) (((chosen != 0) ? chosen : this.share) * this.capacity));
	}

	private int mainCapacity() {
		return this.capacity - smallCapacity();
	}

}
