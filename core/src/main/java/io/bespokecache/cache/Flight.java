package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * One load in progress, shared by every caller of its key.
 * <p>
 * A flight is {@code LOADING} until one compare-and-set decides what becomes of its
 * value: {@code PUBLISHING}, by the loader, and it will be stored; or {@code DETACHED},
 * by a writer that came first, and it will only be handed to the callers that wait. No
 * load runs while a flight is {@code PUBLISHING}, so a writer that meets that state may
 * wait for its end.
 * <p>
 * Threads wait for a latch, not for the future of asynchronous callers: waiting for a
 * {@link CompletableFuture} may run other tasks of a fork-join pool inside the wait, and
 * its completion runs the continuations of other callers before it wakes everyone.
 *
 * @param <V> the type of values
 */
final class Flight<V> implements ForkJoinPool.ManagedBlocker {

	/**
	 * What each blocked thread waits for, over all caches: a ring of threads may lead
	 * through several of them. Each thread enters itself before it looks for a ring, so
	 * that of those who close one, the last to enter sees it whole.
	 */
	private static final ConcurrentMap<Thread, Flight<?>> WAITING = new ConcurrentHashMap<>();

	private static final long PAUSE_NANOS = 1_000;

	private final AtomicReference<State> state = new AtomicReference<>(State.LOADING);

	private final CountDownLatch landing = new CountDownLatch(1);

	private final CompletableFuture<V> future = new CompletableFuture<>();

	/** Written before the latch opens, read after it. */
	private @Nullable V value;

	/** Written before the latch opens, read after it. */
	private @Nullable Throwable failure;

	/** Written before the latch opens, read after it. */
	private boolean stale;

	private volatile boolean overwriting;

	/** What the second level has, expired, for the case that the load fails. */
	private volatile @Nullable V spare;

	/**
	 * Written by the thread that enters the flight in a table, before it does, and read
	 * by those who have found it there. A flight that is entered again gets an equal
	 * place.
	 */
	private @Nullable Object place;

	/**
	 * The thread that runs the load or stores its value, while one does; an asynchronous
	 * load in progress has none. Nobody waits once this is {@code null} for good.
	 */
	private volatile @Nullable Thread owner = Thread.currentThread();

	/**
	 * Where the flight is to be found in its table.
	 * @param place a key of the table
	 */
	void place(@Nullable Object place) {
		this.place = place;
	}

	/**
	 * Where the flight is to be found in its table.
	 * @return a key of the table, or {@code null} if it was never entered
	 */
	@Nullable Object place() {
		return this.place;
	}

	/**
	 * The load goes on without a thread of its own.
	 */
	void disown() {
		this.owner = null;
	}

	/**
	 * The load is started by the current thread, which is not the one that entered the
	 * flight.
	 */
	void own() {
		this.owner = Thread.currentThread();
	}

	/**
	 * Keeps an expired value for the case that the load fails.
	 */
	void spare(V value) {
		this.spare = value;
	}

	/**
	 * The expired value that may be served because the load has failed, unless a writer
	 * came first.
	 */
	@Nullable V claimSpare() {
		V spare = this.spare;
		return (spare != null && startPublishing()) ? spare : null;
	}

	boolean isOwnedBy(Thread thread) {
		return this.owner == thread;
	}

	/**
	 * Claims the right to store the value, for the current thread.
	 * @return {@code false} if a writer came first
	 */
	boolean startPublishing() {
		if (!this.state.compareAndSet(State.LOADING, State.PUBLISHING)) {
			return false;
		}
		this.owner = Thread.currentThread();
		return true;
	}

