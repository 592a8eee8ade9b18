package io.bespokecache.map;

import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The {@code mutex} strategy: one {@link CompactTable} and one lock, for readers too.
 * <p>
 * <b>Goals.</b> The least memory: in a map that grows, 11 to 21 bytes an entry beside key
 * and value, by how full the table is. Every operation, however many keys it touches,
 * takes effect at one instant.
 * <p>
 * <b>Invariants.</b> The table is read and changed, and the reference to it replaced,
 * only under the lock; so the lock alone makes the map linearizable and its writes
 * visible. An iteration walks over a copy made under the lock, and holds no lock itself.
 * <p>
 * <b>Size.</b> A full table is replaced by one of twice the size, and one with fewer
 * entries than an eighth of its slots by one with room for twice as many entries as there
 * are, though never by a smaller one than was declared. Between the two the number of
 * entries must double or halve at least, so that coming and going at a constant size
 * replaces nothing.
 * <p>
 * <b>Hazards.</b> A function passed to {@code compute} and its kin keeps everybody out,
 * readers included. An iteration needs memory for a copy of all references.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class MutexCacheMap<K, V> extends LockedCacheMap<K, V> {

	/** What is declared above this comes with growth: a declaration is only a hint. */
	private static final long MAXIMUM_INITIAL_ENTRIES = 1 << 17;

	/** Reentrant so that functions may read, and a recursive update can be told. */
	private final ReentrantLock lock = new ReentrantLock();

	private final long declaredRoom;

	private final int declaredCapacity;

	private final int window;

	/** Guarded by the lock. */
	private CompactTable table;

	MutexCacheMap(CacheMapBuilder<K, V> builder) {
		this.declaredRoom = builder.eagerRebuilds ? 0 : Math.min(builder.expectedEntries, MAXIMUM_INITIAL_ENTRIES);
		this.window = builder.eagerRebuilds ? 2 : CompactTable.WINDOW;
		this.table = new CompactTable(this.declaredRoom, this.window);
		this.declaredCapacity = this.table.capacity();
	}

	@Override
	public Strategy strategy() {
		return Strategy.MUTEX;
	}

	@Override
	public MapStatistics statistics() {
		return MapStatistics.NONE;
	}

	@Override
	void lock() {
		if (this.lock.isHeldByCurrentThread()) {
			throw recursiveUpdate();
		}
		this.lock.lock();
	}

	@Override
	void unlock() {
		this.lock.unlock();
	}

	@Override
	public @Nullable V get(Object key) {
		long hash = KeyHash.mixed(key);
		this.lock.lock();
		try {
			return value(this.table.get(key, hash));
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	@Nullable Object[] findAll(Object[] keys, long[] hashes) {
		@Nullable Object[] values = new @Nullable Object[keys.length];
		this.lock.lock();
		try {
			for (int i = 0; i < keys.length; i++) {
				values[i] = this.table.get(keys[i], hashes[i]);
			}
			return values;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public long mappingCount() {
		this.lock.lock();
		try {
			return this.table.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	Object[] copy() {
		this.lock.lock();
		try {
			return this.table.entries();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Number of slots.
	 * @return the number of slots
	 */
	int capacity() {
		this.lock.lock();
		try {
			return this.table.capacity();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Nothing: without the lock there is nothing to see. */
	@Override
	@Nullable Object glance(Object key, long hash) {
		return null;
	}

	@Override
	@Nullable Object find(Object key, long hash) {
		return this.table.get(key, hash);
	}

	@Override
	@Nullable Object set(Object key, long hash, Object value) {
		Object before = this.table.replace(key, hash, value);
		if (before == null) {
			if (this.table.isFull()) {
				this.table = this.table.larger();
			}
			this.table.add(key, hash, value);
		}
		return before;
	}

	@Override
	@Nullable Object unset(Object key, long hash) {
		Object before = this.table.remove(key, hash);
		if (before != null && this.table.isMostlyEmpty() && this.table.capacity() > this.declaredCapacity) {
			this.table = this.table.smaller(this.declaredRoom);
		}
		return before;
	}

	@Override
	void reset() {
		this.table = new CompactTable(this.declaredRoom, this.window);
	}

	@Override
	int count() {
		return this.table.size();
	}

	@Override
	Object[] entries() {
		return this.table.entries();
	}

}
