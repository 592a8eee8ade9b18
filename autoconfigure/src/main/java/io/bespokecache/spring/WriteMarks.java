package io.bespokecache.spring;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When the keys of a cache were last written: a mark for each of a fixed number of groups
 * that the keys' hashes divide them into, and one for all keys together. Thread-safe.
 * <p>
 * A writer marks first and writes then. So whoever stores a value and afterwards finds
 * the mark as it was has stored it before any later writer acts, who then overwrites or
 * removes it. Two keys of one group look written together; a write never goes unnoticed.
 */
final class WriteMarks {

	private static final int GROUP_BITS = 10;

	/** The group of a writer that writes all keys. */
	static final int EVERY_GROUP = 1 << GROUP_BITS;

	private final AtomicLong clock = new AtomicLong();

	private final AtomicLongArray marks = new AtomicLongArray(EVERY_GROUP + 1);

	static int groupOf(Object key) {
		// The upper bits of the product: hashes of sequential ids differ in the lowest.
		return (key.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - GROUP_BITS);
	}

	/**
	 * A moment: every mark that is set later is greater.
	 */
	long now() {
		return this.clock.get();
	}

	/**
	 * The latest mark of a group, 0 if there is none.
	 */
	long latest(int group) {
		return this.marks.get(group);
	}

	/**
	 * Marks a group. No two writers set the same mark, and a group's marks only grow: the
	 * clock is read after the mark that the new one replaces.
	 */
	Mark mark(int group) {
		while (true) {
			long previous = this.marks.get(group);
			long current = this.clock.incrementAndGet();
			if (this.marks.compareAndSet(group, previous, current)) {
				return new Mark(previous, current);
			}
		}
	}

	/**
	 * A mark that was set.
	 *
	 * @param previous the one that it replaced
	 * @param current the mark
	 */
	record Mark(long previous, long current) {

	}

}
