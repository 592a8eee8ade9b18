package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The writers' side of one segment: a lock, and the flat table that only its holder
 * changes or replaces.
 * <p>
 * Readers come in through the array of tables that all segments of a map share, and never
 * touch this object: the cache lines that writers take from each other with the lock are
 * not on the readers' way.
 */
final class Segment {

	private static final VarHandle TABLE = MethodHandles.arrayElementVarHandle(FlatTable[].class);

	private static final VarHandle ENTRIES;

	static {
		try {
			ENTRIES = MethodHandles.lookup().findVarHandle(Segment.class, "entries", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** Reentrant only so that a recursive update can be told and refused. */
	final ReentrantLock lock = new ReentrantLock();

	private final FlatTable[] tables;

	private final int index;

	/** Entries of this segment, wherever they are. Written under the lock. */
	private int entries;

	/**
	 * Makes a segment.
	 * @param tables where readers find the tables of all segments
	 * @param index where they find this one's
	 */
	Segment(FlatTable[] tables, int index) {
		this.tables = tables;
		this.index = index;
	}

	/**
	 * Current table of a segment. Takes no lock.
	 * @param tables the tables of all segments
	 * @param index which segment
	 * @return its table
	 */
	static FlatTable table(FlatTable[] tables, int index) {
		return (FlatTable) TABLE.getVolatile(tables, index);
	}

	/**
	 * Current table. The caller holds the lock, or has no need to see the last change.
	 * @return the table
	 */
	FlatTable table() {
		return this.tables[this.index];
	}

	/**
	 * Sets a value. The caller holds the lock.
	 * @param key the key
	 * @param hash its hash
	 * @param value the value
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object put(Object key, long hash, Object value) {
		FlatTable table = table();
		Object before = table.put(key, hash, value);
		if (before == null) {
			addEntries(1);
			if (table.isWorn()) {
				rebuild(table);
			}
		}
		return before;
	}

	/**
	 * Removes a key. The caller holds the lock.
	 * @param key the key
	 * @param hash its hash
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object remove(Object key, long hash) {
		FlatTable table = table();
		Object before = table.remove(key, hash);
		if (before != null) {
			addEntries(-1);
			if (table.isWorn()) {
				rebuild(table);
			}
		}
		return before;
	}

	private void rebuild(FlatTable table) {
		FlatTable successor = table.successor(table.live());
		successor.copyFrom(table);
		publish(successor);
		table.vacate();
	}

	/**
	 * Notes that the segment has gained or lost entries. The caller holds the lock.
	 * @param change how many
	 */
	void addEntries(int change) {
		// Read without the lock, so written whole; it orders nothing.
		ENTRIES.setOpaque(this, this.entries + change);
	}

	/**
	 * Number of entries. Takes no lock.
	 * @return the number of entries
	 */
	int entries() {
		return (int) ENTRIES.getOpaque(this);
	}

	/**
	 * Which segment of the map this is.
	 * @return the index
	 */
	int index() {
		return this.index;
	}

	/**
	 * Replaces the table. The caller holds the lock.
	 * @param successor a table that holds all of the segment's entries, or whose owner
	 * has published them elsewhere
	 */
	void publish(FlatTable successor) {
		// From here on the old table is frozen, and readers that hold it may finish.
		TABLE.setVolatile(this.tables, this.index, successor);
	}

}
