package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A lock without a queue, for changes that take well under a microsecond: whoever finds
 * it taken spins for a while, and then sleeps for longer and longer. It can be retired,
 * after which nobody gets it. Not reentrant.
 */
abstract class OwnedLock {

	private static final int FREE = 0;

	private static final int LOCKED = 1;

	private static final int RETIRED = 2;

	/** Tries before the thread looks whether it would wait for itself. */
	private static final int SPINS = 256;

	private static final long SHORTEST_PAUSE_NANOS = 10_000;

	private static final long LONGEST_PAUSE_NANOS = 1_000_000;

	private static final VarHandle LOCK;

	static {
		try {
			LOCK = MethodHandles.lookup().findVarHandle(OwnedLock.class, "lock", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("UnusedVariable") // read and written through LOCK
	private int lock;

	/** Who holds the lock; only the owner's own answer can be relied on. */
	private @Nullable Thread owner;

	/**
	 * Takes the lock, and waits for it if it must.
	 * @param holdsAnother whether the calling thread holds this lock or another one of
	 * the same map, asked before it sleeps
	 * @return {@code false} if the lock is retired
	 * @throws IllegalStateException if the calling thread would have to wait while it
	 * holds another lock, or for itself
	 */
	final boolean lock(BooleanSupplier holdsAnother) {
		if (tryLock()) {
			return true;
		}
		long pause = SHORTEST_PAUSE_NANOS;
		for (int tries = 0; !isRetired(); tries++) {
			if (tries < SPINS) {
				Thread.onSpinWait();
			}
			else {
				if (holdsAnother.getAsBoolean()) {
					throw AbstractCacheMap.recursiveUpdate();
				}
				// A function runs under the lock, or its holder has lost the processor.
				LockSupport.parkNanos(pause);
				pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
			}
			if (tryLock()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Takes the lock if it is free.
	 * @return {@code false} if it is not, or is retired
	 */
	final boolean tryLock() {
		if ((int) LOCK.getOpaque(this) == FREE && LOCK.compareAndSet(this, FREE, LOCKED)) {
			this.owner = Thread.currentThread();
			return true;
		}
		return false;
	}

	final boolean isRetired() {
		return (int) LOCK.getVolatile(this) == RETIRED;
	}

	/** Whether the calling thread holds the lock. */
	final boolean isHeldByCurrentThread() {
		return this.owner == Thread.currentThread();
	}

	/**
	 * Gives the lock back. All stores since it was taken are visible to all after this,
	 * so whoever then reads another key does not overtake himself.
	 * @param retire whether nobody is to get it again
	 */
	final void unlock(boolean retire) {
		this.owner = null;
		VarHandle.fullFence();
		LOCK.setRelease(this, retire ? RETIRED : FREE);
	}

}
