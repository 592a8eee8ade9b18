package io.bespokecache.spring;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

import io.bespokecache.cache.LocalCache;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Finds, for the calling thread, what its transaction has written to a cache and not yet
 * committed. Thread-safe. Not to be touched unless spring-tx is on the class path.
 * <p>
 * Writes are held back only in an actual transaction. Spring also offers its callbacks
 * where there is none ({@code PROPAGATION_SUPPORTS}): every statement then takes effect
 * by itself, an exception takes none of them back, and a write to the cache that waited
 * for the end would leave it behind the database, or be lost.
 */
final class TransactionalWrites {

	private final LocalCache<Object, Object> store;

	private final BiConsumer<String, Throwable> failures;

	private final WriteMarks marks = new WriteMarks();

	private final LongAdder committed = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	/**
	 * Creates the writes of a cache.
	 * @param store the cache as everybody sees it
	 * @param failures takes what was to be done after a commit, and how it failed
	 */
	TransactionalWrites(LocalCache<Object, Object> store, BiConsumer<String, Throwable> failures) {
		this.store = store;
		this.failures = failures;
	}

	/**
	 * Writes that a commit applied.
	 */
	long committedWrites() {
		return this.committed.sum();
	}

	/**
	 * Writes that no commit is known to have applied.
	 */
	long droppedWrites() {
		return this.dropped.sum();
	}

	/**
	 * Whether the calling thread's writes are held back.
	 */
	boolean areHeldBack() {
		if (!isInTransaction()) {
			return false;
		}
		Enlistment bound = bound();
		return bound == null || bound.pending != null;
	}

	/**
	 * The writes that the calling thread's transaction has not yet committed.
	 * @return the pending writes, or {@code null} if the thread acts for everybody
	 */
	@Nullable PendingWrites pending() {
		if (!isInTransaction()) {
			return null;
		}
		Enlistment bound = bound();
		return (bound != null) ? bound.pending : enlist();
	}

	/**
	 * The pending writes to add a write of one key to. If there are none, the caller is
	 * about to write the store.
	 */
	@Nullable PendingWrites pendingOrMark(Object key) {
		PendingWrites pending = pending();
		if (pending == null) {
			this.marks.mark(WriteMarks.groupOf(key));
		}
		return pending;
	}

	/**
	 * The pending writes to add a write of all keys to. If there are none, the caller is
	 * about to write the store.
	 */
	@Nullable PendingWrites pendingOrMarkAll() {
		PendingWrites pending = pending();
		if (pending == null) {
			this.marks.mark(WriteMarks.EVERY_GROUP);
		}
		return pending;
	}

	private static boolean isInTransaction() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isSynchronizationActive();
	}

	/**
	 * The part of the current transaction that this cache has. One that a transaction
	 * managed elsewhere has left behind, because it ends in another thread, is not.
	 */
	private @Nullable Enlistment bound() {
		Enlistment bound = (Enlistment) TransactionSynchronizationManager.getResource(this);
		if (bound != null && bound.completing
				&& !TransactionSynchronizationManager.getSynchronizations().contains(bound)) {
			bound.unbind();
			return null;
		}
		return bound;
	}

	private PendingWrites enlist() {
		PendingWrites pending = new PendingWrites(this.store, this.marks);
		Enlistment enlistment = new Enlistment(pending);
		TransactionSynchronizationManager.registerSynchronization(enlistment);
		enlistment.resume();
		return pending;
	}

	/**
	 * The part that this cache has in one transaction. Bound to the thread while that
	 * transaction is the current one.
	 */
	private final class Enlistment implements TransactionSynchronization {

		private final PendingWrites written;

		/** What waits for the commit; {@code null} once nothing does. */
		private volatile @Nullable PendingWrites pending;

		/** Whether the end has begun. Others' callbacks may yet read and write. */
		private volatile boolean completing;

		Enlistment(PendingWrites pending) {
			this.written = pending;
			this.pending = pending;
		}

		/**
		 * Before the callbacks of others: what they set going shall find the new state.
		 */
		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void suspend() {
			unbind();
		}

		@Override
		public void resume() {
			TransactionSynchronizationManager.bindResource(TransactionalWrites.this, this);
		}

		void unbind() {
			TransactionSynchronizationManager.unbindResourceIfPossible(TransactionalWrites.this);
		}

		@Override
		public void savepoint(Object savepoint) {
			this.written.savepoint(savepoint);
		}

		@Override
		public void savepointRollback(Object savepoint) {
			this.written.rollbackTo(savepoint);
		}

		@Override
		public void beforeCompletion() {
			this.completing = true;
		}

		@Override
		public void afterCommit() {
			this.pending = null;
			this.written.apply(TransactionalWrites.this.failures);
		}

		/**
		 * Usually the writes have been applied. They have not, if this cache was first
		 * used, or another callback failed, after the commit. And they were applied too
		 * early, if the transaction is managed elsewhere and only now comes to its end.
		 */
		@Override
		public void afterCompletion(int status) {
			boolean applied = this.pending == null;
			boolean early = applied && !TransactionSynchronizationManager.isActualTransactionActive();
			this.pending = null;
			((status == STATUS_COMMITTED) ? TransactionalWrites.this.committed : TransactionalWrites.this.dropped)
				.add(this.written.size());
			if (TransactionSynchronizationManager.getResource(TransactionalWrites.this) == this) {
				unbind();
			}
			if (status == STATUS_UNKNOWN || early || (applied && status == STATUS_ROLLED_BACK)) {
				this.written.forget(TransactionalWrites.this.failures);
			}
			else if (status == STATUS_COMMITTED && !applied) {
				this.written.apply(TransactionalWrites.this.failures);
			}
		}

	}

}
