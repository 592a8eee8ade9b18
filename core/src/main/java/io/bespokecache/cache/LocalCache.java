package io.bespokecache.cache;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.ChangeableCacheMap;
import io.bespokecache.map.Expiry;
import io.bespokecache.map.MapListener;
import io.bespokecache.map.Promotion;
import io.bespokecache.map.Weigher;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.CacheDeclaration;
import io.bespokecache.workload.ObservedWorkload;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import io.bespokecache.workload.WorkloadObserver;
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

	private final Adaptivity adaptivity;

	/**
	 * Values as they are, or {@link TimedValue}s if there are deadlines. The map of the
	 * entries, and like their deadlines kept here as well: on a hit, every further object
	 * in between costs. It is only read through this field, and what is not found in it
	 * is believed only if it is still the same; see {@link ChangeableCacheMap}.
	 */
	private volatile CacheMap<K, Object> map;

	/** {@code null} if the map keeps all there are. */
	private final @Nullable Deadlines<K, V> deadlines;

	private final Entries<K, V> entries;

	private final LiveChange<K, V> change;

	private final FlightTable<K, V> flights = new FlightTable<>();

	private final PromotionLog promotions = new PromotionLog();

	private final History history;

	private final Counts counts;

	private final Loads<K, V> loads;

	private final AsyncLoads<K, V> asyncLoads;

	private final Reviews<K, V> reviews;

	/** {@code null} without a second level. */
	private final @Nullable SharedEntries<K, V> shared;

	private LocalCache(Builder<K, V> builder) {
		this.name = builder.name;
		Workload workload = builder.workload;
		Selection selection = (builder.selection != null) ? builder.selection : StrategySelector.select(workload);
		this.adaptivity = builder.adaptivity;
		this.counts = new Counts(builder.nanoClock, (this.adaptivity != Adaptivity.OFF) ? workload : null,
				builder.expiryJitter, builder.negative);
		this.history = new History(builder.nanoClock);
		LoadPolicy policy = builder.policy;
		policy.requireConsistentWith(workload);
		SecondLevel.Factory<K, V> secondLevel = builder.secondLevel;
		boolean kept = Deadlines.areKeptByMap(workload, policy, builder.expiry != null,
				builder.keepsAges || secondLevel != null);
		if (!kept && workload.values() == ReferenceStrength.WEAK) {
			throw new IllegalStateException(
					"Cache '" + this.name + "' has weak values, and cannot keep anything beside "
							+ "them: neither ages, nor refreshes, nor what has expired");
		}
		boolean jitters = builder.expiryJitter > 0 && workload.values() != ReferenceStrength.WEAK;
		kept &= !jitters || Deadlines.isJitterOfMap(workload, selection.strategy());
		Coherence coherence = (secondLevel != null) ? new Coherence(builder.nanoClock, builder.serveIncoherent) : null;
		this.deadlines = kept ? null
				: new Deadlines<>(workload, policy, builder.expiry, builder.expiryJitter, coherence, builder.nanoClock);
		EntryMaps<K, V> maps = new EntryMaps<>(this.name, builder.weigher, builder.expiry, builder.expiryJitter,
				this.deadlines, builder.nanoClock, builder.maintenanceExecutor, mapListener(builder));
		this.map = maps.create(workload, selection.strategy());
		ChangeableCacheMap<K, Object> changeable = new ChangeableCacheMap<>(this.map, (map) -> this.map = map,
				(this.deadlines != null) ? this.deadlines::ageOf : null);
		this.entries = new Entries<>(changeable, this.deadlines);
		this.change = new LiveChange<>(maps, policy, changeable, new Choice(workload, selection),
				(change) -> changed(change, builder.listener));
		this.shared = (secondLevel != null && coherence != null)
				? new SharedEntries<>(this.name, secondLevel, coherence, this.entries, this.flights, this.counts,
						policy, builder.answerExecutor, builder.maintenanceExecutor)
				: null;
		Landing<K, V> landing = new Landing<>(this.name, this.entries, this.flights, this.counts,
				new LoadWatch(this.name, builder.loadObserver), this.shared);
		Refreshes<K, V> refreshes = new Refreshes<>(this.entries, this.flights, landing, this.counts,
				builder.refreshExecutor);
		LateFlights<K, V> late = new LateFlights<>(this.name, policy.loadTimeout(), this.entries, this.flights,
				this.counts);
		this.loads = new Loads<>(this.name, this.flights, landing, refreshes, late, this.counts, builder.waiting);
		this.asyncLoads = new AsyncLoads<>(this.name, this.flights, landing, refreshes, late, this.counts,
				builder.refreshExecutor);
		this.reviews = new Reviews<>(this, this.counts, builder.nanoClock, builder.listener, builder.selector,
				new CacheDeclaration(workload, builder.assumed, policy.refreshAfterWrite(), this.adaptivity));
	}

	private void changed(StrategyChange change, CacheListener listener) {
		this.reviews.changed(change);
		listener.strategyChanged(change);
	}

	private MapListener<K, Object> mapListener(Builder<K, V> builder) {
		ObjLongConsumer<? super K> largeValues = builder.largeValueListener;
		CacheListener listener = builder.listener;
		PromotionLog promotions = this.promotions;
		return new MapListener<>() {

			@Override
			public void promoted(Promotion promotion) {
				promotions.add(promotion);
				listener.promoted(promotion);
			}

			@Override
			public void largeValue(K key, long bytes) {
				largeValues.accept(key, bytes);
			}

		};
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
		V value = Entries.fresh(stored(key), this.deadlines);
		if (value != null) {
			this.counts.hit(key);
			return value;
		}
		this.counts.miss(key);
		return (this.shared != null) ? this.shared.get(key) : null;
	}

	/**
	 * Looks a key up without blocking, as {@link #get(Object)} does.
	 * @param key the key
	 * @return a future of the value, or of {@code null} if there is none
	 */
	public CompletableFuture<@Nullable V> find(K key) {
		V value = Entries.fresh(stored(key), this.deadlines);
		if (value != null) {
			this.counts.hit(key);
			return CompletableFuture.completedFuture(value);
		}
		this.counts.miss(key);
		return (this.shared != null) ? this.shared.find(key) : CompletableFuture.completedFuture(null);
	}

	private @Nullable Object stored(K key) {
		CacheMap<K, Object> map = this.map;
		Object stored = map.get(key);
		// One that is not there may have gone to another map, which came first.
		return (stored != null || map == this.map) ? stored : this.entries.map.get(key);
	}

	/**
	 * Looks a key up and, if its value needs no attention, counts a hit. Whoever gets
	 * {@code null} goes on with one of the methods that take a load, which look again.
	 * @param key the key
	 * @return the value, or {@code null} if there is none or it is due for a refresh;
	 * nothing is counted then
	 */
	public @Nullable V getSettled(K key) {
		V value = Entries.settled(stored(key), this.deadlines);
		if (value != null) {
			this.counts.hit(key);
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
		Object stored = stored(key);
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
			return this.loads.getOrLoad(key, Load.of(loader), Nesting.REFUSED);
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
		return this.loads.getOrLoad(key, load, nesting);
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
		return this.asyncLoads.getOrLoad(key, AsyncLoad.of(loader), Nesting.REFUSED);
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
		return this.asyncLoads.getOrLoad(key, load, nesting);
	}

	/**
	 * Stores a value.
	 * @param key the key
	 * @param value the value
	 */
	public void put(K key, V value) {
		Objects.requireNonNull(value, "value");
		if (this.shared != null) {
			this.shared.put(key, value);
			this.counts.put(key, value, false);
			return;
		}
		Object stored = this.entries.stored(key, value);
		this.flights.detach(key);
		this.entries.map.put(key, stored);
		this.counts.put(key, value, false);
	}

	/**
	 * Stores a value if there is none.
	 * @param key the key
	 * @param value the value
	 * @return the value that was there, or {@code null} if the given one was stored
	 */
	public @Nullable V putIfAbsent(K key, V value) {
		Objects.requireNonNull(value, "value");
		if (this.shared != null) {
			return this.shared.putIfAbsent(key, value);
		}
		Object stored = this.entries.stored(key, value);
		this.flights.detach(key);
		V existing = this.entries.storeIfAbsent(key, stored);
		if (existing == null) {
			this.counts.put(key, value, false);
		}
		return existing;
	}

	/**
	 * Removes a key. A load of it that is in progress will not be stored.
	 * @param key the key
	 * @return whether there was a value
	 */
	public boolean remove(K key) {
		if (this.shared == null) {
			return removeLocally(key);
		}
		// What a look-up stores that came before the eviction, goes after it.
		boolean evicted = this.shared.evict(key);
		this.shared.detach(key);
		return removeLocally(key) || evicted;
	}

	private boolean removeLocally(K key) {
		this.flights.detach(key);
		boolean removed = this.entries.present(this.entries.map.remove(key)) != null;
		if (removed) {
			this.counts.removal(key);
		}
		return removed;
	}

	/**
	 * Removes the keys that the filter accepts. A load of one of them that is in progress
	 * will not be stored. It looks at every entry.
	 * @param filter tells which keys are to go; does not touch the cache
	 * @return how many values there were
	 */
	public long removeIf(Predicate<? super K> filter) {
		if (this.shared != null) {
			long matching = this.entries.map.keySet().stream().filter(filter).count();
			clear();
			return matching;
		}
		// First: what lands before that is in the map, and found there.
		this.flights.detachIf(filter);
		long removed = 0;
		for (K key : this.entries.map.keySet()) {
			if (filter.test(key) && remove(key)) {
				removed++;
			}
		}
		return removed;
	}

	/**
	 * Shows every entry that has not expired, as weakly consistent as the map's own
	 * iteration.
	 * @param visitor sees key, value and age; the age is zero in a cache that keeps none
	 */
	public void forEach(EntryVisitor<? super K, ? super V> visitor) {
		this.entries.map.forEach((key, stored) -> {
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
		if (this.shared != null) {
			this.shared.clear();
			this.shared.detachAll();
		}
		this.flights.detachAll();
		long removed = this.entries.drain();
		this.counts.removals(removed);
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
	 * How this cache is used, as declared, or as the last {@linkplain #change change}
	 * said.
	 * @return the workload
	 */
	public Workload workload() {
		return choice().workload();
	}

	/**
	 * The strategy of this cache, and why.
	 * @return the selection
	 */
	public Selection selection() {
		return choice().selection();
	}

	/**
	 * Both of them, as they were chosen together.
	 */
	Choice choice() {
		return this.change.choice();
	}

	/**
	 * The map behind this cache. It holds {@link TimedValue}s if the cache refreshes,
	 * serves what has expired, or keeps ages, and plain values else. What is done to it
	 * directly is not counted, and a load in progress does not hear of it. It is the same
	 * before and after a {@linkplain #change change}.
	 * @return the map
	 */
	public CacheMap<K, Object> map() {
		return this.entries.map;
	}

	/**
	 * Ends what is done for this cache in the background, as {@link CacheMap#close()}
	 * does. It stays of use, but cannot be {@linkplain #change changed}.
	 */
	public void close() {
		if (this.shared != null) {
			this.shared.level().close();
		}
		this.entries.map.close();
	}

	/**
	 * The second level of this cache.
	 * @return the second level, or {@code null} if it has none
	 */
	public @Nullable SecondLevel<K, V> secondLevel() {
		return (this.shared != null) ? this.shared.level() : null;
	}

	/**
	 * Number of entries, as {@link CacheMap#mappingCount()} gives it.
	 * @return the number of entries
	 */
	public long size() {
		return this.entries.map.mappingCount();
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
		return this.counts.statistics(this.entries.map);
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
	 * What is done when this cache turns out to be used otherwise than declared.
	 * @return what is done
	 */
	public Adaptivity adaptivity() {
		return this.adaptivity;
	}

	/**
	 * How this cache has been used.
	 * @return what was observed, or {@code null} if the use is not observed, or has not
	 * been for long enough
	 */
	public @Nullable ObservedWorkload observed() {
		WorkloadObserver observer = this.counts.observer();
		return (observer != null) ? observer.workload() : null;
	}

	/**
	 * What the last {@linkplain #review review} found to be changed about this cache.
	 * @return the advice, most urgent first
	 */
	public List<Advice> advice() {
		return this.reviews.advice();
	}

	/**
	 * Looks at how this cache has been used since the last review: gives advice, tells
	 * the listener what has happened, and, where the cache may {@linkplain Adaptivity
	 * switch}, changes to a strategy that has been better for a while. To be called every
	 * second by one thread, since it is also what observation is paced by; quick, but for
	 * a change of strategy.
	 */
	public void review() {
		CacheStatistics statistics = statistics();
		this.history.add(statistics);
		this.reviews.review(statistics);
	}

	/**
	 * What happened in this cache during the last hour, as far as {@linkplain #review
	 * reviews} have noted it.
	 * @return at most 60 periods of 15 seconds to a minute each, oldest first
	 */
	public List<CountsInPeriod> history() {
		return this.history.periods();
	}

	/**
	 * Carries the entries over to a map of another strategy, or of the same with other
	 * limits, whatever they were before, as {@link #change(UnaryOperator, Function)}
	 * does.
	 * @param workload what the cache must do from now on; with the same limits it is a
	 * change of strategy only
	 * @param selection the strategy, and why
	 * @return what was done
	 */
	public StrategyChange change(Workload workload, Selection selection) {
		return change((before) -> workload, (now) -> selection);
	}

	/**
	 * Carries the entries over to a map of another strategy, or of the same with other
	 * limits, while the cache is in use. Nothing is lost, and no reader waits, but where
	 * the former strategy is one whose readers wait for writers: there they may wait
	 * while all entries are copied. Entries keep their age, by which they expire as the
	 * new workload says; they are as old as if they were written and used now if the
	 * former map had no such time, and nothing that could tell is kept beside each value.
	 * Where something is, they also keep the time to live that they were written with,
	 * unless the new one is shorter. One change is made at a time, in the calling thread,
	 * and a second one waits for it.
	 * <p>
	 * Until it is complete there may be as many entries as both maps allow. A life that
	 * chance has shortened stays as short if its length stays the same; else chance
	 * decides anew, and the entry counts as no older than it is for certain.
	 * @param limits makes the workload from the current one, which nobody else changes
	 * meanwhile; like the other function it may throw, and nothing has changed then
	 * @param strategy selects the strategy for that workload; until it has returned,
	 * {@link #selection()} is the former one
	 * @return what was done
	 * @throws io.bespokecache.workload.UnsuitableStrategyException if the strategy cannot
	 * do what the workload asks for
	 * @throws io.bespokecache.workload.InvalidWorkloadException if the load policy
	 * contradicts the workload
	 * @throws IllegalStateException if the cache is closed; if the workload needs a
	 * weigher or an expiry that the cache was not given, or something beside each value
	 * that is not kept, or must not be. Nothing has changed then
	 * @throws io.bespokecache.map.ChangeAbandonedException if a function that a map has
	 * called has kept a writer busy for ten seconds, or if the calling thread is
	 * interrupted before any entry has moved. Nothing has changed then
	 */
	public StrategyChange change(UnaryOperator<Workload> limits, Function<Workload, Selection> strategy) {
		return this.change.make((before) -> {
			Workload workload = limits.apply(before.workload());
			return new Choice(workload, strategy.apply(workload));
		});
	}

	/**
	 * The latest changes of the map, at most 16.
	 * @return the changes, newest first
	 */
	public List<StrategyChange> recentChanges() {
		return this.change.latest();
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

		private @Nullable Selection selection;

		private @Nullable Weigher<? super K, ? super V> weigher;

		private @Nullable Expiry<? super K, ? super V> expiry;

		private LoadPolicy policy = LoadPolicy.NONE;

		private double expiryJitter;

		private boolean keepsAges;

		private Executor refreshExecutor = ForkJoinPool.commonPool();

		private Executor maintenanceExecutor = CacheMapBuilder.MAINTENANCE_EXECUTOR;

		private ObjLongConsumer<? super K> largeValueListener = (key, bytes) -> {
		};

		private CacheListener listener = CacheListener.none();

		private LoadObserver loadObserver = LoadObserver.none();

		private Adaptivity adaptivity = Adaptivity.ADVISE;

		private Set<String> assumed = Set.of();

		private Function<Workload, Selection> selector = StrategySelector::select;

		private Predicate<Object> negative = (value) -> false;

		private SecondLevel.@Nullable Factory<K, V> secondLevel;

		private boolean serveIncoherent;

		private Executor answerExecutor = AnswerThreads.EXECUTOR;

		private Flight.Waiting waiting = Flight.Waiting.IN_REAL_TIME;

		private LongSupplier nanoClock = CacheMapBuilder.SYSTEM_NANO_CLOCK;

		private Builder(String name, Workload workload) {
			this.name = Objects.requireNonNull(name, "name");
			this.workload = Objects.requireNonNull(workload, "workload");
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
		 * Shortens the life of each entry by chance, so that entries which were loaded
		 * together do not expire together. A time to idle beside a time to live is not
		 * shortened by Caffeine, nor where something is kept beside each value; weak
		 * values with both are not shortened by Caffeine at all.
		 * @param share the greatest part that a life loses, from 0 to less than 1; 0 by
		 * default
		 * @return this builder
		 */
		public Builder<K, V> expiryJitter(double share) {
			if (!(share >= 0 && share < 1)) {
				throw new IllegalArgumentException("expiryJitter must be from 0 to less than 1: " + share);
			}
			this.expiryJitter = share;
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
		 * Runs what the map does by itself.
		 * @param maintenanceExecutor the executor
		 * @return this builder
		 * @see CacheMapBuilder#maintenanceExecutor
		 */
		public Builder<K, V> maintenanceExecutor(Executor maintenanceExecutor) {
			this.maintenanceExecutor = Objects.requireNonNull(maintenanceExecutor, "maintenanceExecutor");
			return this;
		}

		/**
		 * Hears of each value that takes half of a region of the G1 collector or more, as
		 * far as the map can tell: its key, and about how many bytes it takes.
		 * @param listener the listener; returns quickly, and does not touch the cache.
		 * What it throws is dropped
		 * @return this builder
		 * @see MapListener#largeValue
		 */
		public Builder<K, V> largeValueListener(ObjLongConsumer<? super K> listener) {
			this.largeValueListener = Objects.requireNonNull(listener, "listener");
			return this;
		}

		/**
		 * Hears of what is rare in the cache.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder<K, V> listener(CacheListener listener) {
			this.listener = Objects.requireNonNull(listener, "listener");
			return this;
		}

		/**
		 * Sees the loads of the cache.
		 * @param loadObserver the observer
		 * @return this builder
		 */
		public Builder<K, V> loadObserver(LoadObserver loadObserver) {
			this.loadObserver = Objects.requireNonNull(loadObserver, "loadObserver");
			return this;
		}

		/**
		 * What is done when the cache turns out to be used otherwise than declared.
		 * @param adaptivity what is done; {@link Adaptivity#ADVISE} by default
		 * @return this builder
		 */
		public Builder<K, V> adaptivity(Adaptivity adaptivity) {
			this.adaptivity = Objects.requireNonNull(adaptivity, "adaptivity");
			return this;
		}

		/**
		 * Parts of the workload that nobody declared, which no advice says to be wrong.
		 * @param assumed their names, of {@code readRatio}, {@code keyLifetime} and
		 * {@code expectedEntries}
		 * @return this builder
		 */
		public Builder<K, V> assumed(Set<String> assumed) {
			this.assumed = Set.copyOf(assumed);
			return this;
		}

		/**
		 * Tells which values stand for none, so that loads which came with nothing are
		 * seen.
		 * @param negative whether a value stands for none; none does by default
		 * @return this builder
		 */
		public Builder<K, V> negative(Predicate<Object> negative) {
			this.negative = Objects.requireNonNull(negative, "negative");
			return this;
		}

		/**
		 * Shares the entries with other processes. Every entry must expire, and values
		 * must not be weak.
		 * @param secondLevel makes the second level; {@code null} for none
		 * @param serveIncoherent whether entries of this process are served even while it
		 * does not hear of what others evict
		 * @return this builder
		 */
		public Builder<K, V> secondLevel(SecondLevel.@Nullable Factory<K, V> secondLevel, boolean serveIncoherent) {
			this.secondLevel = secondLevel;
			this.serveIncoherent = serveIncoherent;
			return this;
		}

		/**
		 * Runs what waits for answers of the second level without blocking: a load that
		 * was asked for as a future, and what depends on it.
		 * @param answerExecutor the executor; never rejects a task, and does not keep
		 * whoever calls it waiting
		 * @return this builder
		 */
		public Builder<K, V> answerExecutor(Executor answerExecutor) {
			this.answerExecutor = Objects.requireNonNull(answerExecutor, "answerExecutor");
			return this;
		}

		/**
		 * What would be chosen for what was observed.
		 */
		Builder<K, V> selector(Function<Workload, Selection> selector) {
			this.selector = selector;
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
		 * no weigher, if the selected strategy cannot do what the workload asks for, or
		 * if values are weak and something has to be kept beside them
		 * @throws IllegalArgumentException if the jitter is out of range
		 * @throws io.bespokecache.workload.InvalidWorkloadException if the load policy
		 * contradicts the workload
		 */
		public LocalCache<K, V> build() {
			return new LocalCache<>(this);
		}

	}

}
