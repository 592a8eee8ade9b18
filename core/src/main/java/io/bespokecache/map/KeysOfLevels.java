package io.bespokecache.map;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * The keys that are alive in a read table and in a delta, as far as a walk without locks
 * can tell.
 */
final class KeysOfLevels implements Iterator<Object> {

	private final Segment read;

	private final SegmentCursor delta;

	private final Iterator<Object> overflow;

	private int slot;

	private @Nullable Object next;

	KeysOfLevels(Segment read, SegmentTable delta) {
		this.read = read;
		this.delta = new SegmentCursor(delta);
		var overflow = read.overflow();
		this.overflow = (overflow != null) ? overflow.keySet().iterator() : Collections.emptyIterator();
		this.next = find();
	}

	private @Nullable Object find() {
		while (this.slot < this.read.slots) {
			int slot = this.slot++;
			if (ReadTable.isValue(this.read.value(slot))) {
				return this.read.key(slot);
			}
		}
		if (this.overflow.hasNext()) {
			return this.overflow.next();
		}
		while (this.delta.advance()) {
			if (ReadTable.isValue(this.delta.value())) {
				return this.delta.key();
			}
		}
		return null;
	}

	@Override
	public boolean hasNext() {
		return this.next != null;
	}

	@Override
	public Object next() {
		Object next = this.next;
		if (next == null) {
			throw new NoSuchElementException();
		}
		this.next = find();
		return next;
	}

}
