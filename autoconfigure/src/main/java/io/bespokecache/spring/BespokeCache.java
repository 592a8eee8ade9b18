package io.bespokecache.spring;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.bespokecache.cache.AsyncLoad;
import io.bespokecache.cache.CachedValue;
import io.bespokecache.cache.Load;
import io.bespokecache.cache.LoadObserver;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.Nesting;
import io.bespokecache.cache.RecursiveLoadException;
import io.bespokecache.cache.SharedFailureException;
import io.bespokecache.map.CacheMap;
import io.bespokecache.map.Expiry;
import io.bespokecache.map.Weigher;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.Workload;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;
import org.springframework.cache.support.AbstractValueAdaptingCache;
import org.springframework.cache.support.NullValue;
import org.springframework.util.Assert;

/**
 * A Spring cache over a {@link LocalCache}. Thread-safe.
 * <p>
 * Every form of a write takes effect before it returns, the immediate ones
 * ({@link #evictIfPresent}, {@link #invalidate}, {@link #putIfAbsent}) included.
 * <p>
 * A transaction-aware cache differs inside a transaction. Writes, and what is loaded, are
 * then seen by that transaction alone. They take effect for everybody once it has
 * committed, and not at all if it rolls back. {@link #evictIfPresent} and
 * {@link #invalidate} take effect for everybody at once, whatever the outcome, and once
 * more after the commit. A value whose key somebody else has written meanwhile is removed
 * instead of stored. A failure after the commit is {@linkplain #reportError reported},
 * not thrown. Nothing that a transaction reads of its own writes or loads is counted
 * before the commit. Transactions of reactive code are unknown to the calling thread, and
 * so to this cache.
 */
public final class BespokeCache extends AbstractValueAdaptingCache implements CacheEntries {

	private static final Log logger = LogFactory.getLog(BespokeCache.class);

	private static final Duration RECENTLY = Duration.ofHours(1);

	private final CacheDefinition definition;

	private final LocalCache<Object, Object> store;

	private final FailureLog errors;

	private final FailureLog refreshFailures;

	private final LongAdder nulls = new LongAdder();

	/** {@code null} if this cache is not shared with other processes. */
	private final SecondLevels.@Nullable Binding secondLevel;

	/** {@code null} if this cache is not transaction-aware. */
	private final @Nullable TransactionalWrites transactions;

	private volatile @Nullable WarmUpReport warmUpReport;

	BespokeCache(String name, CacheDefinition definition, Executor refreshExecutor, Executor maintenanceExecutor,
			CacheEvents events, LoadObserver loadObserver, @Nullable SecondLevels secondLevels,
			LongSupplier nanoClock) {
		super(definition.options().nullPolicy() != NullPolicy.REJECT);
		this.definition = definition;
		CacheOptions options = definition.options();
		this.secondLevel = bind(name, options.secondLevel(), options.nullPolicy() == NullPolicy.STORE, secondLevels);
		this.store = LocalCache.<Object, Object>builder(name, definition.workload())
			.selection(definition.selection())
			.loadPolicy(definition.loads())
			.keepsAges(keepsAges(definition))
			.weigher(nullSafe(options.weigher()))
			.expiry(nullSafe(options.expiry(), options.nullsExpireAfterWrite()))
			.expiryJitter(options.expiryJitter())
			.refreshExecutor(refreshExecutor)
			.maintenanceExecutor(maintenanceExecutor)
			.largeValueListener(new LargeValueLog(name, maintenanceExecutor))
			.listener(events.listenerOf(this))
			.loadObserver(loadObserver)
			.adaptivity(options.adaptivity())
			.assumed(definition.assumed())
			.negative(NullValue.class::isInstance)
			.secondLevel(this.secondLevel,
					options.secondLevel() != null
							&& options.secondLevel().whenIncoherent() == IncoherentPolicy.SERVE_STALE)
			.nanoClock(nanoClock)
			.build();
		this.errors = new FailureLog(nanoClock);
		this.refreshFailures = new FailureLog(nanoClock);
		this.transactions = options.transactionAware() ? transactions() : null;
	}

	private static SecondLevels.@Nullable Binding bind(String name, @Nullable SecondLevelOptions options, boolean nulls,
			@Nullable SecondLevels secondLevels) {
		if (options == null) {
			return null;
		}
		Assert.state(secondLevels != null, () -> "Cache '" + name + "' is to have a second level on "
				+ options.engine().id() + ", and there is none");
		return secondLevels.bind(name, options, nulls);
	}

	private TransactionalWrites transactions() {
		TransactionSupport.require(this.definition.source() + "." + TransactionSupport.PROPERTY);
		return new TransactionalWrites(this.store, this::reportError);
	}

