package io.bespokecache.map;

import java.io.Serial;
import java.util.concurrent.locks.StampedLock;

import org.jspecify.annotations.Nullable;

/**
 * A stamped lock that knows which thread writes, so that this thread is told from others:
 * a stamped lock by itself is not reentrant, and lets its holder wait for itself.
 */
final class WriterLock extends StampedLock {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Written by the thread that holds the write lock. Others may read it at any time:
	 * whatever they see, it is not themselves.
	 */
	private transient @Nullable Thread writer;

	/** Guarded by the write lock. */
	private transient long stamp;

	/** Takes the write lock, which this thread does not have. */
	void lockToWrite() {
		this.stamp = writeLock();
		this.writer = Thread.currentThread();
	}

	/** Gives the write lock back. */
	void unlockAfterWrite() {
		this.writer = null;
		unlockWrite(this.stamp);
	}

	/**
	 * Whether this thread has the write lock.
	 * @return {@code true} if it has
	 */
	boolean isMine() {
		return this.writer == Thread.currentThread();
	}

}
