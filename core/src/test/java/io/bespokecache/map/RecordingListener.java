package io.bespokecache.map;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A listener that remembers what it heard, in order.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class RecordingListener<K, V> implements MapListener<K, V> {

	final List<Eviction<K>> evictions = new CopyOnWriteArrayList<>();

	final List<Promotion> promotions = new CopyOnWriteArrayList<>();

	@Override
	public void evicted(K key, EvictionCause cause) {
		this.evictions.add(new Eviction<>(key, cause));
	}

	@Override
	public void promoted(Promotion promotion) {
		this.promotions.add(promotion);
	}

	/**
	 * One eviction.
	 *
	 * @param key what was evicted
	 * @param cause why
	 * @param <K> the type of keys
	 */
	record Eviction<K>(K key, EvictionCause cause) {

	}

}