	/**
	 * A weigher never sees a cached {@code null}: it is written for the values that the
	 * application returns. A weight of zero would exempt nulls from the bound.
	 */
	private static @Nullable Weigher<Object, Object> nullSafe(@Nullable Weigher<Object, Object> weigher) {
		return (weigher != null) ? (key, value) -> (value instanceof NullValue) ? 1 : weigher.weigh(key, value) : null;
	}

	/**
	 * Nor does an expiry see a cached {@code null}, which has a time to live of its own
	 * or that of the cache.
	 */
	private static @Nullable Expiry<Object, Object> nullSafe(@Nullable Expiry<Object, Object> expiry,
			@Nullable Duration ofNulls) {
		return (expiry != null || ofNulls != null) ? new NullSafeExpiry(expiry, ofNulls) : null;
	}

	@Override
	public String getName() {
		return this.store.name();
	}

	/**
	 * The map behind this cache. Values are store values: a {@code null} that was cached
	 * is a {@link NullValue}, and a cache that refreshes or serves what has expired holds
	 * {@link io.bespokecache.cache.TimedValue}s.
	 */
	@Override
	public CacheMap<Object, Object> getNativeCache() {
		return this.store.map();
	}

	/**
	 * What this cache was made from.
	 * @return the definition
	 */
	public CacheDefinition getDefinition() {
		return this.definition;
	}

	/**
	 * The cache behind the abstraction, with its counts.
	 * @return the store
	 */
	public LocalCache<Object, Object> getStore() {
		return this.store;
	}

	/**
	 * Whether the calling thread is inside a transaction that holds writes to this cache
	 * back until it commits.
	 * @return {@code true} if it is
	 */
	public boolean isDeferringWrites() {
		return this.transactions != null && this.transactions.areHeldBack();
	}

	private @Nullable PendingWrites pendingWrites() {
		return (this.transactions != null) ? this.transactions.pending() : null;
	}

	private @Nullable PendingWrites pendingWritesFor(Object key) {
		return (this.transactions != null) ? this.transactions.pendingOrMark(key) : null;
	}

	private @Nullable PendingWrites pendingWritesForAll() {
		return (this.transactions != null) ? this.transactions.pendingOrMarkAll() : null;
	}

	/**
	 * Looks a key up as the calling thread's transaction sees it, for a method whose
	 * result is not to be stored: what is loaded inside a transaction may be older than
	 * what others have written since it began, and would be shared with everybody.
	 * @param key the key
	 * @return the store value, or {@code null} if there is none
	 */
	public @Nullable Object lookUpInTransaction(Object key) {
		return lookup(key);
	}

	/**
	 * Whether this cache is shared with other processes.
	 * @return {@code true} if it has a second level
	 */
	public boolean isShared() {
		return this.secondLevel != null;
	}

	/**
	 * The properties to set in order to follow an advice on this cache.
	 * @param advice the advice
	 * @return the settings, with the full paths of their properties; empty if no setting
	 * would help, or no property describes this cache
	 */
	public List<Advice.Setting> settingsOf(Advice advice) {
		String key = this.definition.settingsKey(getName());
		return (key != null) ? advice.settings()
			.stream()
			.map((setting) -> new Advice.Setting(CacheDefinition.pathOf(key) + "." + setting.property(),
					setting.value()))
			.toList() : List.of();
	}

	/**
	 * A cached method returns values of a type. It is of interest to a second level,
	 * which writes values as what they are declared to be.
	 * @param type the type
	 * @param source what returns it, for those who read messages
	 */
	public void learnValueType(Type type, String source) {
		if (this.secondLevel != null) {
			this.secondLevel.learnValueType(type, source);
		}
	}

	/**
	 * What became of this cache's entries when the application started and stopped.
	 * @return the report, or {@code null} if this cache was neither restored nor
	 * preloaded
	 */
	public @Nullable WarmUpReport getWarmUpReport() {
		return this.warmUpReport;
	}

	/**
	 * Notes what became of this cache's entries.
	 * @param warmUpReport the report, in place of the one before
	 */
	public void setWarmUpReport(WarmUpReport warmUpReport) {
		this.warmUpReport = warmUpReport;
	}

	/**
	 * {@code null} values that loads and puts came with, stored or not.
	 * @return how many there were
	 */
	public long getNulls() {
		return this.nulls.sum();
	}

	/**
	 * Writes that waited for a transaction to end, and that its commit applied. Of each
	 * key the last one of a transaction counts, and a clear is one write.
	 * @return how many there were; 0 if this cache is not transaction-aware
	 */
	public long getCommittedWrites() {
		return (this.transactions != null) ? this.transactions.committedWrites() : 0;
	}

