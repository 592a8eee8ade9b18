package io.bespokecache.cache;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * A load that can be detached, and whose value may be stored, or not.
 *
 * @param callable makes the value
 * @param storable whether the value may be stored
 * @param detached what the load is detached to
 * @param <V> the type of values
 */
record TestLoad<V>(Callable<V> callable, boolean storable, @Nullable Load<V> detached) implements Load<V> {

	/**
	 * A load whose value may not be stored.
	 */
	static <V> Load<V> unstorable(Callable<V> callable) {
		return new TestLoad<>(callable, false, new TestLoad<>(callable, false, null));
	}

	@Override
	public V call() throws Exception {
		return this.callable.call();
	}

	@Override
	public boolean isStorable(V value) {
		return this.storable;
	}

}
