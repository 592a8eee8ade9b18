package io.bespokecache.cache;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.CacheMapBuilder;
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

	private final CacheMap<K, V> map;

	private final LongSupplier nanoClock;

	private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

	private final PromotionLog promotions = new PromotionLog();

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder puts = new LongAdder();

	private final LongAdder removals = new LongAdder();

	private final LongAdder loadSuccesses = new LongAdder();

	private final LongAdder loadFailures = new LongAdder();

	private final LongAdder nestedLoads = new LongAdder();

	private final LongAdder loadTimeouts = new LongAdder();

	private final LongAdder refreshes = new LongAdder();

	private final LongAdder refreshFailures = new LongAdder();

	private final LongAdder staleServed = new LongAdder();

	private final LongAdder loadNanos = new LongAdder();

	private LocalCache(Builder<K, V> builder) {
		this.name = builder.name;
		this.workload = builder.workload;
		this.selection = builder.selection;
		this.nanoClock = builder.nanoClock;
		this.map = createMap(builder);
	}

	private CacheMap<K, V> createMap(Builder<K, V> builder) {
		Workload workload = builder.workload;
		CacheMapBuilder<K, V> map = CacheMapBuilder.<K, V>of(builder.selection.strategy())
			.expectedEntries(workload.expectedEntries())
			.nanoClock(builder.nanoClock)
			.listener(new MapListener<K, V>() {

				@Override
				public void promoted(Promotion promotion) {
					LocalCache.this.promotions.add(promotion);
				}

			});
		if (workload.maximumSize() != null) {
			map.maximumSize(workload.maximumSize());
		}
		if (workload.maximumWeight() != null) {
			if (builder.weigher == null) {
				throw new IllegalStateException(
						"Cache '" + this.name + "' has a maximum weight (" + workload.maximumWeight()
								+ ") but no weigher. Set one, or bound the number of entries instead.");
			}
			map.maximumWeight(workload.maximumWeight(), builder.weigher);
		}
		if (workload.expireAfterWrite() != null) {
			map.expireAfterWrite(workload.expireAfterWrite());
		}
		if (workload.expireAfterAccess() != null) {
			map.expireAfterAccess(workload.expireAfterAccess());
		}
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
	 * Looks a key up, and counts a hit or a miss.
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable V get(K key) {
		V value = this.map.get(key);
		((value != null) ? this.hits : this.misses).increment();
		return value;
	}

	/**
	 * Looks a key up and, if there is no value, loads it. Of all callers that ask for the
	 * same key at the same time one loads, in its own thread; the others wait for it.
	 * @param key the key
	 * @param loader makes the value; never returns {@code null}
	 * @return the value
	 * @throws RecursiveLoadException if the loader, directly or through the loads of
	 * other threads, waits for this very load
	 * @throws InterruptedException if the thread was interrupted while it waited, or
	 * while it ran the loader; another caller's load goes on
	 * @throws ExecutionException if another caller's loader was interrupted, or a loader
	 * threw what is neither an {@link Exception} nor an {@link Error}
	 * @throws Exception what the loader threw, whichever caller's it was; nothing is
	 * stored
	 */
	public V get(K key, Callable<? extends V> loader) throws Exception {
		V value = this.map.get(key);
		if (value != null) {
			this.hits.increment();
			return value;
		}
		Flight<V> own = new Flight<>();
		Flight<V> other = this.flights.putIfAbsent(key, own);
		if (other != null) {
			this.misses.increment();
			return await(other, key);
		}
		value = landed(key, own);
		return (value != null) ? value : load(key, own, loader);
	}

	private V await(Flight<V> flight, K key) throws Exception {
		try {
			return flight.await(this.name, key);
		}
		catch (ExecutionException ex) {
			Throwable failure = ex.getCause();
			// The interrupt was meant for the thread that loads, not for those that wait.
			throw (failure == null || failure instanceof InterruptedException) ? ex : propagate(failure);
		}
	}

	private V load(K key, Flight<V> flight, Callable<? extends V> loader) throws Exception {
		long start = this.nanoClock.getAsLong();
		V value;
		try {
			value = requireValue(key, loader.call());
		}
		catch (Throwable failure) {
			landWithout(key, flight, start, failure);
			throw propagate(failure);
		}
		land(key, flight, start, value);
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
		V value = this.map.get(key);
		if (value != null) {
			this.hits.increment();
			return CompletableFuture.completedFuture(value);
		}
		Flight<V> own = new Flight<>();
		Flight<V> other = this.flights.putIfAbsent(key, own);
		if (other != null) {
			this.misses.increment();
			return other.isOwnedBy(Thread.currentThread())
					? CompletableFuture.failedFuture(new RecursiveLoadException(this.name, key)) : other.future();
		}
		value = landed(key, own);
		if (value != null) {
			return CompletableFuture.completedFuture(value);
		}
		CompletableFuture<V> future = own.future();
		loadAsync(key, own, loader);
		return future;
	}

	private void loadAsync(K key, Flight<V> flight, Supplier<? extends CompletionStage<? extends V>> loader) {
		long start = this.nanoClock.getAsLong();
		try {
			CompletionStage<? extends V> stage = requireValue(key, loader.get());
			flight.disown();
			stage.whenComplete((value, failure) -> {
				if (failure != null) {
					landWithout(key, flight, start, unwrap(failure));
				}
				else if (value == null) {
					landWithout(key, flight, start, nullValue(key));
				}
				else {
					land(key, flight, start, value);
				}
			});
		}
		catch (Throwable failure) {
			landWithout(key, flight, start, failure);
		}
	}

	/**
	 * Looks again once the flight is in the table: between the first look and that, an
	 * earlier flight may have stored its value and left. Without this look a key could be
	 * loaded twice in a row.
	 */
	private @Nullable V landed(K key, Flight<V> flight) {
		V value;
		try {
			value = this.map.get(key);
		}
		catch (Throwable failure) {
			this.flights.remove(key, flight);
			flight.fail(failure);
			throw failure;
		}
		if (value == null) {
			this.misses.increment();
			return null;
		}
		this.hits.increment();
		this.flights.remove(key, flight);
		flight.complete(value);
		return value;
	}

	/**
	 * Ends a flight: stores its value unless a writer came first, takes it out of the
	 * table, and only then wakes whoever waits, so that a waiter that looks again finds
	 * the value rather than the flight. An existing value is newer than the load. Every
	 * caller hears of a value that cannot be stored, because its weigher threw.
	 */
	private void land(K key, Flight<V> flight, long start, V value) {
		this.loadNanos.add(this.nanoClock.getAsLong() - start);
		this.loadSuccesses.increment();
		try {
			if (flight.startPublishing() && this.map.putIfAbsent(key, value) == null) {
				this.puts.increment();
			}
		}
		catch (Throwable failure) {
			this.flights.remove(key, flight);
			flight.fail(failure);
			throw failure;
		}
		this.flights.remove(key, flight);
		flight.complete(value);
	}

	private void landWithout(K key, Flight<V> flight, long start, Throwable failure) {
		this.loadNanos.add(this.nanoClock.getAsLong() - start);
		this.loadFailures.increment();
		this.flights.remove(key, flight);
		flight.fail(failure);
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
		detach(key);
		this.map.put(key, value);
		this.puts.increment();
	}

	/**
	 * Stores a value if there is none.
	 * @param key the key
	 * @param value the value
	 * @return the value that was there, or {@code null} if the given one was stored
	 */
	public @Nullable V putIfAbsent(K key, V value) {
		Objects.requireNonNull(value, "value");
		detach(key);
		V existing = this.map.putIfAbsent(key, value);
		if (existing == null) {
			this.puts.increment();
		}
		return existing;
	}

	/**
	 * Removes a key. A load of it that is in progress will not be stored.
	 * @param key the key
	 * @return whether there was a value
	 */
	public boolean remove(K key) {
		detach(key);
		boolean removed = this.map.remove(key) != null;
		if (removed) {
			this.removals.increment();
		}
		return removed;
	}

	/**
	 * Removes every key. No load that is in progress will be stored.
	 * @return whether there was a value
	 */
	public boolean clear() {
		this.flights.keySet().forEach(this::detach);
		long removed = this.map.drain();
		this.removals.add(removed);
		return removed > 0;
	}

	private void detach(K key) {
		Flight<V> flight = this.flights.get(key);
		if (flight == null) {
			return;
		}
		if (flight.detach()) {
			this.flights.remove(key, flight);
		}
		else {
			flight.awaitLanding();
		}
	}

	/**
	 * Shows every entry that has not expired. Entries that other threads write meanwhile
	 * may be shown or not.
	 * @param visitor is shown the entries, in this thread
	 */
	public void forEach(EntryVisitor<K, V> visitor) {
		this.map.forEach((key, value) -> visitor.visit(key, value, Duration.ZERO));
	}

	/**
	 * Stores a value that was written earlier, unless it has expired or there is one.
	 * @param key the key
	 * @param value the value
	 * @param age time since the value was written
	 * @return whether the value was stored
	 */
	public boolean restore(K key, V value, Duration age) {
		Duration expireAfterWrite = this.workload.expireAfterWrite();
		if (expireAfterWrite != null && age.compareTo(expireAfterWrite) >= 0) {
			return false;
		}
		detach(key);
		return this.map.putIfAbsent(key, value) == null;
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
	 * The map behind this cache. What is done to it directly is not counted, and a load
	 * in progress does not hear of it.
	 * @return the map
	 */
	public CacheMap<K, V> map() {
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
		long failures = this.loadFailures.sum();
		return new CacheStatistics(this.hits.sum(), this.misses.sum(), this.puts.sum(), this.removals.sum(),
				this.loadSuccesses.sum() + failures, failures, this.nestedLoads.sum(), this.loadTimeouts.sum(),
				this.refreshes.sum(), this.refreshFailures.sum(), this.staleServed.sum(),
				Duration.ofNanos(this.loadNanos.sum()), this.map.statistics());
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
		 */
		public LocalCache<K, V> build() {
			return new LocalCache<>(this);
		}

	}

}
