package io.bespokecache.map;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The {@code read-write-lock} strategy: one {@link FlatTable}, a lock that keeps writers
 * from each other, and readers that take it only when they are out of luck.
 * <p>
 * <b>Goals.</b> A read of one key writes nothing and waits for nobody, save for a write
 * of several keys. A read of several keys shows them at one instant, at the price of
 * looking once more at the lock. Writes take effect at one instant, however many keys
 * they touch.
 * <p>
 * <b>Layout.</b>
 *
 * <pre>
 *   table    -> FlatTable     readers of single keys need it, and that
 *   halfway  -> StampedLock   is not locked for a write that is half made
 *   lock     -> WriterLock    readers of several keys need its stamp to stay the same
 * </pre>
 *
 * <b>Writes of one key</b> are changes of one place of the table, which its readers see
 * at once, as {@link FlatTable} has it. They take {@code lock} and leave {@code halfway}
 * alone.
 * <p>
 * <b>Writes of several keys</b> take {@code lock}, and go one of two ways. If they touch
 * a good part of the map they are made to a draft, a copy of the table, which is then
 * published by one volatile store: nobody ever sees it half made. If they touch few keys
 * they are made in place, and {@code halfway} is locked from before the first to after
 * the last of them, and never while a caller's function runs.
 * <p>
 * <b>Reads of one key</b> find the value and then look at {@code halfway}. If it is not
 * locked, the value stands: either it was there before the write in place that was going
 * on when it was read, and stands for the moment of its read; or that write put it there,
 * and has ended since, which is when it took effect. Values are written after
 * {@code halfway} was locked, and read before it is looked at, all with volatile
 * semantics (in the table's overflow with release and acquire): so whoever has seen a
 * value of such a write sees that it is locked, or was unlocked since. If it is locked,
 * the reader looks again a few times, and then waits for the end of the write: for that
 * alone, and not for {@code lock}, which a writer whose function takes long may have got
 * by then.
 * <p>
 * <b>Reads of several keys</b> note the lock's stamp, read what they need, and read the
 * stamp again: if it is the same, no writer had the lock in between. After
 * {@value #ATTEMPTS} attempts they take the read lock. While they race with writers they
 * may see any mixture of old and new entries; none of these can fail them, since the
 * table never shows a key before it is whole, never moves one, and never shrinks. They
 * call the {@code equals} of keys that may have been removed meanwhile.
 * <p>
 * <b>Hazards.</b> A write of one key that fills the table copies it under the lock, and
 * writers and readers of several keys wait for that. A draft takes memory for a second
 * table. An {@code equals} of a key that writes to the map may wait for itself for ever
 * if a reader calls it under the read lock.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class ReadWriteLockCacheMap<K, V> extends LockedCacheMap<K, V> {

	/** What is declared above this comes with growth: a declaration is only a hint. */
	private static final long MAXIMUM_INITIAL_ENTRIES = 1 << 17;

	/** How often several keys are read without the lock before it is taken. */
	private static final int ATTEMPTS = 3;

	/** How often a reader of one key looks whether a write of a few keys is over. */
	private static final int SPINS = 64;

	/**
	 * Writes of at least one in so many keys are made to a draft: they take about as long
	 * as its copy.
	 */
	private static final int DRAFT_SHARE = 4;

	/** Writes of fewer keys are made in place: they are over soon. */
	private static final int DRAFT_KEYS = 100;

	private final WriterLock lock = new WriterLock();

	/** Locked to write while several keys are changed in place, under the other lock. */
	private final StampedLock halfway = new StampedLock();

	private final long declaredRoom;

	private final int window;

	private final int draftKeys;

	/** Where readers look. Written under the lock. */
	private volatile FlatTable table;

	/** Stamp of a write in place. Guarded by the lock. */
	private long halfwayStamp;

	/** Where writers look, and readers do not yet. Guarded by the lock. */
	private @Nullable FlatTable draft;

	ReadWriteLockCacheMap(CacheMapBuilder<K, V> builder) {
		this.declaredRoom = builder.eagerRebuilds ? 0
				: FlatTable.roomFor(Math.min(builder.expectedEntries, MAXIMUM_INITIAL_ENTRIES));
		this.window = builder.probeWindow();
		this.draftKeys = builder.eagerRebuilds ? 2 : DRAFT_KEYS;
		this.table = new FlatTable(this.declaredRoom, this.window);
	}

	@Override
	public Strategy strategy() {
		return Strategy.READ_WRITE_LOCK;
	}

	@Override
	public MapStatistics statistics() {
		return MapStatistics.NONE;
	}

	@Override
	void lock() {
		if (this.lock.isMine()) {
			throw recursiveUpdate();
		}
		this.lock.lockToWrite();
	}

	@Override
	void unlock() {
		this.lock.unlockAfterWrite();
	}

	@Override
	public @Nullable V get(Object key) {
		return value(glance(key, KeyHash.mixed(key)));
	}

	@Override
	@Nullable Object glance(Object key, long hash) {
		Object value = this.table.get(key, hash);
		return isHalfway() ? await(key, hash) : value;
	}

	private @Nullable Object await(Object key, long hash) {
		for (int spin = 0; spin < SPINS && isHalfway(); spin++) {
			Thread.onSpinWait();
		}
		Object value = this.table.get(key, hash);
		if (!isHalfway() || this.lock.isMine()) {
			return value;
		}
		long stamp = this.halfway.readLock();
		try {
			return this.table.get(key, hash);
		}
		finally {
			this.halfway.unlockRead(stamp);
		}
	}

	/**
	 * Reads more than one place of the map at one instant.
	 * @param read reads them, in the worst case while they change, and then in vain
	 * @return what it read, the last time that it did
	 */
	private <T> T atOneInstant(Supplier<T> read) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			long stamp = this.lock.tryOptimisticRead();
			if (stamp != 0) {
				T result = read.get();
				if (this.lock.validate(stamp)) {
					return result;
				}
			}
			else if (this.lock.isMine()) {
				return read.get();
			}
			Thread.onSpinWait();
		}
		long stamp = this.lock.readLock();
		try {
			return read.get();
		}
		finally {
			this.lock.unlockRead(stamp);
		}
	}

	/** As {@link #atOneInstant}, written out because it is what this map is for. */
	@Override
	@Nullable Object[] findAll(Object[] keys, long[] hashes) {
		@Nullable Object[] values = new @Nullable Object[keys.length];
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			long stamp = this.lock.tryOptimisticRead();
			if (stamp != 0) {
				findAll(keys, hashes, values);
				if (this.lock.validate(stamp)) {
					return values;
				}
			}
			Thread.onSpinWait();
		}
		return atOneInstant(() -> {
			findAll(keys, hashes, values);
			return values;
		});
	}

	private void findAll(Object[] keys, long[] hashes, @Nullable Object[] values) {
		FlatTable table = this.table;
		for (int i = 0; i < keys.length; i++) {
			values[i] = table.get(keys[i], hashes[i]);
		}
	}

	@Override
	public long mappingCount() {
		return atOneInstant(() -> this.table.live());
	}

	@Override
	Object[] copy() {
		return atOneInstant(() -> entries(this.table));
	}

	@Override
	Object[] entries() {
		return entries(writable());
	}

	/**
	 * Copies a table that writers may change meanwhile. What is copied then is of no use,
	 * but it must have an end.
	 */
	private static Object[] entries(FlatTable table) {
		Object[] copy = new Object[2 * table.live()];
		int length = 0;
		for (int slot = 0; slot < table.capacity() && length < copy.length; slot++) {
			Object key = table.key(slot);
			Object value = (key != null) ? table.value(slot) : null;
			if (key != null && value != null) {
				copy[length++] = key;
				copy[length++] = value;
			}
		}
		ConcurrentHashMap<Object, Object> overflow = table.overflow();
		for (Map.Entry<Object, Object> entry : overflow.entrySet()) {
			Object value = FlatTable.alive(entry.getValue());
			if (value != null && length < copy.length) {
				copy[length++] = entry.getKey();
				copy[length++] = value;
			}
		}
		return copy;
	}

	/**
	 * Whether a write of several keys is being made in place.
	 * @return {@code true} if readers of single keys have to wait
	 */
	boolean isHalfway() {
		return this.halfway.isWriteLocked();
	}

	/**
	 * Number of slots where readers look.
	 * @return the number of slots
	 */
	int capacity() {
		return this.table.capacity();
	}

	private FlatTable writable() {
		return (this.draft != null) ? this.draft : this.table;
	}

	private void replaceWritable(FlatTable table) {
		if (this.draft != null) {
			this.draft = table;
		}
		else {
			// From here on the old table is frozen, and readers that hold it may finish.
			this.table = table;
		}
	}

	@Override
	@Nullable Object find(Object key, long hash) {
		return writable().get(key, hash);
	}

	@Override
	@Nullable Object set(Object key, long hash, Object value) {
		FlatTable table = writable();
		Object before = table.put(key, hash, value);
		if (before == null && table.isWorn()) {
			rebuild(table);
		}
		return before;
	}

	@Override
	@Nullable Object unset(Object key, long hash) {
		FlatTable table = writable();
		Object before = table.remove(key, hash);
		if (before != null && table.isWorn()) {
			rebuild(table);
		}
		return before;
	}

	private void rebuild(FlatTable table) {
		FlatTable successor = table.successor(table.live());
		successor.copyFrom(table);
		replaceWritable(successor);
	}

	@Override
	void reset() {
		replaceWritable(new FlatTable(this.declaredRoom, this.window));
	}

	@Override
	int count() {
		return writable().live();
	}

	@Override
	void beginChanges(int keys) {
		FlatTable table = this.table;
		if (keys >= this.draftKeys && keys >= table.live() / DRAFT_SHARE) {
			FlatTable draft = table.successor(Math.max(table.live(), keys));
			draft.copyFrom(table);
			this.draft = draft;
		}
		else {
			this.halfwayStamp = this.halfway.writeLock();
		}
	}

	@Override
	void commitChanges() {
		if (this.draft != null) {
			this.table = this.draft;
		}
	}

	@Override
	void endChanges() {
		if (this.draft != null) {
			this.draft = null;
		}
		else {
			this.halfway.unlockWrite(this.halfwayStamp);
		}
	}

}
