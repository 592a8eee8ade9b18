package io.bespokecache.spring;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.bespokecache.cache.LoadObserver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.CacheManager;

/**
 * A cache manager that gives each cache the map that its definition selects. Thread-safe.
 * <p>
 * The caches that the definitions name exist from the start. Unless the set of names is
 * fixed, any other is created when it is first asked for.
 */
public final class BespokeCacheManager implements CacheManager, AutoCloseable {

	private static final Log logger = LogFactory.getLog(BespokeCacheManager.class);

	/** Name of the thread that reviews the caches, and that tells listeners of them. */
	public static final String REVIEW_THREAD = CacheReviews.THREAD;

	/** Makes such a thread. */
	public static final ThreadFactory REVIEW_THREADS = CacheReviews::thread;

	private final CacheDefinitions definitions;

	private final boolean fixed;

	private final RefreshExecutor refreshExecutor;

	private final Executor maintenanceExecutor;

	private final LongSupplier nanoClock;

	private final ConcurrentMap<String, BespokeCache> caches = new ConcurrentHashMap<>();

	private final CacheReviews reviews;

	private final CacheEvents events;

	private final LoadObservers loadObservers;

	private final List<Consumer<? super BespokeCache>> creationListeners = new CopyOnWriteArrayList<>();

	/**
	 * Creates a manager whose caches are created as they are asked for, beside those that
	 * the definitions name.
	 * @param definitions finds the definition of each cache
	 */
	public BespokeCacheManager(CacheDefinitions definitions) {
		this(definitions, Set.of());
	}

	/**
	 * Creates a manager of a fixed set of caches: the given ones and those that the
	 * definitions name.
	 * @param definitions finds the definition of each cache
	 * @param cacheNames the names; if there are none, the set is not fixed
	 */
	public BespokeCacheManager(CacheDefinitions definitions, Collection<String> cacheNames) {
		this.definitions = definitions;
		this.fixed = !cacheNames.isEmpty();
		this.refreshExecutor = new RefreshExecutor(definitions.refreshOptions());
		this.maintenanceExecutor = definitions.maintenanceExecutor();
		this.nanoClock = definitions.nanoClock();
		this.reviews = new CacheReviews(this.caches.values(), (cache) -> cache.getStore().review(),
				definitions.reviewInterval(), definitions.reviewThreads(), this.nanoClock);
		this.events = new CacheEvents(this.reviews, this.nanoClock);
		this.loadObservers = new LoadObservers(this.nanoClock);
		definitions.names().forEach(this::createIfAbsent);
		cacheNames.forEach(this::createIfAbsent);
	}

	@Override
	public @Nullable BespokeCache getCache(String name) {
		BespokeCache cache = this.caches.get(name);
		return (cache != null || this.fixed) ? cache : createIfAbsent(name);
	}

	private BespokeCache createIfAbsent(String name) {
		return this.caches.computeIfAbsent(name, this::create);
	}

	private BespokeCache create(String name) {
		CacheDefinition definition = this.definitions.definitionOf(name);
		BespokeCache cache = new BespokeCache(name, definition, this.refreshExecutor, this.maintenanceExecutor,
				this.events, this.loadObservers,
				(definition.options().secondLevel() != null) ? this.definitions.secondLevels() : null, this.nanoClock);
		logger.info("Cache '" + name + "': " + definition.selection().strategy().id() + ". "
				+ definition.selection().reason());
		this.creationListeners.forEach((listener) -> listener.accept(cache));
		this.events.created(cache);
		this.reviews.include(cache);
		return cache;
	}

	@Override
	public Collection<String> getCacheNames() {
		return Collections.unmodifiableSet(this.caches.keySet());
	}

	/**
	 * Ends refreshes and reviews: those that run are interrupted, and no other begins;
	 * and what else is done for the caches in the background. The caches stay of use.
	 */
	@Override
	public void close() {
		this.refreshExecutor.close();
		this.reviews.close();
		this.caches.values().forEach((cache) -> cache.getStore().close());
	}

	/**
	 * Calls the listener for each cache that exists, and then for each one that is
	 * created. A cache that is created meanwhile may be announced twice.
	 * @param listener hears of caches; does not ask this manager for one
	 */
	public void onCacheCreated(Consumer<? super BespokeCache> listener) {
		this.creationListeners.add(listener);
		this.caches.values().forEach(listener);
	}

	/**
	 * Tells the listener of what happens in the caches, in a thread of this manager,
	 * until this manager is closed. It first hears of the caches that exist.
	 * @param listener hears of caches
	 */
	public void addListener(CacheEventListener listener) {
		this.events.add(listener, this.caches.values());
	}

	/**
	 * Shows the observer every load of the caches from now on, but for those whose value
	 * only a transaction sees.
	 * @param observer sees loads
	 */
	public void addLoadObserver(LoadObserver observer) {
		this.loadObservers.add(observer);
	}

	/**
	 * What has failed beside the caches.
	 * @return how often, since this was created
	 */
	public BackgroundFailures getBackgroundFailures() {
		return new BackgroundFailures(this.reviews.failures(), this.events.failures(), this.events.losses(),
				this.loadObservers.failures());
	}

}
