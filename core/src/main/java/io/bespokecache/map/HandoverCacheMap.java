package io.bespokecache.map;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A map whose operations on several keys take effect at one instant, while its entries go
 * to another such map: all together, as they are at one instant. Writers wait meanwhile,
 * readers do not, unless the source is one whose readers wait for a copy of it.
 * <p>
 * <b>Invariants.</b>
 * <ol>
 * <li>Writers share a lock that the copy takes alone, so none changes the source once it
 * is being copied. They use the target only after that.</li>
 * <li>The source keeps its entries for good. A reader who comes to it late began before
 * the target was used, and until then the source was what it still is: so what he finds
 * was right at a moment within his call.</li>
 * </ol>
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class HandoverCacheMap<K, V> extends ForwardingCacheMap<K, V> implements InterimCacheMap<K, V> {

	private final CacheMap<K, V> from;

	private final CacheMap<K, V> to;

	/**
	 * Shared by writers. Who holds it may take it again although the copy waits: the
	 * function of a change that reads or changes the map is refused, not left to wait.
	 */
	private final ReadWriteLock copying = new ReentrantReadWriteLock();

	/** Set under the lock, once the target has all entries. */
	private volatile boolean done;

	HandoverCacheMap(CacheMap<K, V> from, CacheMap<K, V> to) {
		this.from = from;
		this.to = to;
	}

	@Override
	public CacheMap<K, V> from() {
		return this.from;
	}

	@Override
	public CacheMap<K, V> to() {
		return this.to;
	}

	@Override
	public long moveAll(Patience patience) {
		Lock lock = this.copying.writeLock();
		while (!tryLock(lock, patience.endOfAttempt() - System.nanoTime())) {
			if (patience.isOver()) {
				throw ChangeAbandonedException.becauseOfAWriter();
			}
			patience.pause();
		}
		try {
			if (!this.done) {
				// Of a copy that did not come to its end.
				this.to.clear();
				this.to.putAll(this.from.snapshot());
				this.done = true;
			}
			return this.to.mappingCount();
		}
		finally {
			lock.unlock();
		}
	}

	/** Writers who come meanwhile wait behind this. */
	private static boolean tryLock(Lock lock, long nanos) {
		try {
			return lock.tryLock() || lock.tryLock(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public boolean hasBegun() {
		return this.done;
	}

	private CacheMap<K, V> holder() {
		return this.done ? this.to : this.from;
	}

	@Override
	<R extends @Nullable Object> R read(Function<CacheMap<K, V>, R> reading) {
		return reading.apply(holder());
	}

	@Override
	<R extends @Nullable Object> R write(Function<CacheMap<K, V>, R> change) {
		Lock lock = this.copying.readLock();
		lock.lock();
		try {
			return change.apply(holder());
		}
		finally {
			lock.unlock();
		}
	}

	@Override
	public MapStatistics formerStatistics() {
		return this.from.statistics();
	}

	@Override
	public void cleanUp() {
		InterimCacheMap.super.cleanUp();
	}

	@Override
	EntryCursor cursor() {
		return new ChainedCursor(holder().entrySet().iterator(), null);
	}

}
