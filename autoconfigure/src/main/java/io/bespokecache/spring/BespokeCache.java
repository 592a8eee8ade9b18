package io.bespokecache.spring;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.RecursiveLoadException;
import io.bespokecache.map.CacheMap;
import io.bespokecache.map.Weigher;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;
import org.springframework.cache.support.AbstractValueAdaptingCache;
import org.springframework.cache.support.NullValue;

/**
 * A Spring cache over a {@link LocalCache}. Stores {@code null} values. Thread-safe.
 * <p>
 * Every form of a write takes effect before it returns, the immediate ones
 * ({@link #evictIfPresent}, {@link #invalidate}, {@link #putIfAbsent}) included.
 */
public final class BespokeCache extends AbstractValueAdaptingCache implements CacheEntries {

	private final CacheDefinition definition;

	private final LocalCache<Object, Object> store;

	BespokeCache(String name, CacheDefinition definition) {
		super(true);
		this.definition = definition;
		this.store = LocalCache.<Object, Object>builder(name, definition.workload())
			.selection(definition.selection())
			.weigher(nullSafe(definition.options().weigher()))
			.build();
	}

	/**
	 * A weigher never sees a cached {@code null}: it is written for the values that the
	 * application returns. A weight of zero would exempt nulls from the bound.
	 */
	private static @Nullable Weigher<Object, Object> nullSafe(@Nullable Weigher<Object, Object> weigher) {
		return (weigher != null) ? (key, value) -> (value instanceof NullValue) ? 1 : weigher.weigh(key, value) : null;
	}

	@Override
	public String getName() {
		return this.store.name();
	}

	/**
	 * The map behind this cache. Values are store values: a {@code null} that was cached
	 * is a {@link NullValue}.
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

	@Override
	protected @Nullable Object lookup(Object key) {
		return this.store.get(key);
	}

	/**
	 * {@inheritDoc}
	 * @throws ValueRetrievalException if the loader threw, or the thread was interrupted
	 * while it waited for another thread's load
	 * @throws RecursiveLoadException if the loader waits for its own value
	 */
	@Override
	@SuppressWarnings("unchecked") // the caller vouches for the type, as the contract has
									// it
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		try {
			return (T) fromStoreValue(this.store.get(key, () -> toStoreValue(valueLoader.call())));
		}
		catch (RecursiveLoadException ex) {
			throw ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ValueRetrievalException(key, valueLoader, ex);
		}
		catch (Throwable ex) {
			throw new ValueRetrievalException(key, valueLoader, ex);
		}
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		ValueWrapper value = get(key);
		return (value != null) ? CompletableFuture.completedFuture(value) : null;
	}

	@Override
	@SuppressWarnings("unchecked") // the caller vouches for the type, as the contract has
									// it
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		return this.store.getAsync(key, () -> start(valueLoader).thenApply(this::toStoreValue))
			.thenApply((value) -> (T) fromStoreValue(value));
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
		this.store.put(key, toStoreValue(value));
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		return toValueWrapper(this.store.putIfAbsent(key, toStoreValue(value)));
	}

	@Override
	public void evict(Object key) {
		this.store.remove(key);
	}

	@Override
	public boolean evictIfPresent(Object key) {
		return this.store.remove(key);
	}

	@Override
	public void clear() {
		this.store.clear();
	}

	@Override
	public boolean invalidate() {
		return this.store.clear();
	}

	@Override
	public void forEachEntry(CacheEntries.Visitor visitor) {
		this.store.forEach((key, value, age) -> visitor.visit(key, fromStoreValue(value), age));
	}

	@Override
	public boolean restore(Object key, @Nullable Object value, Duration age) {
		return !isNullForgotten(value, age) && this.store.restore(key, toStoreValue(value), age);
	}

	private boolean isNullForgotten(@Nullable Object value, Duration age) {
		CacheOptions options = this.definition.options();
		Duration nullsExpire = options.nullsExpireAfterWrite();
		return value == null && (options.nullPolicy() != NullPolicy.STORE
				|| (nullsExpire != null && age.compareTo(nullsExpire) >= 0));
	}

}
