package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A weakly consistent walk over a {@link SegmentTable}, in the order of hashes.
 * <p>
 * Each segment is copied when the walk comes to it, without a lock: what was written
 * meanwhile is shown or not, each key for itself. The walk goes on behind the last hash
 * of that segment; so a segment that is split or replaced meanwhile is neither shown
 * twice nor left out.
 */
final class SegmentCursor extends EntryCursor {

	private final SegmentTable table;

	/** First hash that has not been shown, as an unsigned number. */
	private long next;

	private @Nullable SegmentCopy copy;

	private int slot;

	private Iterator<Map.Entry<Object, Object>> overflow = Collections.emptyIterator();

	private @Nullable Object key;

	private @Nullable Object value;

	SegmentCursor(SegmentTable table) {
		this.table = table;
	}

	@Override
	boolean advance() {
		while (true) {
			SegmentCopy copy = this.copy;
			if (copy != null && advance(copy)) {
				return true;
			}
			if (this.overflow.hasNext()) {
				Map.Entry<Object, Object> entry = this.overflow.next();
				this.copy = null;
				this.key = entry.getKey();
				this.value = entry.getValue();
				return true;
			}
			if (this.next == SegmentTable.HASHES) {
				return false;
			}
			enter(this.table.segment((int) this.next));
		}
	}

	private boolean advance(SegmentCopy copy) {
		while (this.slot < copy.slots()) {
			Object value = copy.value(this.slot++);
			if (value != null && value != Segment.DEAD) {
				this.key = null;
				this.value = value;
				return true;
			}
		}
		return false;
	}

	private void enter(Segment segment) {
		this.slot = 0;
		this.next = segment.next(this.next);
		this.copy = segment.copy();
		ConcurrentHashMap<Object, Object> overflow = segment.overflow();
		List<Map.Entry<Object, Object>> entries = new ArrayList<>();
		if (overflow != null) {
			overflow.forEach((key, value) -> entries.add(Map.entry(key, value)));
		}
		this.overflow = entries.iterator();
	}

	@Override
	Object key() {
		Object key = this.key;
		SegmentCopy copy = this.copy;
		if (key == null && copy != null && this.slot > 0) {
			key = copy.key(this.slot - 1);
			this.key = key;
		}
		return present(key);
	}

	@Override
	Object value() {
		return present(this.value);
	}

	private static Object present(@Nullable Object part) {
		if (part == null) {
			throw new NoSuchElementException();
		}
		return part;
	}

}
