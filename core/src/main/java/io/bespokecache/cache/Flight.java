package io.bespokecache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * One load in progress, shared by every caller of its key.
 * <p>
 * A flight is {@code LOADING} until one compare-and-set decides what becomes of its
 * value: {@code PUBLISHING}, by the loader, and it will be stored; or {@code DETACHED},
 * by a writer that came first, and it will only be handed to the callers that wait. No
 * user code runs while a flight is {@code PUBLISHING}, so a writer that meets that state
 * may wait for its end.
 *
 * @param <V> the type of values
 */
final class Flight<V> {

	/**
	 * What each blocked thread waits for, over all caches: a ring of threads may lead
	 * through several of them. Each thread enters itself before it looks for a ring, so
	 * that of those who close one, the last to enter sees it whole.
	 */
	private static final ConcurrentMap<Thread, Flight<?>> WAITING = new ConcurrentHashMap<>();

	private final AtomicReference<State> state = new AtomicReference<>(State.LOADING);

	private final CompletableFuture<V> result = new CompletableFuture<>();

	/** The thread that runs the load, while one does; an asynchronous load has none. */
	private volatile @Nullable Thread owner = Thread.currentThread();

	/**
	 * The load goes on without a thread of its own.
	 */
	void disown() {
		this.owner = null;
	}

	boolean startPublishing() {
		return this.state.compareAndSet(State.LOADING, State.PUBLISHING);
	}

	/**
	 * Forbids that the value be stored.
	 * @return {@code false} if it is being stored already
	 */
	boolean detach() {
		return this.state.compareAndSet(State.LOADING, State.DETACHED) || this.state.get() == State.DETACHED;
	}

	void complete(V value) {
		this.owner = null;
		this.result.complete(value);
	}

	void fail(Throwable failure) {
		this.owner = null;
		this.result.completeExceptionally(failure);
	}

	/**
	 * Waits until a flight that is {@code PUBLISHING} has landed. The store that the
	 * waiter waits for may be its own, where a map calls a weigher that calls back.
	 */
	void awaitLanding() {
		if (this.owner != Thread.currentThread()) {
			this.result.handle((value, failure) -> Boolean.TRUE).join();
		}
	}

	/**
	 * Waits for the value.
	 * @return the value; {@code null} never
	 * @throws InterruptedException if the thread was interrupted
	 * @throws ExecutionException if the load failed
	 * @throws RecursiveLoadException if the load waits, directly or not, for the caller
	 */
	V await(String cache, Object key) throws InterruptedException, ExecutionException {
		Thread caller = Thread.currentThread();
		WAITING.put(caller, this);
		try {
			if (waitsFor(caller)) {
				throw new RecursiveLoadException(cache, key);
			}
			return this.result.get();
		}
		finally {
			WAITING.remove(caller);
		}
	}

	private boolean waitsFor(Thread caller) {
		Thread loader = this.owner;
		// A ring without the caller is not the caller's to report: give up after as many
		// steps as there are threads.
		for (int steps = WAITING.size(); loader != null && steps >= 0; steps--) {
			if (loader == caller) {
				return true;
			}
			Flight<?> next = WAITING.get(loader);
			loader = (next != null) ? next.owner : null;
		}
		return false;
	}

	/**
	 * The value to come. Cancelling what is returned leaves the flight as it is.
	 * @return a future of its own for each caller
	 */
	CompletableFuture<V> future() {
		return this.result.copy();
	}

	private enum State {

		LOADING, PUBLISHING, DETACHED

	}

}
