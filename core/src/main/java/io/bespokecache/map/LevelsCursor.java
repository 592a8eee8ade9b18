package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * A weakly consistent walk over the levels of a promoting map as they were when it began:
 * the read table, then the delta, then what is being folded.
 * <p>
 * A key stays where it is while it is present, if only as a mark that its entry has moved
 * on; so none is missed, whatever promotions do meanwhile. An entry that has moved is
 * looked up, and so is one of the deltas. No key is shown twice: one of the read table or
 * of what is being folded has its slot there for good, and is not shown by another level.
 * Until all writers know that the delta has been closed, one of them may still remove a
 * key from it, which may come back in the new delta; but none goes the other way, which
 * is why the new one comes first.
 *
 * @param <K> the type of keys
 */
final class LevelsCursor<K> extends EntryCursor {

	private final PromotingCacheMap<K, ?> map;

	private final Segment read;

	private final @Nullable SegmentTable folding;

	private final List<SegmentCursor> deltas = new ArrayList<>();

	private int slot;

	private final Iterator<Object> overflow;

	private @Nullable Object key;

	private @Nullable Object value;

	LevelsCursor(PromotingCacheMap<K, ?> map, Levels levels) {
		this.map = map;
		this.read = levels.read;
		this.folding = levels.folding;
		this.deltas.add(new SegmentCursor(levels.delta));
		if (levels.folding != null) {
			this.deltas.add(new SegmentCursor(levels.folding));
		}
		var overflow = this.read.overflow();
		this.overflow = (overflow != null) ? new ArrayList<>(overflow.keySet()).iterator() : List.of().iterator();
	}

	@Override
	boolean advance() {
		while (this.slot < this.read.slots) {
			int slot = this.slot++;
			Object value = this.read.value(slot);
			if (value != null && accept(this.read.key(slot), value)) {
				return true;
			}
		}
		while (this.overflow.hasNext()) {
			Object key = this.overflow.next();
			if (accept(key, ReadTable.MOVED)) {
				return true;
			}
		}
		while (!this.deltas.isEmpty()) {
			SegmentCursor delta = this.deltas.get(0);
			while (delta.advance()) {
				Object key = delta.key();
				if (!isShownElsewhere(key, KeyHash.of(key)) && accept(key, ReadTable.MOVED)) {
					return true;
				}
			}
			this.deltas.remove(0);
		}
		return false;
	}

	/** Whether a key of the delta that is shown now has its place in another level. */
	private boolean isShownElsewhere(Object key, int hash) {
		return this.read.get(key, hash) != null
				|| (this.folding != null && this.deltas.size() == 2 && this.folding.get(key, hash) != null);
	}

	private boolean accept(Object key, Object value) {
		Object current = (value == ReadTable.MOVED) ? this.map.find(key, KeyHash.of(key)) : value;
		this.key = key;
		this.value = (current == Segment.DEAD) ? null : current;
		return this.value != null;
	}

	@Override
	Object key() {
		return present(this.key);
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