	/**
	 * Forbids that the value be stored.
	 * @return {@code false} if it is being stored already
	 */
	boolean detach() {
		while (true) {
			State state = this.state.get();
			if (state == State.DETACHED || this.state.compareAndSet(State.LOADING, State.DETACHED)) {
				return true;
			}
			if (state == State.PUBLISHING || (state == State.STORING_NESTED && isOwnedBy(Thread.currentThread()))) {
				return false;
			}
			// Not a spin: a virtual thread that spun would keep the carrier that the
			// other
			// one may need.
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	void complete(V value) {
		complete(value, false);
	}

	/**
	 * Ends with the expired value, because there is no other.
	 */
	void completeStale(V value) {
		complete(value, true);
	}

	private void complete(V value, boolean stale) {
		this.value = value;
		this.stale = stale;
		land();
		this.future.complete(value);
	}

	/**
	 * Whether the value has expired; known once it has landed.
	 */
	boolean isStale() {
		return this.stale;
	}

	/**
	 * Claims the right to store the value of a load that runs inside this one, of the
	 * same key and in the same thread. This one ends later, and its value replaces that.
	 * @return {@code false} if a writer came first
	 */
	boolean startNestedStore() {
		this.overwriting = true;
		return this.state.compareAndSet(State.LOADING, State.STORING_NESTED);
	}

	void endNestedStore() {
		this.state.set(State.LOADING);
	}

	/**
	 * Whether the value of this flight replaces that of a load inside it.
	 */
	boolean isOverwriting() {
		return this.overwriting;
	}

	void fail(Throwable failure) {
		this.failure = failure;
		land();
		this.future.completeExceptionally(failure);
	}

	/**
	 * Ends the flight for all who wait for it.
	 */
	void land() {
		this.owner = null;
		this.landing.countDown();
	}

	/**
	 * Waits until a flight that is {@code PUBLISHING} has landed. The store that the
	 * waiter waits for may be its own, where a map calls a weigher that calls back.
	 */
	void awaitLanding() {
		if (isOwnedBy(Thread.currentThread())) {
			return;
		}
		boolean interrupted = false;
		while (!isReleasable()) {
			try {
				block();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Waits for the value.
	 * @param timeout greatest time to wait; {@code null} for no limit
	 * @return the value
	 * @throws InterruptedException if the thread was interrupted
	 * @throws TimeoutException if the time has passed
	 * @throws SharedFailureException if the load failed
	 * @throws RecursiveLoadException if the load waits, directly or not, for the caller
	 */
	V await(String cache, Object key, @Nullable Duration timeout, Waiting waiting)
			throws InterruptedException, TimeoutException, SharedFailureException {
		Thread caller = Thread.currentThread();
		WAITING.put(caller, this);
		try {
			if (isWaitingFor(caller)) {
				throw new RecursiveLoadException(cache, key);
			}
			if (timeout == null) {
				ForkJoinPool.managedBlock(this);
			}
			else {
				awaitLanding(timeout, waiting);
			}
		}
		finally {
			WAITING.remove(caller);
		}
		V value = this.value;
		if (value == null) {
			throw new SharedFailureException(Objects.requireNonNull(this.failure));
		}
		return value;
	}

	private void awaitLanding(Duration timeout, Waiting waiting) throws InterruptedException, TimeoutException {
		ForkJoinPool.managedBlock(new TimedWait(timeout, waiting));
		if (!isReleasable()) {
			throw new TimeoutException();
		}
	}

	/**
	 * Whether this load cannot end before the caller goes on. A ring that is seen once
	 * may be pieced together from waits that were never there at one time. Seen twice the
	 * same it is real: no wait in it ends before its flight has landed or is given up, a
	 * flight that has landed has no owner, and nobody waits again for one that took too
	 * long.
	 */
	private boolean isWaitingFor(Thread caller) {
		List<Flight<?>> ring = ringOf(caller);
		return !ring.isEmpty() && ring.equals(ringOf(caller));
	}

	private List<Flight<?>> ringOf(Thread caller) {
		List<Flight<?>> ring = new ArrayList<>();
		Flight<?> flight = this;
		// A ring without the caller is not the caller's to report.
		while (flight != null && !ring.contains(flight)) {
			ring.add(flight);
			Thread loader = flight.owner;
			if (loader == caller) {
				return ring;
			}
			flight = (loader != null) ? WAITING.get(loader) : null;
		}
		return List.of();
	}

	/**
	 * Whether a thread waits for the value of any flight.
	 */
	static boolean isWaiting(Thread thread) {
		return WAITING.containsKey(thread);
	}

	@Override
	public boolean block() throws InterruptedException {
		this.landing.await();
		return true;
	}

	@Override
	public boolean isReleasable() {
		return this.landing.getCount() == 0;
	}

	/**
	 * The value to come. Cancelling what is returned leaves the flight as it is.
	 * @return a future of its own for each caller
	 */
	CompletableFuture<V> future() {
		return this.future.copy();
	}

	/**
	 * How a thread waits for a latch, for a limited time.
	 */
	@FunctionalInterface
	interface Waiting {

		/** Waits in real time. */
		Waiting IN_REAL_TIME = (latch, timeout) -> latch.await(Deadlines.nanos(timeout), TimeUnit.NANOSECONDS);

		/**
		 * Waits for a latch until it opens or the time has passed.
		 */
		void await(CountDownLatch latch, Duration timeout) throws InterruptedException;

	}

	/**
	 * One caller's wait that ends after some time, landed or not.
	 */
	private final class TimedWait implements ForkJoinPool.ManagedBlocker {

		private final Duration timeout;

		private final Waiting waiting;

		private boolean over;

		TimedWait(Duration timeout, Waiting waiting) {
			this.timeout = timeout;
			this.waiting = waiting;
		}

		@Override
		public boolean block() throws InterruptedException {
			this.over = true;
			this.waiting.await(Flight.this.landing, this.timeout);
			return true;
		}

		@Override
		public boolean isReleasable() {
			return this.over || Flight.this.isReleasable();
		}

	}

	private enum State {

		LOADING, STORING_NESTED, PUBLISHING, DETACHED

	}

}
