package io.bespokecache.cache;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Expiry;
import io.bespokecache.map.MapListener;
import io.bespokecache.map.Promotion;
import io.bespokecache.map.Weigher;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * A cache in this process: the map of the chosen strategy, one load a key, and exact
 * counts. Thread-safe; neither keys nor values may be {@code null}.
 * <p>
 * A load runs outside every lock, in a table of flights beside the map, so that a slow
 * load delays nobody who asks for another key. A put or a removal first detaches the
 * flight of its key: what a load read before an eviction is handed to the callers that
 * wait for it, but never stored.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class LocalCache<K, V> {

	private final String name;

	private final Workload workload;

	private final Selection selection;

	/**
	 * Values as they are, or {@link TimedValue}s if there are deadlines.
	 */
	private final CacheMap<K, Object> map;

	/** {@code null} if the map keeps all there are. */
	private final @Nullable Deadlines<K, V> deadlines;

	private final Entries<K, V> entries;

	private final LoadPolicy policy;

	private final Executor refreshExecutor;

	private final Flight.Waiting waiting;

	private final FlightTable<K, V> flights = new FlightTable<>();

	private final PromotionLog promotions = new PromotionLog();

	private final Counts counts;

	private LocalCache(Builder<K, V> builder) {
		this.name = builder.name;
		this.workload = builder.workload;
		this.selection = builder.selection;
		this.counts = new Counts(builder.nanoClock);
		this.policy = builder.policy;
		this.refreshExecutor = builder.refreshExecutor;
		this.waiting = builder.waiting;
		this.policy.requireConsistentWith(this.workload);
		this.deadlines = Deadlines.areKeptByMap(this.workload, this.policy, builder.expiry != null, builder.keepsAges)
				? null : new Deadlines<>(this.workload, this.policy, builder.expiry, builder.nanoClock);
		this.map = createMap(builder);
		this.entries = new Entries<>(this.map, this.deadlines);
	}

	private CacheMap<K, Object> createMap(Builder<K, V> builder) {
		Workload workload = builder.workload;
		CacheMapBuilder<K, Object> map = CacheMapBuilder.<K, Object>of(builder.selection.strategy())
			.expectedEntries(workload.expectedEntries())
			.nanoClock(builder.nanoClock)
			.listener(new MapListener<K, Object>() {

				@Override
				public void promoted(Promotion promotion) {
					LocalCache.this.promotions.add(promotion);
				}

			});
		new EntryLimits<>(this.name, workload, builder.weigher, builder.expiry, this.deadlines).applyTo(map);
		return map.build();
	}

	/**
	 * Starts to build a cache whose strategy is chosen for the given workload.
	 * @param name name of the cache, for messages
	 * @param workload how the cache is used
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return a new builder
	 */
	public static <K, V> Builder<K, V> builder(String name, Workload workload) {
		return new Builder<>(name, workload);
	}

	/**
	 * Looks a key up, and counts a hit or a miss. A value that has expired, and is kept
	 * only for the case that it cannot be loaded again, is a miss.
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable V get(K key) {
		V value = Entries.fresh(this.map.get(key), this.deadlines);
		((value != null) ? this.counts.hits : this.counts.misses).increment();
		return value;
	}

	/**
	 * Looks a key up and, if its value needs no attention, counts a hit. Whoever gets
	 * {@code null} goes on with one of the methods that take a load, which look again.
	 * @param key the key
	 * @return the value, or {@code null} if there is none or it is due for a refresh;
	 * nothing is counted then
	 */
	public @Nullable V getSettled(K key) {
		V value = Entries.settled(this.map.get(key), this.deadlines);
		if (value != null) {
			this.counts.hits.increment();
		}
		return value;
	}

	/**
	 * Looks at the entry of a key. Counts nothing, and loads nothing; to the map it is a
	 * read like any other.
	 * @param key the key
	 * @return the entry, or {@code null} if there is none
	 */
	public @Nullable CachedValue<V> peek(K key) {
		Object stored = this.map.get(key);
		return (stored != null) ? this.entries.cachedValue(stored) : null;
	}

	/**
	 * Looks a key up and, if there is no value, loads it. Of all callers that ask for the
	 * same key at the same time one loads, in its own thread; the others wait for it. The
	 * loader of a caller that finds a value due for a refresh is called later, by another
	 * thread.
	 * @param key the key
	 * @param loader makes the value; never returns {@code null}
	 * @return the value
	 * @throws RecursiveLoadException if the loader, directly or through the loads of
	 * other threads, waits for this very load
	 * @throws LoadTimeoutException if another caller's load took longer than the load
	 * policy allows to wait for it
	 * @throws InterruptedException if the thread was interrupted while it waited, or
	 * while it ran the loader; another caller's load goes on
	 * @throws ExecutionException if another caller's loader was interrupted, or a loader
	 * threw what is neither an {@link Exception} nor an {@link Error}
	 * @throws Exception what the loader threw, whichever caller's it was; nothing is
	 * stored
	 */
	public V get(K key, Callable<? extends V> loader) throws Exception {
		V value = getSettled(key);
		if (value != null) {
			return value;
		}
		try {
			return getOrLoad(key, Load.of(loader), Nesting.REFUSED);
		}
		catch (SharedFailureException ex) {
			Throwable failure = ex.failure();
			throw (failure instanceof InterruptedException) ? new ExecutionException(failure) : propagate(failure);
		}
		catch (Throwable failure) {
			throw propagate(failure);
		}
	}

	/**
	 * Looks a key up and, if there is no value, loads it. Of all callers that ask for the
	 * same key at the same time one loads, in its own thread; the others wait for it.
	 * <p>
	 * Where nesting is allowed, a caller does not wait where that would never end, nor
	 * longer than the load policy allows, nor once it is interrupted: it then runs its
	 * own load beside the other. What it made is stored if an eviction could still forbid
	 * that: inside a load of the same thread, or in place of a load that took too long,
	 * which is then not stored itself.
	 * @param key the key
	 * @param load makes the value
	 * @param nesting what is done about a load that waits for itself, and about waits
	 * that end early
	 * @return the value; an expired one if the load failed and the load policy says so
	 * @throws RecursiveLoadException if nesting is refused, and the load waits for itself
	 * @throws LoadTimeoutException if nesting is refused, and another caller's load took
	 * longer than the load policy allows to wait for it
	 * @throws InterruptedException if nesting is refused, and the thread was interrupted
	 * while it waited
	 * @throws SharedFailureException if another caller's load failed
	 * @throws Throwable what the load threw
	 */
	public V getOrLoad(K key, Load<V> load, Nesting nesting) throws Throwable {
		boolean again = false;
		while (true) {
			V value = serve(key, load, null, again);
			if (value != null) {
				return value;
			}
			Flight<V> own = new Flight<>();
			Flight<V> other = this.flights.putIfAbsent(key, own);
			if (other == null) {
				value = landed(key, own, again);
				return (value != null) ? value : load(key, own, load);
			}
			this.counts.miss(again);
			again = true;
			if (nesting == Nesting.ALLOWED && other.isOwnedBy(Thread.currentThread())) {
				return loadBeside(key, load, other);
			}
			try {
				value = other.await(this.name, key, this.policy.loadTimeout(), this.waiting);
				if (other.isStale()) {
					this.counts.staleServed.increment();
				}
				return value;
			}
			catch (RecursiveLoadException ex) {
				if (nesting == Nesting.REFUSED) {
					throw ex;
				}
				return loadBeside(key, load, other);
			}
			catch (InterruptedException ex) {
				if (nesting == Nesting.REFUSED) {
					throw ex;
				}
				// The method is the one to answer the interrupt, in a way of its own.
				Thread.currentThread().interrupt();
				return loadBeside(key, load, null);
			}
			catch (TimeoutException ex) {
				value = loadLate(key, other, load, nesting);
				if (value != null) {
					return value;
				}
			}
			catch (SharedFailureException ex) {
				Throwable failure = ex.failure();
				if (nesting == Nesting.REFUSED || !(failure instanceof InterruptedException)) {
					throw ex;
				}
				// The interrupt was meant for the thread that loads, not for those that
				// wait: they look again.
			}
		}
	}

	/**
	 * Answers with what the map holds, if that will do: a fresh value, whose refresh is
	 * set going if it is due, or an expired one that could not be loaded a moment ago.
	 */
	private @Nullable V serve(K key, @Nullable Load<V> load, @Nullable AsyncLoad<V> asyncLoad, boolean again) {
		Object stored = this.map.get(key);
		V value = this.entries.fresh(stored);
		if (value != null) {
			this.counts.hit(again);
			refreshIfDue(key, stored, load, asyncLoad);
			return value;
		}
		value = this.entries.resting(stored);
		if (value != null) {
			this.counts.miss(again);
			this.counts.staleServed.increment();
		}
		return value;
	}

	/**
	 * Answers a caller that has waited too long for another's load. Nobody else waits for
	 * that one from here on, and what it makes is not stored.
	 * @return {@code null} if it is being stored at this moment
	 */
	private @Nullable V loadLate(K key, Flight<V> late, Load<V> load, Nesting nesting) throws Throwable {
		V value = insteadOfLate(key, late);
		if (value != null) {
			return value;
		}
		if (!late.detach()) {
			late.awaitLanding();
			return null;
		}
		this.counts.loadTimeouts.increment();
		if (nesting == Nesting.REFUSED) {
			this.flights.remove(late);
			throw timedOut(key);
		}
		Flight<V> own = new Flight<>();
		if (!takeOver(key, late, own)) {
			return loadBeside(key, load, null);
		}
		value = landed(key, own, true);
		return (value != null) ? value : load(key, own, load);
	}

	/**
	 * What can be had at once in place of a load that took too long: a value that
	 * somebody has put meanwhile, or the expired one, which will do for a while.
	 */
	private @Nullable V insteadOfLate(K key, Flight<V> late) {
		V value = this.entries.fresh(this.map.get(key));
		if (value == null) {
			value = this.entries.expired(key);
			if (value == null) {
				return null;
			}
			this.counts.staleServed.increment();
		}
		this.counts.loadTimeouts.increment();
		if (late.detach()) {
			this.flights.remove(late);
		}
		return value;
	}

	/**
	 * Puts a flight in the place of one that took too long, unless somebody else has.
	 */
	private boolean takeOver(K key, Flight<V> late, Flight<V> own) {
		return this.flights.replace(late, own) || this.flights.putIfAbsent(key, own) == null;
	}

	private LoadTimeoutException timedOut(K key) {
		return new LoadTimeoutException(this.name, key, Objects.requireNonNull(this.policy.loadTimeout()));
	}

	/**
	 * Loads without a flight, because another is under way that must not be waited for.
	 * Inside that other one, in the same thread, the value is stored as if there were
	 * none; anywhere else nothing would keep it from surviving an eviction.
	 * @param outer the flight that this load is nested in, or closes a ring with;
	 * {@code null} if there is none
	 */
	private V loadBeside(K key, Load<V> load, @Nullable Flight<V> outer) throws Throwable {
		if (outer != null) {
			this.counts.nestedLoads.increment();
		}
		long start = this.counts.startLoad();
		V value;
		boolean storable;
		try {
			value = requireValue(key, load.call());
			storable = load.isStorable(value);
		}
		catch (Throwable failure) {
			this.counts.loadFailed(start);
			V expired = insteadOf(failure, key);
			if (expired == null) {
				throw failure;
			}
			this.counts.staleServed.increment();
			return expired;
		}
		this.counts.loadSucceeded(start);
		if (storable && outer != null && outer.isOwnedBy(Thread.currentThread()) && outer.startNestedStore()) {
			try {
				this.map.put(key, this.entries.stored(key, value));
				this.counts.puts.increment();
			}
			finally {
				outer.endNestedStore();
			}
		}
		return value;
	}

	private V load(K key, Flight<V> flight, Load<V> load) throws Throwable {
		long start = this.counts.startLoad();
		V value;
		boolean storable;
		try {
			value = requireValue(key, load.call());
			storable = load.isStorable(value);
		}
		catch (Throwable failure) {
			this.counts.loadFailed(start);
			V expired = landWithout(key, flight, failure);
			if (expired == null) {
				throw failure;
			}
			this.counts.staleServed.increment();
			return expired;
		}
		land(key, flight, start, value, storable, null, load);
		return value;
	}

	/**
	 * Looks a key up and, if there is no value, loads it without blocking. Blocking and
	 * asynchronous callers share one load. A load that fails or is cancelled stores
	 * nothing. A ring of loads that wait for each other through futures is not noticed.
	 * @param key the key
	 * @param loader starts to make the value, in the caller's thread; the value is never
	 * {@code null}
	 * @return a future of the value, which fails with what the loader failed with, or
	 * with a {@link RecursiveLoadException} if the calling thread is itself loading this
	 * key; cancelling it does not cancel the load
	 */
	public CompletableFuture<V> getAsync(K key, Supplier<? extends CompletionStage<? extends V>> loader) {
		return getOrLoadAsync(key, AsyncLoad.of(loader), Nesting.REFUSED);
	}

	/**
	 * Looks a key up and, if there is no value, loads it without blocking, as
	 * {@link #getAsync} does.
	 * <p>
	 * Where nesting is allowed, and another caller's load takes longer than the load
	 * policy allows to wait for it, a detached load is started by the executor of
	 * refreshes. A caller that has none goes on waiting, which costs no thread.
	 * @param key the key
	 * @param load starts to make the value, in the caller's thread
	 * @param nesting whether a load that is asked for by the thread that starts a load of
	 * the same key is refused, or runs beside it
	 * @return a future of the value, which fails with what the load failed with, or with
	 * a {@link LoadTimeoutException} or {@link RecursiveLoadException} where nesting is
	 * refused; cancelling it does not cancel the load
	 */
	public CompletableFuture<V> getOrLoadAsync(K key, AsyncLoad<V> load, Nesting nesting) {
		V value = serve(key, null, load, false);
		if (value != null) {
			return CompletableFuture.completedFuture(value);
		}
		Flight<V> own = new Flight<>();
		Flight<V> other = this.flights.putIfAbsent(key, own);
		if (other != null) {
			this.counts.misses.increment();
			if (!other.isOwnedBy(Thread.currentThread())) {
				return join(key, other, load, nesting);
			}
			return (nesting == Nesting.ALLOWED) ? loadAsyncBeside(key, load)
					: CompletableFuture.failedFuture(new RecursiveLoadException(this.name, key));
		}
		value = landed(key, own, false);
		return (value != null) ? CompletableFuture.completedFuture(value) : loadAsync(key, own, load);
	}

	private CompletableFuture<V> join(K key, Flight<V> flight, AsyncLoad<V> load, Nesting nesting) {
		Duration timeout = this.policy.loadTimeout();
		CompletableFuture<V> future = flight.future();
		if (timeout == null && this.deadlines == null) {
			return future;
		}
		AsyncLoad<V> spare = (timeout != null && nesting == Nesting.ALLOWED) ? load.detached() : null;
		CompletionStage<V> landing = (timeout != null)
				? future.orTimeout(Deadlines.nanos(timeout), TimeUnit.NANOSECONDS) : future;
		CompletableFuture<V> answer = new CompletableFuture<>();
		landing.whenComplete((value, failure) -> {
			// A failure of the flight comes wrapped, even if it is of this very class.
			if (failure instanceof TimeoutException) {
				relay(loadAsyncLate(key, flight, spare, nesting), answer);
				return;
			}
			if (failure == null && flight.isStale()) {
				this.counts.staleServed.increment();
			}
			complete(answer, value, failure);
		});
		return answer;
	}

	private static <V> void relay(CompletionStage<V> source, CompletableFuture<V> answer) {
		source.whenComplete((value, failure) -> complete(answer, value, failure));
	}

	private static <V> void complete(CompletableFuture<V> answer, V value, @Nullable Throwable failure) {
		if (failure != null) {
			answer.completeExceptionally(unwrap(failure));
		}
		else {
			answer.complete(value);
		}
	}

	/**
	 * Answers an asynchronous caller that has waited too long, as {@link #loadLate} does
	 * a blocking one. Called by the timer of all futures, which must not run a load.
	 */
	private CompletableFuture<V> loadAsyncLate(K key, Flight<V> late, @Nullable AsyncLoad<V> spare, Nesting nesting) {
		V value = insteadOfLate(key, late);
		if (value != null) {
			return CompletableFuture.completedFuture(value);
		}
		if (nesting == Nesting.REFUSED && late.detach()) {
			this.counts.loadTimeouts.increment();
			this.flights.remove(late);
			return CompletableFuture.failedFuture(timedOut(key));
		}
		if (spare == null) {
			return late.future();
		}
		CompletableFuture<V> answer = new CompletableFuture<>();
		try {
			this.refreshExecutor.execute(() -> {
				try {
					relay(loadAsyncInsteadOf(key, late, spare), answer);
				}
				catch (Throwable failure) {
					answer.completeExceptionally(failure);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			return late.future();
		}
		return answer;
	}

	private CompletableFuture<V> loadAsyncInsteadOf(K key, Flight<V> late, AsyncLoad<V> load) {
		if (!late.detach()) {
			return late.future();
		}
		this.counts.loadTimeouts.increment();
		Flight<V> own = new Flight<>();
		if (!takeOver(key, late, own)) {
			own.detach();
			return loadAsync(key, own, load);
		}
		V value = landed(key, own, true);
		return (value != null) ? CompletableFuture.completedFuture(value) : loadAsync(key, own, load);
	}

	/**
	 * Starts a load inside the start of another of the same key. That other one will
	 * store what it makes.
	 */
	private CompletableFuture<V> loadAsyncBeside(K key, AsyncLoad<V> load) {
		this.counts.nestedLoads.increment();
		Flight<V> unshared = new Flight<>();
		unshared.detach();
		return loadAsync(key, unshared, load);
	}

	private CompletableFuture<V> loadAsync(K key, Flight<V> flight, AsyncLoad<V> load) {
		CompletableFuture<V> future = flight.future();
		long start = this.counts.startLoad();
		start(key, flight, load, new AsyncOutcome<>() {

			@Override
			public void loaded(V value, boolean storable) {
				land(key, flight, start, value, storable, null, load);
			}

			@Override
			public void failed(Throwable failure) {
				LocalCache.this.counts.loadFailed(start);
				if (landWithout(key, flight, failure) != null) {
					LocalCache.this.counts.staleServed.increment();
				}
			}

		});
		return future;
	}

	/**
	 * Starts a load whose flight lands in one of two ways.
	 */
	private void start(K key, Flight<V> flight, AsyncLoad<V> load, AsyncOutcome<V> outcome) {
		try {
			CompletionStage<? extends V> stage = requireValue(key, load.start());
			flight.disown();
			stage.whenComplete((value, failure) -> {
				if (failure != null || value == null) {
					outcome.failed((failure != null) ? unwrap(failure) : nullValue(key));
				}
				else {
					landLoaded(load, value, outcome);
				}
			});
		}
		catch (Throwable failure) {
			outcome.failed(failure);
		}
	}

	private static <V> void landLoaded(AsyncLoad<V> load, V value, AsyncOutcome<V> outcome) {
		boolean storable;
		try {
			storable = load.isStorable(value);
		}
		catch (Throwable failure) {
			outcome.failed(failure);
			return;
		}
		outcome.loaded(value, storable);
	}

	/**
	 * Looks again once the flight is in the table: between the first look and that, an
	 * earlier flight may have stored its value and left. Without this look a key could be
	 * loaded twice in a row. One that has failed leaves an expired value to be served for
	 * a while.
	 * @return the value; {@code null} if it has to be loaded
	 */
	private @Nullable V landed(K key, Flight<V> flight, boolean again) {
		try {
			do {
				Object stored = this.map.get(key);
				if (this.entries.fresh(stored) == null && this.entries.resting(stored) == null) {
					break;
				}
				V value = landWithWhatIsThere(key, flight, again);
				if (value != null) {
					return value;
				}
			}
			while (this.flights.putIfAbsent(key, flight) == null || !flight.detach());
		}
		catch (Throwable failure) {
			this.flights.remove(flight);
			flight.fail(failure);
			throw failure;
		}
		this.counts.miss(again);
		return null;
	}

	/**
	 * Ends a flight with what the map holds, as it stands once nobody can join the flight
	 * any more. A value that was seen before would not do: it may have been evicted
	 * since, by a call that ended before another caller joined, and that call did not
	 * detach the flight, for there was none yet when it looked.
	 * @return the value; {@code null} if there is none any more, and the flight goes on
	 */
	private @Nullable V landWithWhatIsThere(K key, Flight<V> flight, boolean again) {
		this.flights.remove(flight);
		Object stored = this.map.get(key);
		V value = this.entries.fresh(stored);
		if (value != null) {
			this.counts.hit(again);
			flight.complete(value);
			return value;
		}
		V expired = this.entries.resting(stored);
		if (expired != null) {
			this.counts.miss(again);
			this.counts.staleServed.increment();
			flight.completeStale(expired);
		}
		return expired;
	}

	/**
	 * Ends a flight: stores its value unless a writer came first, takes it out of the
	 * table, and only then wakes whoever waits, so that a waiter that looks again finds
	 * the value rather than the flight. An existing value is newer than the load, but for
	 * the one that is refreshed. Unless the rules say otherwise, every caller hears of a
	 * value that cannot be stored, because its weigher or expiry threw.
	 */
	private void land(K key, Flight<V> flight, long start, V value, boolean storable, @Nullable TimedValue<V> old,
			StoreRules<V> rules) {
		this.counts.loadSucceeded(start);
		try {
			if (storable) {
				Object stored = this.entries.stored(key, value);
				if (flight.startPublishing()) {
					publish(key, flight, stored, old);
				}
			}
			else if (old != null && flight.startPublishing()) {
				this.map.remove(key, old);
			}
		}
		catch (RuntimeException failure) {
			reportStoreFailure(flight, value, rules, failure);
		}
		catch (Throwable failure) {
			this.flights.remove(flight);
			flight.fail(failure);
			throw failure;
		}
		this.flights.remove(flight);
		flight.complete(value);
	}

	private void reportStoreFailure(Flight<V> flight, V value, StoreRules<V> rules, RuntimeException failure) {
		try {
			rules.storeFailed(value, failure);
		}
		catch (Throwable remaining) {
			this.flights.remove(flight);
			flight.fail(remaining);
			throw remaining;
		}
	}

	private void publish(K key, Flight<V> flight, Object stored, @Nullable TimedValue<V> old) {
		if (flight.isOverwriting()) {
			this.map.put(key, stored);
			this.counts.puts.increment();
		}
		else if ((old != null && this.map.replace(key, old, stored))
				|| this.entries.storeIfAbsent(key, stored) == null) {
			this.counts.puts.increment();
		}
	}

	/**
	 * Ends a flight whose load has failed.
	 * @return the expired value that is served instead, or {@code null}
	 */
	private @Nullable V landWithout(K key, Flight<V> flight, Throwable failure) {
		V expired = null;
		try {
			expired = insteadOf(failure, key);
		}
		catch (Throwable mapFailure) {
			failure.addSuppressed(mapFailure);
		}
		this.flights.remove(flight);
		if (expired != null) {
			flight.completeStale(expired);
		}
		else {
			flight.fail(failure);
		}
		return expired;
	}

	/**
	 * The expired value that may be served although the key could not be loaded. What an
	 * error, an interrupt, or a mistake in the use of the cache means is for the caller
	 * to hear.
	 */
	private @Nullable V insteadOf(Throwable failure, K key) {
		return (failure instanceof Exception && !(failure instanceof InterruptedException)
				&& !(failure instanceof RecursiveLoadException)) ? this.entries.expired(key) : null;
	}

	/**
	 * Sets a refresh going if the value is due for one and nobody else has. It is shared
	 * like any other load while it runs, and a write that comes in between forbids that
	 * its value be stored.
	 */
	private void refreshIfDue(K key, @Nullable Object stored, @Nullable Load<V> load,
			@Nullable AsyncLoad<V> asyncLoad) {
		if (this.deadlines == null || stored == null) {
			return;
		}
		TimedValue<V> timed = Deadlines.timed(stored);
		long age = this.deadlines.age(timed);
		if (timed.isRefreshDue(age) && timed.claimRefresh(age)) {
			startRefresh(key, timed, this.deadlines, load, asyncLoad);
		}
	}

	private void startRefresh(K key, TimedValue<V> timed, Deadlines<K, V> deadlines, @Nullable Load<V> load,
			@Nullable AsyncLoad<V> asyncLoad) {
		boolean started = false;
		try {
			Load<V> detached = (load != null) ? load.detached() : null;
			AsyncLoad<V> detachedAsync = (asyncLoad != null) ? asyncLoad.detached() : null;
			if (detached != null || detachedAsync != null) {
				this.refreshExecutor.execute(new PendingRefresh<>(this, key, timed, detached, detachedAsync));
				started = true;
			}
		}
		catch (RejectedExecutionException ex) {
			// Every thread is busy: the value will do for a while longer.
		}
		catch (RuntimeException ex) {
			// The caller has its value, and nothing to do with this.
			this.counts.refreshFailures.increment();
		}
		finally {
			if (!started) {
				timed.postponeRefresh(deadlines.age(timed));
			}
		}
	}

	private void refresh(K key, TimedValue<V> timed, @Nullable Load<V> load, @Nullable AsyncLoad<V> asyncLoad) {
		Deadlines<K, V> deadlines = Objects.requireNonNull(this.deadlines);
		Flight<V> flight = new Flight<>();
		if (this.map.get(key) != timed || this.flights.putIfAbsent(key, flight) != null) {
			timed.postponeRefresh(deadlines.age(timed));
			return;
		}
		// A write from here on detaches the flight. What was put before stays, because
		// only the old value is replaced; an eviction before came before the load.
		if (load != null) {
			new Refresh(key, timed, deadlines, flight, load).run(load);
		}
		else if (asyncLoad != null) {
			start(key, flight, asyncLoad, new Refresh(key, timed, deadlines, flight, asyncLoad));
		}
	}

	/**
	 * A refresh that waits for a thread. It keeps neither the cache nor the value: a slow
	 * executor may hold it long after both were dropped.
	 */
	private static final class PendingRefresh<K, V> implements Runnable {

		private final WeakReference<LocalCache<K, V>> cache;

		private final K key;

		private final WeakReference<TimedValue<V>> old;

		private final @Nullable Load<V> load;

		private final @Nullable AsyncLoad<V> asyncLoad;

		PendingRefresh(LocalCache<K, V> cache, K key, TimedValue<V> old, @Nullable Load<V> load,
				@Nullable AsyncLoad<V> asyncLoad) {
			this.cache = new WeakReference<>(cache);
			this.key = key;
			this.old = new WeakReference<>(old);
			this.load = load;
			this.asyncLoad = asyncLoad;
		}

		@Override
		public void run() {
			LocalCache<K, V> cache = this.cache.get();
			TimedValue<V> old = this.old.get();
			if (cache != null && old != null) {
				cache.refresh(this.key, old, this.load, this.asyncLoad);
			}
		}

	}

	/**
	 * A load that is under way while the value it is to replace is served.
	 */
	private final class Refresh implements AsyncOutcome<V>, StoreRules<V> {

		private final K key;

		private final TimedValue<V> old;

		private final Deadlines<K, V> deadlines;

		private final Flight<V> flight;

		private final long start = LocalCache.this.counts.startLoad();

		private final StoreRules<V> rules;

		Refresh(K key, TimedValue<V> old, Deadlines<K, V> deadlines, Flight<V> flight, StoreRules<V> rules) {
			this.rules = rules;
			this.key = key;
			this.old = old;
			this.deadlines = deadlines;
			this.flight = flight;
		}

		void run(Load<V> load) {
			V value;
			boolean storable;
			try {
				value = requireValue(this.key, load.call());
				storable = load.isStorable(value);
			}
			catch (Throwable failure) {
				if (failure instanceof InterruptedException) {
					Thread.currentThread().interrupt();
				}
				failed(failure);
				return;
			}
			loaded(value, storable);
		}

		/**
		 * Whoever is spared the failure, the refresh has failed.
		 */
		@Override
		public void storeFailed(V value, RuntimeException failure) {
			this.rules.storeFailed(value, failure);
			throw failure;
		}

		/**
		 * A writer that came in between, and left the old value as it is, has forbidden
		 * this refresh, not the next one.
		 */
		@Override
		public void loaded(V value, boolean storable) {
			try {
				land(this.key, this.flight, this.start, value, storable, this.old, this);
			}
			catch (Throwable failure) {
				putOff();
				return;
			}
			LocalCache.this.counts.refreshes.increment();
			this.old.postponeRefresh(this.deadlines.age(this.old));
		}

		@Override
		public void failed(Throwable failure) {
			LocalCache.this.counts.loadFailed(this.start);
			putOff();
			landWithout(this.key, this.flight, failure);
		}

		private void putOff() {
			LocalCache.this.counts.refreshFailures.increment();
			if (this.old.isFresh(this.deadlines.age(this.old))) {
				this.deadlines.failRefresh(this.old);
			}
		}

	}

	/**
	 * What becomes of a load that goes on without a thread of its own.
	 */
	private interface AsyncOutcome<V> {

		void loaded(V value, boolean storable);

		void failed(Throwable failure);

	}

	private <T> T requireValue(K key, @Nullable T value) {
		if (value == null) {
			throw nullValue(key);
		}
		return value;
	}

	private NullPointerException nullValue(K key) {
		return new NullPointerException("The loader of key '" + key + "' in cache '" + this.name
				+ "' returned null, which a cache cannot hold. Return a value that stands for none, or throw.");
	}

	/**
	 * Stores a value.
	 * @param key the key
	 * @param value the value
	 */
	public void put(K key, V value) {
		Objects.requireNonNull(value, "value");
		Object stored = this.entries.stored(key, value);
		this.flights.detach(key);
		this.map.put(key, stored);
		this.counts.puts.increment();
	}

	/**
	 * Stores a value if there is none.
	 * @param key the key
	 * @param value the value
	 * @return the value that was there, or {@code null} if the given one was stored
	 */
	public @Nullable V putIfAbsent(K key, V value) {
		Objects.requireNonNull(value, "value");
		Object stored = this.entries.stored(key, value);
		this.flights.detach(key);
		V existing = this.entries.storeIfAbsent(key, stored);
		if (existing == null) {
			this.counts.puts.increment();
		}
		return existing;
	}

	/**
	 * Removes a key. A load of it that is in progress will not be stored.
	 * @param key the key
	 * @return whether there was a value
	 */
	public boolean remove(K key) {
		this.flights.detach(key);
		boolean removed = this.entries.fresh(this.map.remove(key)) != null;
		if (removed) {
			this.counts.removals.increment();
		}
		return removed;
	}

	/**
	 * Shows every entry that has not expired, as weakly consistent as the map's own
	 * iteration.
	 * @param visitor sees key, value and age; the age is zero in a cache that keeps none
	 */
	public void forEach(EntryVisitor<? super K, ? super V> visitor) {
		this.map.forEach((key, stored) -> {
			CachedValue<V> value = this.entries.cachedValue(stored);
			if (value != null && !value.stale()) {
				visitor.visit(key, value.value(), (value.age() != null) ? value.age() : Duration.ZERO);
			}
		});
	}

	/**
	 * Puts back an entry that was written a while ago, unless there is one, one is being
	 * loaded, or its time has passed. It is no put, and expires as if it had never been
	 * away. Whoever restores an entry answers for it that the key was not evicted since
	 * the entry was read from this cache.
	 * @param key the key
	 * @param value the value
	 * @param age time since it was written, 0 or more; ignored in a cache that keeps none
	 * @return whether it was put back
	 */
	public boolean restore(K key, V value, Duration age) {
		Objects.requireNonNull(value, "value");
		return this.flights.find(key) == null && this.entries.restore(key, value, age);
	}

	/**
	 * Sees the entries of a cache, one after the other.
	 *
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 */
	@FunctionalInterface
	public interface EntryVisitor<K, V> {

		/**
		 * Sees one entry.
		 * @param key the key
		 * @param value the value
		 * @param age time since it was written
		 */
		void visit(K key, V value, Duration age);

	}

	/**
	 * Removes every key. No load that is in progress will be stored.
	 * @return whether there was a value
	 */
	public boolean clear() {
		this.flights.detachAll();
		long removed = this.entries.drain();
		this.counts.removals.add(removed);
		return removed > 0;
	}

	/**
	 * Name of this cache.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * How this cache is used, as declared.
	 * @return the workload
	 */
	public Workload workload() {
		return this.workload;
	}

	/**
	 * The strategy of this cache, and why.
	 * @return the selection
	 */
	public Selection selection() {
		return this.selection;
	}

	/**
	 * The map behind this cache. It holds {@link TimedValue}s if the cache refreshes,
	 * serves what has expired, or keeps ages, and plain values else. What is done to it
	 * directly is not counted, and a load in progress does not hear of it.
	 * @return the map
	 */
	public CacheMap<K, Object> map() {
		return this.map;
	}

	/**
	 * Number of entries, as {@link CacheMap#mappingCount()} gives it.
	 * @return the number of entries
	 */
	public long size() {
		return this.map.mappingCount();
	}

	/**
	 * Number of loads in progress whose values may yet be stored.
	 */
	int flights() {
		return this.flights.size();
	}

	/**
	 * Counts since this cache was made.
	 * @return a copy of the counts
	 */
	public CacheStatistics statistics() {
		return this.counts.statistics(this.map);
	}

	/**
	 * The latest promotions of the map, at most 16.
	 * @return the promotions, newest first
	 */
	public List<Promotion> recentPromotions() {
		return this.promotions.latest();
	}

	/**
	 * Time that all promotions of the map have taken.
	 * @return the sum of their durations
	 */
	public Duration promotionTime() {
		return this.promotions.time();
	}

	/**
	 * A stage that depends on a failed one wraps its failure.
	 */
	private static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	private static Exception propagate(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof Exception exception) ? exception : new ExecutionException(failure);
	}

	/**
	 * Builds a cache. Not thread-safe; the caches it makes are.
	 *
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 */
	public static final class Builder<K, V> {

		private final String name;

		private final Workload workload;

		private Selection selection;

		private @Nullable Weigher<? super K, ? super V> weigher;

		private @Nullable Expiry<? super K, ? super V> expiry;

		private LoadPolicy policy = LoadPolicy.NONE;

		private boolean keepsAges;

		private Executor refreshExecutor = ForkJoinPool.commonPool();

		private Flight.Waiting waiting = Flight.Waiting.IN_REAL_TIME;

		private LongSupplier nanoClock = System::nanoTime;

		private Builder(String name, Workload workload) {
			this.name = Objects.requireNonNull(name, "name");
			this.workload = Objects.requireNonNull(workload, "workload");
			this.selection = StrategySelector.select(workload);
		}

		/**
		 * Takes this selection instead of the one that the workload leads to.
		 * @param selection the selection
		 * @return this builder
		 */
		public Builder<K, V> selection(Selection selection) {
			this.selection = Objects.requireNonNull(selection, "selection");
			return this;
		}

		/**
		 * Weighs the entries of a cache with a maximum weight.
		 * @param weigher the weigher, or {@code null} if the cache has no maximum weight
		 * @return this builder
		 */
		public Builder<K, V> weigher(@Nullable Weigher<? super K, ? super V> weigher) {
			this.weigher = weigher;
			return this;
		}

		/**
		 * Decides how long each entry lives. The workload has to say that something does.
		 * @param expiry decides how long an entry lives; one that it leaves alone lives
		 * as long as the workload says. {@code null} if the workload decides for all
		 * @return this builder
		 * @see Workload.Builder#variableExpiry
		 */
		public Builder<K, V> expiry(@Nullable Expiry<? super K, ? super V> expiry) {
			this.expiry = expiry;
			return this;
		}

		/**
		 * What is done about loads that are slow, due, or failing.
		 * @param policy the policy
		 * @return this builder
		 */
		public Builder<K, V> loadPolicy(LoadPolicy policy) {
			this.policy = Objects.requireNonNull(policy, "policy");
			return this;
		}

		/**
		 * Keeps the age of each entry, even if nothing in this cache depends on it.
		 * @param keepsAges whether to keep ages
		 * @return this builder
		 */
		public Builder<K, V> keepsAges(boolean keepsAges) {
			this.keepsAges = keepsAges;
			return this;
		}

		/**
		 * Runs refreshes. One that it rejects is put off.
		 * @param refreshExecutor the executor
		 * @return this builder
		 */
		public Builder<K, V> refreshExecutor(Executor refreshExecutor) {
			this.refreshExecutor = Objects.requireNonNull(refreshExecutor, "refreshExecutor");
			return this;
		}

		/**
		 * How a caller waits for another's load for a limited time.
		 */
		Builder<K, V> waiting(Flight.Waiting waiting) {
			this.waiting = waiting;
			return this;
		}

		/**
		 * Clock that expiry and the time of loads are measured with.
		 * @param nanoClock a clock with {@link System#nanoTime()}'s contract
		 * @return this builder
		 */
		public Builder<K, V> nanoClock(LongSupplier nanoClock) {
			this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
			return this;
		}

		/**
		 * Makes a new, empty cache.
		 * @return the cache
		 * @throws IllegalStateException if the workload has a maximum weight and there is
		 * no weigher, or the selected strategy cannot do what the workload asks for
		 * @throws io.bespokecache.workload.InvalidWorkloadException if the load policy
		 * contradicts the workload
		 */
		public LocalCache<K, V> build() {
			return new LocalCache<>(this);
		}

	}

}
