package io.bespokecache.map;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A share of the entries of an {@link EvictingCacheMap}: a table with linear probing
 * whose slots hold entries, and the policy that decides which to evict.
 * <p>
 * <b>Reading takes no lock.</b> A slot holds a reference, which is read in one piece, and
 * an entry's key never changes to another: so an entry that a reader finds is the right
 * one, however slots have changed meanwhile. If it was removed meanwhile it has no value,
 * and the reader looks again. A reader that finds <em>nothing</em> may have missed an
 * entry that was being moved to a slot he had passed; so he looks once more between two
 * looks at the version, and believes what he finds if that is even and has not changed.
 * <p>
 * <b>Invariants.</b>
 * <ol>
 * <li>While the version is even, no slot between the home of an entry and its slot is
 * free, or it is in the overflow. Insertion keeps that with one store. Removal, which
 * moves others back, and the exchange of the table make the version odd meanwhile; in
 * that time nothing is allocated and none of the user's code runs.</li>
 * <li>An entry leaves table and overflow before it loses its value, and a successor comes
 * after that. So whoever finds an entry without a value finds the truth if he looks
 * again.</li>
 * <li>The stores of a change are visible to all before its method returns:
 * {@link OwnedLock#unlock} fences.</li>
 * </ol>
 */
final class NodeSegment extends NodeSegmentPadding {

	/** Looks at the version before a reader sleeps between them. */
	private static final int SPINS = 64;

	private static final long PAUSE_NANOS = 20_000;

	/** Position among the segments of the map. */
	final int index;

	final EvictionPolicy policy;

	private final boolean weakKeys;

	/** Slots that a look-up goes through before it asks the overflow. */
	private final int window;

	/** Entries for which the largest table is made that is ever needed. */
	private final int mostEntries;

	/** The table. Replaced under the lock. */
	private volatile NodeTable table;

	/** Entries that found no slot, by their keys. */
	private volatile @Nullable ConcurrentHashMap<Object, Node> overflow;

	/**
	 * Makes an empty segment.
	 * @param index position among the segments of the map
	 * @param entries how many entries to make room for at first
	 * @param mostEntries how many there will hardly ever be more of
	 * @param policy decides which entry to evict
	 * @param weakKeys whether keys are {@link WeakKey}s
	 * @param window slots that a look-up goes through
	 */
	NodeSegment(int index, int entries, int mostEntries, EvictionPolicy policy, boolean weakKeys, int window) {
		this.index = index;
		this.weakKeys = weakKeys;
		this.policy = policy;
		this.mostEntries = mostEntries;
		this.window = window;
		this.table = new NodeTable(Math.min(entries, mostEntries), window);
	}

	boolean hasWeakKeys() {
		return this.weakKeys;
	}

	/**
	 * Entry of a key. Takes no lock.
	 * @param key the key
	 * @param hash 24 bits of its hash
	 * @return the entry, which may have died meanwhile, or {@code null} if there is none
	 */
	@Nullable Node find(Object key, int hash) {
		Node entry = probe(key, hash);
		return (entry != null) ? entry : findAgain(key, hash);
	}

	/** Entry of a key. The caller holds the lock, so nothing moves. */
	@Nullable Node findLocked(Object key, int hash) {
		return probe(key, hash);
	}

	/**
	 * As {@link #find(Object, int)}, for a String: compared in place, whatever the
	 * profile.
	 */
	@Nullable Node findString(String key, int hash) {
		Node entry = this.table.findAtHome(key, hash);
		return (entry != null) ? entry : find(key, hash);
	}

	private @Nullable Node findAgain(Object key, int hash) {
		for (int tries = 1;; tries++) {
			int version = version();
			if ((version & 1) == 0) {
				Node entry = probe(key, hash);
				if (entry != null || version == version()) {
					return entry;
				}
			}
			if (tries % SPINS != 0) {
				Thread.onSpinWait();
			}
			else {
				// The writer has lost the processor.
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
	}

	private @Nullable Node probe(Object key, int hash) {
		Node entry = this.table.find(key, hash);
		if (entry != null) {
			return entry;
		}
		ConcurrentHashMap<Object, Node> overflow = this.overflow;
		if (overflow == null) {
			return null;
		}
		return overflow.get(this.weakKeys ? new WeakKey.LookUp(key) : key);
	}

	/**
	 * Makes room for one more entry. The caller holds the lock. Readers go on in the
	 * former table meanwhile, to which nothing is done any more.
	 */
	void reserve() {
		NodeTable table = this.table;
		if (!table.isFull()) {
			return;
		}
		long entries = table.entries() + 1L;
		long wanted = (entries <= this.mostEntries) ? Math.min(2 * entries, this.mostEntries) : 2 * entries;
		NodeTable grown = new NodeTable((int) Math.min(wanted, Integer.MAX_VALUE), this.window);
		ConcurrentHashMap<Object, Node> unslotted = new ConcurrentHashMap<>();
		for (Node entry : entries()) {
			if (!grown.insert(entry)) {
				unslotted.put(keyOf(entry), entry);
			}
		}
		beginMove();
		this.table = grown;
		this.overflow = unslotted.isEmpty() ? null : unslotted;
		endMove();
	}

	/**
	 * Adds an entry for whose key there is none. The caller holds the lock. What fails
	 * (memory, the comparison of keys that collide) leaves everything as it was.
	 */
	void add(Node entry) {
		if (!this.table.insert(entry)) {
			overflow().put(keyOf(entry), entry);
		}
		setLive(live() + 1);
	}

	private ConcurrentHashMap<Object, Node> overflow() {
		ConcurrentHashMap<Object, Node> overflow = this.overflow;
		if (overflow == null) {
			overflow = new ConcurrentHashMap<>();
			this.overflow = overflow;
		}
		return overflow;
	}

	/** Takes an entry out of the table. The caller holds the lock. */
	void remove(Node entry) {
		int slot = this.table.slotOf(entry);
		if (slot >= 0) {
			beginMove();
			this.table.remove(slot);
			endMove();
			removed(entry);
			return;
		}
		ConcurrentHashMap<Object, Node> overflow = this.overflow;
		if (overflow == null || !removeFrom(overflow, entry)) {
			throw new IllegalStateException("An entry is not where it was put");
		}
		if (overflow.isEmpty()) {
			this.overflow = null;
		}
		removed(entry);
	}

	private static boolean removeFrom(ConcurrentHashMap<Object, Node> overflow, Node entry) {
		try {
			return overflow.remove(keyOf(entry), entry);
		}
		catch (RuntimeException | Error ex) {
			// Of the key's own comparison: then by identity, however long it takes.
			return overflow.values().removeIf((other) -> other == entry);
		}
	}

	private void removed(Node entry) {
		setLive(live() - 1);
		entry.die();
	}

	/**
	 * Takes all entries out of the table. The caller holds the lock.
	 * @return the entries, which still have their values
	 */
	Node[] clear() {
		Node[] entries = entries();
		NodeTable empty = new NodeTable(0, this.window);
		beginMove();
		this.overflow = null;
		this.table = empty;
		endMove();
		setLive(0);
		return entries;
	}

	/** All entries. The caller holds the lock. */
	Node[] entries() {
		Node[] entries = new Node[live()];
		int count = 0;
		NodeTable table = this.table;
		for (int slot = 0; slot < table.length(); slot++) {
			Node entry = table.entry(slot);
			if (entry != null) {
				entries[count++] = entry;
			}
		}
		ConcurrentHashMap<Object, Node> overflow = this.overflow;
		if (overflow != null) {
			for (Node entry : overflow.values()) {
				entries[count++] = entry;
			}
		}
		return entries;
	}

	/** The table as of now, for a look at entries that takes no lock. */
	NodeTable table() {
		return this.table;
	}

	/** The entries without a slot as of now. */
	@Nullable ConcurrentHashMap<Object, Node> overflowing() {
		return this.overflow;
	}

	private static Object keyOf(Node entry) {
		Object key = entry.key();
		if (key == null) {
			throw new IllegalStateException("An entry is dead that should not be");
		}
		return key;
	}

}
