package io.bespokecache.map;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A map that holds no entries itself: whatever is asked of it is asked of another map,
 * which is the same for all keys.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract class ForwardingCacheMap<K, V> extends RoutedCacheMap<K, V> {

	/**
	 * Asks the map that holds the entries. No caller waits.
	 * @param reading asks the map that it is given, possibly more than once
	 * @return what the reading returns
	 */
	abstract <R extends @Nullable Object> R read(Function<CacheMap<K, V>, R> reading);

	/**
	 * Makes a change to the map that holds the entries.
	 * @param change makes the change to the map that it is given
	 * @return what the change returns
	 */
	abstract <R extends @Nullable Object> R write(Function<CacheMap<K, V>, R> change);

	@Override
	final <R extends @Nullable Object> R write(Object key, Function<CacheMap<K, V>, R> change) {
		return write(change);
	}

	@Override
	public Strategy strategy() {
		return read(CacheMap::strategy);
	}

	@Override
	public @Nullable PolicyState policyState() {
		return this.<@Nullable PolicyState>read(CacheMap::policyState);
	}

	@Override
	public long mappingCount() {
		return read(CacheMap::mappingCount);
	}

	@Override
	public @Nullable V get(Object key) {
		return this.<@Nullable V>read((map) -> map.get(key));
	}

	@Override
	public boolean containsKey(Object key) {
		return read((map) -> map.containsKey(key));
	}

	@Override
	public boolean containsValue(Object value) {
		return read((map) -> map.containsValue(value));
	}

	@Override
	public Map<K, V> getAll(Collection<? extends K> keys) {
		return read((map) -> map.getAll(keys));
	}

	@Override
	public Map<K, V> snapshot() {
		return read(CacheMap::snapshot);
	}

	@Override
	public void putAll(Map<? extends K, ? extends V> entries) {
		this.<@Nullable Object>write((map) -> {
			map.putAll(entries);
			return null;
		});
	}

	@Override
	public long removeAll(Collection<?> keys) {
		return write((map) -> map.removeAll(keys));
	}

	@Override
	public long removeIf(BiPredicate<? super K, ? super V> condition) {
		return write((map) -> map.removeIf(condition));
	}

	@Override
	public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
		this.<@Nullable Object>write((map) -> {
			map.replaceAll(function);
			return null;
		});
	}

	@Override
	public long drain() {
		return write(CacheMap::drain);
	}

	@Override
	public void cleanUp() {
		this.<@Nullable Object>write((map) -> {
			map.cleanUp();
			return null;
		});
	}

}
