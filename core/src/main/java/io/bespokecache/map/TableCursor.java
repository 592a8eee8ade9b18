package io.bespokecache.map;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * A weakly consistent walk over some flat tables, one after the other.
 * <p>
 * A table has each key in one place for all its life, so none comes twice; and it never
 * loses a key, so none that is present throughout is missed. A table that has been
 * replaced meanwhile still names the keys, but no longer their values: those are looked
 * up.
 */
abstract class TableCursor extends EntryCursor {

	private @Nullable FlatTable table;

	private int slot;

	private Iterator<Map.Entry<Object, Object>> overflow = Collections.emptyIterator();

	private @Nullable Object key;

	private @Nullable Object value;

	/** Next table to walk, or {@code null} at the end. */
	abstract @Nullable FlatTable nextTable();

	/** Whether readers of the map still use a table. */
	abstract boolean isCurrent(FlatTable table);

	/** Value of a key in the map. */
	abstract @Nullable Object find(Object key);

	/** Whether to leave out a key that has its entry in an earlier table. */
	boolean isShadowed(Object key) {
		return false;
	}

	@Override
	final boolean advance() {
		while (true) {
			FlatTable table = this.table;
			if (table != null && (advanceSlot(table) || advanceOverflow(table))) {
				return true;
			}
			table = nextTable();
			if (table == null) {
				return false;
			}
			this.table = table;
			this.slot = table.firstSlot();
			this.overflow = table.overflow().entrySet().iterator();
		}
	}

	private boolean advanceSlot(FlatTable table) {
		while (this.slot < table.firstSlot() + table.capacity()) {
			int slot = this.slot++;
			Object key = table.key(slot);
			if (key != null && accept(table, key, table.value(slot))) {
				return true;
			}
		}
		return false;
	}

	private boolean advanceOverflow(FlatTable table) {
		while (this.overflow.hasNext()) {
			Map.Entry<Object, Object> entry = this.overflow.next();
			if (accept(table, entry.getKey(), FlatTable.alive(entry.getValue()))) {
				return true;
			}
		}
		return false;
	}

	private boolean accept(FlatTable table, Object key, @Nullable Object value) {
		if (isShadowed(key)) {
			return false;
		}
		this.value = isCurrent(table) ? value : find(key);
		this.key = key;
		return this.value != null;
	}

	@Override
	final Object key() {
		return present(this.key);
	}

	@Override
	final Object value() {
		return present(this.value);
	}

	private static Object present(@Nullable Object part) {
		if (part == null) {
			throw new NoSuchElementException();
		}
		return part;
	}

}