	/**
	 * Writes that waited for a transaction to end, and that were dropped because it was
	 * rolled back, or because nobody knows its outcome. They count as
	 * {@linkplain #getCommittedWrites() committed ones} do.
	 * @return how many there were; 0 if this cache is not transaction-aware
	 */
	public long getDroppedWrites() {
		return (this.transactions != null) ? this.transactions.droppedWrites() : 0;
	}

	/**
	 * Failures of this cache itself that its callers were spared.
	 * @return how many there were
	 */
	public long getErrors() {
		return this.errors.count();
	}

	/**
	 * Whether one of them was during the last hour.
	 * @return whether there was one
	 */
	public boolean hasRecentErrors() {
		return this.errors.hasAnyWithin(RECENTLY);
	}

	/**
	 * Counts a failure of this cache itself that its caller is spared, and logs it, at
	 * most once a minute.
	 * @param operation what the cache was to do, for example {@code get}
	 * @param failure how it failed
	 */
	public void reportError(String operation, Throwable failure) {
		long earlier = this.errors.report();
		if (earlier >= 0) {
			logger.warn("Cache '" + getName() + "' failed to " + operation + ", and the call went on without it"
					+ FailureLog.more(earlier), failure);
		}
	}

	/**
	 * Logs a refresh that has failed, at most once a minute. The old value stays.
	 * @param failure how it failed
	 */
	public void reportRefreshFailure(Throwable failure) {
		long earlier = this.refreshFailures.report();
		if (earlier >= 0) {
			logger.warn("Cache '" + getName() + "' failed to refresh a value, and keeps the old one"
					+ FailureLog.more(earlier), failure);
		}
	}

	@Override
	protected @Nullable Object lookup(Object key) {
		PendingWrites pending = pendingWrites();
		return (pending != null) ? pending.get(key) : this.store.get(key);
	}

	/**
	 * The value to store for a value of the application. A {@code null} is counted.
	 * @param value the value
	 * @return the value, or what stands for {@code null}
	 * @throws NullValueException if it is {@code null}, and this cache rejects that
	 */
	@Override
	public Object toStoreValue(@Nullable Object value) {
		if (value == null) {
			this.nulls.increment();
			if (!isAllowNullValues()) {
				throw new NullValueException(getName());
			}
		}
		return super.toStoreValue(value);
	}

	@Override
	public @Nullable Object fromStoreValue(@Nullable Object stored) {
		return super.fromStoreValue(stored);
	}

	/**
	 * Whether this cache stores such a value.
	 * @param stored a value as {@link #toStoreValue} gives it
	 * @return {@code false} if it stands for a {@code null} that is to be skipped
	 */
	public boolean isStorable(Object stored) {
		return !(stored instanceof NullValue) || this.definition.options().nullPolicy() == NullPolicy.STORE;
	}

	/**
	 * Looks at the entry of a key, without a count and without a load.
	 * @param key the key
	 * @return the entry, or {@code null} if there is none
	 */
	public @Nullable CachedEntry peek(Object key) {
		CachedValue<Object> cached = this.store.peek(key);
		return (cached != null) ? new CachedEntry(fromStoreValue(cached.value()), cached.age(), cached.stale()) : null;
	}

