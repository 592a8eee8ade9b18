package io.bespokecache.map;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A map that holds no entries itself: each change of a key is made to another map, which
 * is chosen anew each time, under a guard that keeps the choice right until the change is
 * made.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract class RoutedCacheMap<K, V> extends AbstractCacheMap<K, V> {

	/**
	 * Makes a change of one key to the map that holds it now.
	 * @param key the key
	 * @param change makes the change to the map that it is given
	 * @return what the change returns
	 */
	abstract <R extends @Nullable Object> R write(Object key, Function<CacheMap<K, V>, R> change);

	@Override
	public @Nullable V put(K key, V value) {
		return this.<@Nullable V>write(key, (map) -> map.put(key, value));
	}

	@Override
	public @Nullable V putIfAbsent(K key, V value) {
		return this.<@Nullable V>write(key, (map) -> map.putIfAbsent(key, value));
	}

	@Override
	public @Nullable V remove(Object key) {
		return this.<@Nullable V>write(key, (map) -> map.remove(key));
	}

	@Override
	public boolean remove(Object key, @Nullable Object value) {
		return write(key, (map) -> map.remove(key, value));
	}

	@Override
	public @Nullable V replace(K key, V value) {
		return this.<@Nullable V>write(key, (map) -> map.replace(key, value));
	}

	@Override
	public boolean replace(K key, V oldValue, V newValue) {
		return write(key, (map) -> map.replace(key, oldValue, newValue));
	}

	@Override
	public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
		return this.<@Nullable V>write(key, (map) -> map.computeIfAbsent(key, function));
	}

	@Override
	public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
		return this.<@Nullable V>write(key, (map) -> map.computeIfPresent(key, function));
	}

	@Override
	public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
		return this.<@Nullable V>write(key, (map) -> map.compute(key, function));
	}

	@Override
	public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
		return this.<@Nullable V>write(key, (map) -> map.merge(key, value, function));
	}

}
