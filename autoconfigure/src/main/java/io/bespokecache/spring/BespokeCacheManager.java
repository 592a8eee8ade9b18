package io.bespokecache.spring;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

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

	private final CacheDefinitions definitions;

	private final boolean fixed;

	private final RefreshExecutor refreshExecutor;

	private final Executor maintenanceExecutor;

	private final LongSupplier nanoClock;

	private final ConcurrentMap<String, BespokeCache> caches = new ConcurrentHashMap<>();

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
				this.nanoClock);
		logger.info("Cache '" + name + "': " + definition.selection().strategy().id() + ". "
				+ definition.selection().reason());
		this.creationListeners.forEach((listener) -> listener.accept(cache));
		return cache;
	}

	@Override
	public Collection<String> getCacheNames() {
		return Collections.unmodifiableSet(this.caches.keySet());
	}

	/**
	 * Ends refreshes: those that run are interrupted, and no other begins; and what else
	 * is done for the caches in the background. The caches stay of use.
	 */
	@Override
	public void close() {
		this.refreshExecutor.close();
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

}