	/**
	 * {@inheritDoc}
	 * @throws ValueRetrievalException if the loader threw, or the thread was interrupted
	 * while it waited for another thread's load, or waited longer than the load timeout
	 * @throws RecursiveLoadException if the loader waits for its own value
	 */
	@Override
	@SuppressWarnings("unchecked") // the caller vouches for the type, as the contract has
									// it
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		try {
			PendingWrites pending = pendingWrites();
			if (pending != null) {
				return (T) fromStoreValue(pending.get(key, load(valueLoader)));
			}
			Object stored = this.store.getSettled(key);
			return (T) fromStoreValue(
					(stored != null) ? stored : this.store.getOrLoad(key, load(valueLoader), Nesting.REFUSED));
		}
		catch (RecursiveLoadException ex) {
			throw ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ValueRetrievalException(key, valueLoader, ex);
		}
		catch (SharedFailureException ex) {
			Throwable failure = ex.failure();
			throw new ValueRetrievalException(key, valueLoader,
					(failure instanceof InterruptedException) ? new ExecutionException(failure) : failure);
		}
		catch (Throwable ex) {
			throw new ValueRetrievalException(key, valueLoader, ex);
		}
	}

	private Load<Object> load(Callable<?> valueLoader) {
		return new Load<>() {

			@Override
			public Object call() throws Exception {
				return toStoreValue(valueLoader.call());
			}

			@Override
			public boolean isStorable(Object stored) {
				return BespokeCache.this.isStorable(stored);
			}

			@Override
			public void storeFailed(Object stored, RuntimeException failure) {
				reportError("store a value", failure);
			}

			@Override
			public Load<Object> detached() {
				return this;
			}

		};
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		PendingWrites pending = pendingWrites();
		if (pending != null || this.secondLevel == null) {
			ValueWrapper value = get(key);
			return (value != null) ? CompletableFuture.completedFuture(value) : null;
		}
		return this.store.find(key).thenApply(this::toValueWrapper);
	}

	@Override
	@SuppressWarnings("unchecked") // the caller vouches for the type, as the contract has
									// it
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		PendingWrites pending = pendingWrites();
		return ((pending != null) ? pending.get(key, load(valueLoader))
				: this.store.getOrLoadAsync(key, load(valueLoader), Nesting.REFUSED))
			.thenApply((value) -> (T) fromStoreValue(value));
	}

	private <T> AsyncLoad<Object> load(Supplier<CompletableFuture<T>> valueLoader) {
		return new AsyncLoad<>() {

			@Override
			public CompletionStage<Object> start() {
				return BespokeCache.start(valueLoader).thenApply(BespokeCache.this::toStoreValue);
			}

			@Override
			public boolean isStorable(Object stored) {
				return BespokeCache.this.isStorable(stored);
			}

			@Override
			public void storeFailed(Object stored, RuntimeException failure) {
				reportError("store a value", failure);
			}

			@Override
			public AsyncLoad<Object> detached() {
				return this;
			}

		};
	}

	/**
	 * A method that throws instead of returning a future fails the future with what it
	 * threw, not with the wrapper that Spring carries it in.
	 */
	private static <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> valueLoader) {
		try {
			return valueLoader.get();
		}
		catch (ThrowableWrapper ex) {
			return CompletableFuture.failedFuture(ex.getOriginal());
		}
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		Object stored = toStoreValue(value);
		if (!isStorable(stored)) {
			evict(key);
			return;
		}
		PendingWrites pending = pendingWritesFor(key);
		if (pending != null) {
			pending.put(key, stored);
		}
		else {
			this.store.put(key, stored);
		}
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		Object stored = toStoreValue(value);
		if (!isStorable(stored)) {
			return get(key);
		}
		PendingWrites pending = pendingWritesFor(key);
		return toValueWrapper(
				(pending != null) ? pending.putIfAbsent(key, stored) : this.store.putIfAbsent(key, stored));
	}

	@Override
	public void evict(Object key) {
		PendingWrites pending = pendingWritesFor(key);
		if (pending != null) {
			pending.evict(key);
		}
		else {
			this.store.remove(key);
		}
	}

	@Override
	public boolean evictIfPresent(Object key) {
		PendingWrites pending = pendingWritesFor(key);
		return (pending != null) ? pending.evictIfPresent(key) : this.store.remove(key);
	}

	/**
	 * Removes the keys that the filter accepts. A load of one of them that is in progress
	 * will not be stored.
	 * @param filter tells which keys are to go; does not touch the cache
	 * @return how many values there were
	 */
	public long evictIf(Predicate<Object> filter) {
		PendingWrites pending = pendingWritesForAll();
		if (pending == null) {
			return this.store.removeIf(filter);
		}
		if (this.secondLevel != null) {
			long matching = this.store.map().keySet().stream().filter(filter).count();
			pending.invalidate();
			return matching;
		}
		return this.store.map().keySet().stream().filter(filter).filter(this::evictIfPresent).count();
	}

	@Override
	public void clear() {
		PendingWrites pending = pendingWritesForAll();
		if (pending != null) {
			pending.clear();
		}
		else {
			this.store.clear();
		}
	}

	@Override
	public boolean invalidate() {
		PendingWrites pending = pendingWritesForAll();
		return (pending != null) ? pending.invalidate() : this.store.clear();
	}

	@Override
	public void forEachEntry(CacheEntries.Visitor visitor) {
		this.store.forEach((key, value, age) -> visitor.visit(key, fromStoreValue(value), age));
	}

	@Override
	public boolean restore(Object key, @Nullable Object value, Duration age) {
		if (value == null && this.definition.options().nullPolicy() != NullPolicy.STORE) {
			return false;
		}
		return this.store.restore(key, super.toStoreValue(value), age);
	}

	@Override
	public boolean keepsAges() {
		return keepsAges(this.definition);
	}

	/**
	 * Entries that outlive the application have to stay as old as they are where that
	 * decides what becomes of them.
	 */
	private static boolean keepsAges(CacheDefinition definition) {
		Workload workload = definition.workload();
		return definition.options().warmStart() != null && (workload.expireAfterWrite() != null
				|| workload.variableExpiry() || definition.loads().refreshAfterWrite() != null);
	}

	@Override
	public @Nullable Duration timeToIdle() {
		return this.definition.workload().expireAfterAccess();
	}

}
