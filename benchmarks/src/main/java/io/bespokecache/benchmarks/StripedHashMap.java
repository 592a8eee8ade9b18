package io.bespokecache.benchmarks;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Hash maps with a lock each, for readers too: the origin's sharded map.
 * <p>
 * Thread-safe. Iteration copies all entries first, a stripe after another.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class StripedHashMap<K, V> extends AbstractMap<K, V> {

	private static final int STRIPE_BITS = 6;

	private final List<Stripe<K, V>> stripes = new ArrayList<>();

	StripedHashMap(int entries) {
		int stripes = 1 << STRIPE_BITS;
		for (int i = 0; i < stripes; i++) {
			this.stripes.add(new Stripe<>(entries / stripes));
		}
	}

	@Override
	public @Nullable V get(Object key) {
		Stripe<K, V> stripe = stripe(key);
		stripe.lock.lock();
		try {
			return stripe.entries.get(key);
		}
		finally {
			stripe.lock.unlock();
		}
	}

	@Override
	public @Nullable V put(K key, V value) {
		Stripe<K, V> stripe = stripe(key);
		stripe.lock.lock();
		try {
			return stripe.entries.put(key, value);
		}
		finally {
			stripe.lock.unlock();
		}
	}

	@Override
	public @Nullable V remove(Object key) {
		Stripe<K, V> stripe = stripe(key);
		stripe.lock.lock();
		try {
			return stripe.entries.remove(key);
		}
		finally {
			stripe.lock.unlock();
		}
	}

	/** By other bits than those that choose the place within a hash map. */
	private Stripe<K, V> stripe(Object key) {
		return this.stripes.get((key.hashCode() * 0x9E37_79B9) >>> (Integer.SIZE - STRIPE_BITS));
	}

	@Override
	public Set<Map.Entry<K, V>> entrySet() {
		Map<K, V> copy = new LinkedHashMap<>();
		for (Stripe<K, V> stripe : this.stripes) {
			stripe.lock.lock();
			try {
				copy.putAll(stripe.entries);
			}
			finally {
				stripe.lock.unlock();
			}
		}
		return Map.copyOf(copy).entrySet();
	}

	/**
	 * A share of the entries.
	 */
	private static final class Stripe<K, V> {

		final ReentrantLock lock = new ReentrantLock();

		/** Guarded by the lock. */
		final Map<K, V> entries;

		Stripe(int entries) {
			this.entries = HashMaps.sized(entries);
		}

	}

}
