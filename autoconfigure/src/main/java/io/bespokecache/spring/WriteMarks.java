package io.bespokecache.spring;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * When the keys of a cache were last written: a mark for each of a fixed number of groups
 * that the keys' hashes divide them into, and one for all keys together. Two keys of one
 * group look written together; no write goes unnoticed. Thread-safe.
 * <p>
 * A writer marks first and writes then. Whoever stores a value on the condition that
 * there is no newer mark holds the lock of the group from the check to the store, and a
 * writer that has marked waits for that lock to be free. So either the check has seen the
 * mark, or the writer acts after the store, and overwrites or removes the value.
 */
final class WriteMarks {

	private static final int GROUP_BITS = 10;

	/** The group of a writer that writes all keys. */
	static final int EVERY_GROUP = 1 << GROUP_BITS;

	private static final int LOCKS = 16;

	private final AtomicLong clock = new AtomicLong();

	private final AtomicLongArray marks = new AtomicLongArray(EVERY_GROUP + 1);

	private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

	WriteMarks() {
		for (int i = 0; i < LOCKS; i++) {
			this.locks[i] = new ReentrantLock();
		}
	}

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
	 * clock is advanced after the mark was read that the new one replaces.
	 */
	Mark mark(int group) {
		while (true) {
			long previous = this.marks.get(group);
			long current = this.clock.incrementAndGet();
			if (this.marks.compareAndSet(group, previous, current)) {
				awaitStores(group);
				return new Mark(previous, current);
			}
		}
	}

	private void awaitStores(int group) {
		if (group == EVERY_GROUP) {
			for (ReentrantLock lock : this.locks) {
				await(lock);
			}
		}
		else {
			await(lockOf(group));
		}
	}

	@SuppressWarnings("LockNotBeforeTry") // nothing is done under the lock that could
											// fail
	private static void await(ReentrantLock lock) {
		if (lock.isLocked()) {
			lock.lock();
			lock.unlock();
		}
	}

	/**
	 * Stores a value if the marks allow it.
	 * @param group group of the value's key
	 * @param condition looks at marks
	 * @param store stores the value
	 * @return whether the condition held
	 */
	boolean storeIf(int group, BooleanSupplier condition, Runnable store) {
		ReentrantLock lock = lockOf(group);
		lock.lock();
		try {
			if (!condition.getAsBoolean()) {
				return false;
			}
			store.run();
			return true;
		}
		finally {
			lock.unlock();
		}
	}

	private ReentrantLock lockOf(int group) {
		return this.locks[group & (LOCKS - 1)];
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
