package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A hash table that grows one {@link Segment} at a time: extendible hashing [1].
 * <p>
 * <b>Layout.</b> A directory maps the upper bits of a hash to a segment. It has as many
 * entries as its deepest segment needs; a shallower one stands in several.
 *
 * <pre>
 *   hash 000.. 001.. 010.. 011.. 100.. 101.. 110.. 111..
 *          |     |      \   /      \______  |  ______/
 *       depth 3  3     depth 2          depth 1
 * </pre>
 *
 * <b>Growth.</b> A segment that live and dead slots fill is replaced by one without the
 * dead: a larger one if the live are too many for it or, at the most slots it may have,
 * by two, each for half of its hashes. Whoever fills it copies it, under its lock alone;
 * so no call ever moves more than that many slots, however large the table. While there
 * are few segments they are split early, so that two writers seldom meet in one even in a
 * small table. How full a segment may be depends on its place, lest all of equally used
 * ones fill at the same time.
 * <p>
 * <b>Invariants.</b>
 * <ol>
 * <li>A segment is replaced only by the holder of its lock, and all its successors are in
 * the directory before it is retired. So a writer that finds a segment retired finds
 * another one when it asks the directory again.</li>
 * <li>A directory is replaced, and its elements are, only by the holder of
 * {@code directoryLock}, so none of two changes is lost. Nobody takes another lock while
 * he has that one.</li>
 * <li>The directory may lag behind its load by a bounded factor only: if keys are made to
 * share their upper bits, segments stop splitting, and what finds no slot goes to the
 * segment's overflow.</li>
 * </ol>
 * <p>
 * <b>Kinds of keys.</b> A segment packs its keys while all are of one {@link KeyKind};
 * with the first of another kind it is replaced by one that keeps references, and so are
 * its descendants. Strings are packed from {@value #PACKED_STRING_SLOTS} slots up: to
 * pack the key of a look-up costs some nanoseconds, which only the cache misses of a
 * large table repay.
 * <p>
 * [1] Fagin, Nievergelt, Pippenger, Strong, <i>Extendible Hashing</i>, TODS 1979.
 */
final class SegmentTable {

	/** Slots of a segment from which Strings are packed. */
	static final int PACKED_STRING_SLOTS = 1024;

	/** Entries that a segment is laid out for when more are declared. */
	private static final int ENTRIES_A_SEGMENT = 1024;

	/** What is declared above this comes with growth: a declaration is only a hint. */
	private static final long MAXIMUM_INITIAL_ENTRIES = 1 << 17;

	/**
	 * Slots of the largest segment for each entry that a directory element must stand
	 * for, to be made.
	 */
	private static final int SLOTS_AN_ELEMENT_ENTRY = 32;

	private static final int MAXIMUM_DEPTH = 22;

	private static final VarHandle SEGMENT = MethodHandles.arrayElementVarHandle(Segment[].class);

	/** Number of different hashes. */
	static final long HASHES = 1L << Integer.SIZE;

	/** Slots from which segments are split as long as there are few of them. */
	private static final int SLOTS_OF_FEW = 32;

	/** A segment is laid out anew when less than this part of its slots is used. */
	private static final int SPARSE = 8;

	/** Entries of a segment up to which memory is spent on shorter probes. */
	private static final int FEW_ENTRIES = 32;

	/** An odd number whose multiples spread. */
	private static final int STAGGER = 0x9E37_79B9;

	private final ReentrantLock directoryLock = new ReentrantLock();

	private final BooleanSupplier holdsLock = this::holdsLock;

	/** Whether tables are as small and rebuilds as frequent as can be. */
	private final boolean eager;

	/** Slots of the largest segment; when that is full it is split. */
	private final int maximumSlots;

	/**
	 * Length of the directory up to which segments are split early, lest writers of a
	 * small table meet in one segment.
	 */
	private final long manySegments;

	/** Slots of a segment that has its first entry. */
	private final int initialSlots;

	/** The directory: segments by the upper bits of their hashes; a power of two long. */
	private volatile Segment[] directory;

	/**
	 * Makes an empty table.
	 * @param leastSegments how many segments there are at least
	 * @param manySegments how many there are to be once there are entries for as many
	 * @param expectedEntries for how many entries to lay them out
	 * @param maximumSlots slots of the largest segment, and so the most that one call
	 * moves; at most {@value Segment#MAXIMUM_SLOTS}
	 * @param eager whether to begin and to stay as small as can be, for tests
	 */
	SegmentTable(long leastSegments, long manySegments, long expectedEntries, int maximumSlots, boolean eager) {
		this.eager = eager;
		this.maximumSlots = eager ? Segment.MINIMUM_SLOTS : maximumSlots;
		this.manySegments = eager ? 0 : manySegments;
		long entries = eager ? 0 : Math.min(expectedEntries, MAXIMUM_INITIAL_ENTRIES);
		long least = eager ? 2 : Math.max(leastSegments, Math.min(manySegments, entries / SLOTS_OF_FEW));
		int bits = 1;
		while ((1L << bits) < Math.max(least, entries / ENTRIES_A_SEGMENT)) {
			bits++;
		}
		int depth = bits;
		this.initialSlots = slotsFor(entries >>> depth);
		Segment[] segments = new Segment[1 << depth];
		Arrays.setAll(segments, (index) -> seed(depth));
		this.directory = segments;
	}

	/** A segment without room: the first entry makes another, of that entry's kind. */
	private static Segment seed(int depth) {
		return new ObjectSegment(depth, 0, 1);
	}

	/**
	 * Segment of a hash. Takes no lock.
	 * @param hash the hash
	 * @return the segment as of now
	 */
	Segment segment(int hash) {
		Segment[] directory = this.directory;
		// Else its arrays could look as empty as they were before it was published.
		return (Segment) SEGMENT.getAcquire(directory, hash >>> shift(directory));
	}

	/**
	 * Value of a key. Takes no lock.
	 * @param key the key
	 * @param hash its hash
	 * @return the value, {@link Segment#DEAD} if it was removed not long ago, or
	 * {@code null} if there is none
	 */
	@Nullable Object get(Object key, int hash) {
		return segment(hash).get(key, hash);
	}

	/**
	 * Value of a key. Takes no lock.
	 * @param key the key
	 * @return as {@link #get(Object, int)}
	 */
	@Nullable Object get(Object key) {
		// Each type of key has its own way from here on, which the compiler can lay out
		// without a call: a profile that has seen many types would spoil a common one.
		if (key instanceof String string) {
			int hash = KeyHash.ofHashCode(string.hashCode());
			Segment segment = segment(hash);
			return (segment instanceof ObjectSegment objects) ? objects.getString(string, hash)
					: (segment instanceof StringSegment strings) ? strings.get(string, hash)
							: segment.get(string, hash);
		}
		if (key instanceof Long number) {
			long word = number;
			int hash = KeyHash.ofWord(word);
			Segment segment = segment(hash);
			return (segment instanceof LongSegment longs) ? longs.get(key, word, hash) : segment.get(key, hash);
		}
		if (key instanceof UUID uuid) {
			long first = uuid.getMostSignificantBits();
			long second = uuid.getLeastSignificantBits();
			int hash = KeyHash.ofWords(first, second);
			Segment segment = segment(hash);
			return (segment instanceof UuidSegment uuids) ? uuids.get(key, first, second, hash)
					: segment.get(key, hash);
		}
		int hash = KeyHash.ofHashCode(key.hashCode());
		Segment segment = segment(hash);
		return (segment instanceof ObjectSegment objects) ? objects.get(key, hash) : segment.get(key, hash);
	}

	/**
	 * Segment of a hash, locked.
	 * @param hash the hash
	 * @return the segment, which the caller has to unlock or retire
	 * @throws IllegalStateException if the calling thread has a lock of this table
	 * already and would have to wait for another, or for itself
	 */
	Segment lock(int hash) {
		while (true) {
			Segment segment = segment(hash);
			if (segment.lock(this.holdsLock)) {
				return segment;
			}
		}
	}

	private boolean holdsLock() {
		for (Segment segment : this.directory) {
			if (segment.isHeldByCurrentThread()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Sets a value.
	 * @param segment the key's segment, whose lock the caller holds
	 * @param key the key
	 * @param hash its hash
	 * @param value the value
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object put(Segment segment, Object key, int hash, Object value) {
		Object before = segment.replace(key, hash, value);
		if (before == Segment.DEAD) {
			segment.revived();
			return null;
		}
		if (before == null) {
			if (segment.used() >= limit(segment, hash) || !segment.kind().covers(key)) {
				grow(segment, key, hash, value);
			}
			else {
				segment.add(key, hash, value);
				if (segment.isClumped()) {
					layOutAnew(segment, hash, segment.spread + 1, segment.slots);
				}
			}
		}
		return before;
	}

	/**
	 * Removes a key.
	 * @param segment the key's segment, whose lock the caller holds
	 * @param key the key
	 * @param hash its hash
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object remove(Segment segment, Object key, int hash) {
		Object before = segment.remove(key, hash);
		int live = segment.live();
		if (before != null && live < segment.slots / SPARSE && segment.slots > this.initialSlots) {
			layOutAnew(segment, hash, segment.spread, (live == 0) ? 0 : slotsFor(live));
		}
		else if (segment.dead > segment.slots / 2) {
			// Else their keys would be kept for as long as none is put.
			layOutAnew(segment, hash, segment.spread, segment.slots);
		}
		return before;
	}

	/**
	 * Replaces a segment whose entries would be better off in another one. The change
	 * that led to this is made; where a key's hash code fails, or memory is short, they
	 * stay where they are.
	 * @param segment a segment whose lock the caller holds
	 * @param hash a hash that belongs to it
	 * @param spread how to spread the keys
	 * @param slots how many slots to lay out; none for a segment without entries
	 */
	private void layOutAnew(Segment segment, int hash, int spread, int slots) {
		Segment successor;
		try {
			successor = (slots == 0) ? seed(segment.depth) : create(segment.kind(), segment.depth, spread, slots);
			segment.moveTo(successor);
		}
		catch (RuntimeException | Error ex) {
			return;
		}
		replace(segment, hash, successor);
	}

	/**
	 * Removes all entries of a segment.
	 * @param segment a segment whose lock the caller holds
	 * @param hash a hash that belongs to it
	 * @return how many there were
	 */
	private long clear(Segment segment, int hash) {
		int live = segment.live();
		if (live > 0 || segment.dead > 0) {
			replace(segment, hash, seed(segment.depth));
		}
		return live;
	}

	/**
	 * Removes all entries, a segment at a time.
	 * @return how many there were
	 */
	long drain() {
		long removed = 0;
		for (long start = 0; start < HASHES;) {
			int hash = (int) start;
			Segment segment = lock(hash);
			try {
				removed += clear(segment, hash);
				start = segment.next(start);
			}
			finally {
				segment.unlock();
			}
		}
		return removed;
	}

	/**
	 * Number of entries. Takes no lock.
	 * @return the sum over all segments
	 */
	long entries() {
		long entries = 0;
		for (long start = 0; start < HASHES;) {
			Segment segment = segment((int) start);
			entries += segment.live();
			start = segment.next(start);
		}
		return entries;
	}

	/** Number of entries in slots; an estimate while others write. */
	private long slotted() {
		long slotted = 0;
		for (long start = 0; start < HASHES;) {
			Segment segment = segment((int) start);
			slotted += segment.slotted();
			start = segment.next(start);
		}
		return slotted;
	}

	/**
	 * Slots to lay out for a number of entries: a power of two, or one and a half times
	 * that, of which at most a little over a half are used at first.
	 */
	private int slotsFor(long entries) {
		long wanted = (entries < FEW_ENTRIES) ? entries * 7 / 2 : entries * 9 / 5;
		int slots = this.eager ? 2 : Segment.MINIMUM_SLOTS;
		while (slots < Math.min(wanted, this.maximumSlots)) {
			slots += Math.max(Integer.highestOneBit(slots) / 2, 1);
		}
		return slots;
	}

	/**
	 * Live and dead slots at which a segment is full: from 62 to 74 of a hundred slots,
	 * by its place. The last slots of a small one are never used, so that a probe ends.
	 */
	private int limit(Segment segment, int hash) {
		int place = (hash >>> (Integer.SIZE - segment.depth)) * STAGGER;
		return segment.slots * (160 + 2 * (place >>> (Integer.SIZE - 4))) / 256;
	}

	/** Adds a new key for which its segment has no place. */
	private void grow(Segment segment, Object key, int hash, Object value) {
		int entries = segment.slotted() + 1;
		boolean full = segment.used() >= limit(segment, hash);
		boolean crowded = full && isCrowded(segment, entries);
		boolean split = crowded && isToBeSplit(segment);
		if (crowded && !split && segment.slots >= this.maximumSlots && segment.dead <= segment.slots / SPARSE) {
			segment.addBeyond(key, value);
			return;
		}
		int slots = Math.max(slotsFor(split ? entries / 2 + 1 : entries), (entries == 1) ? this.initialSlots : 0);
		if (crowded && !split) {
			slots = Math.max(slots, Math.min(segment.slots + 1, this.maximumSlots));
		}
		else if (full && !crowded && slots < segment.slots
				&& (entries > segment.slots / SPARSE || segment.slots <= this.initialSlots)) {
			// The same shape, which is copied without a look at the keys.
			slots = segment.slots;
		}
		KeyKind kind = kind(segment, key, slots);
		int spread = segment.spread;
		int depth = segment.depth;
		Segment[] successors = split
				? new Segment[] { create(kind, depth + 1, spread, slots), create(kind, depth + 1, spread, slots) }
				: new Segment[] { create(kind, depth, spread, slots) };
		segment.moveTo(successors);
		successors[segment.which(hash, successors.length)].add(key, hash, value);
		replace(segment, hash, successors);
	}

	/**
	 * Whether a segment has no room for so many entries, were there no dead slots: not
	 * enough at least to be filled for a while.
	 */
	private static boolean isCrowded(Segment segment, int entries) {
		return segment.dead == 0 || 9 * entries > 5 * segment.slots;
	}

	/** Whether a segment that is full is to be replaced by two. */
	private boolean isToBeSplit(Segment segment) {
		Segment[] directory = this.directory;
		int largest = (directory.length < this.manySegments) ? SLOTS_OF_FEW : this.maximumSlots;
		return segment.slots >= largest && (segment.depth < Integer.SIZE - shift(directory)
				|| (segment.depth < MAXIMUM_DEPTH && slotted() >= directory.length
						* (long) Math.max(Math.min(largest, this.maximumSlots) / SLOTS_AN_ELEMENT_ENTRY, 2)));
	}

	/** What to keep of the keys of a segment and of a new one. */
	private KeyKind kind(Segment segment, Object key, int slots) {
		KeyKind kind = KeyKind.of(key);
		return (kind != KeyKind.STRING || slots >= PACKED_STRING_SLOTS || this.eager) && segment.isCoveredBy(kind)
				? kind : KeyKind.OBJECT;
	}

	static Segment create(KeyKind kind, int depth, int spread, int slots) {
		return switch (kind) {
			case LONG -> new LongSegment(depth, spread, slots);
			case INTEGER -> new IntegerSegment(depth, spread, slots);
			case UUID -> new UuidSegment(depth, spread, slots);
			case STRING -> new StringSegment(depth, spread, slots);
			case OBJECT -> new ObjectSegment(depth, spread, slots);
		};
	}

	/**
	 * Puts successors in the place of a segment, which is retired when it is unlocked.
	 * @param segment a segment whose lock the caller holds
	 * @param hash a hash that belongs to it
	 * @param successors one, or two for half of the hashes each
	 */
	private void replace(Segment segment, int hash, Segment... successors) {
		this.directoryLock.lock();
		try {
			Segment[] directory = this.directory;
			if (successors[0].depth > Integer.SIZE - shift(directory)) {
				directory = doubled(directory);
				this.directory = directory;
			}
			int elements = directory.length >>> segment.depth;
			int first = (hash >>> shift(directory)) & -elements;
			for (int i = 0; i < elements; i++) {
				SEGMENT.setVolatile(directory, first + i, successors[i * successors.length / elements]);
			}
		}
		finally {
			this.directoryLock.unlock();
		}
		segment.replaced();
	}

	/** By how many bits to shift a hash to have its place in a directory. */
	private static int shift(Segment[] directory) {
		return Integer.numberOfLeadingZeros(directory.length) + 1;
	}

	/** A directory by one more bit of the hash, to the same segments. */
	private static Segment[] doubled(Segment[] directory) {
		Segment[] doubled = new Segment[2 * directory.length];
		Arrays.setAll(doubled, (index) -> directory[index / 2]);
		return doubled;
	}

}
