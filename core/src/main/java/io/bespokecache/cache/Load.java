package io.bespokecache.cache;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * One way to make the value of a key.
 *
 * @param <V> the type of values
 */
@FunctionalInterface
public interface Load<V> extends StoreRules<V> {

	/**
	 * Makes the value. Called at most once.
	 * @return the value, never {@code null}
	 * @throws Throwable if there is none; nothing is stored
	 */
	V call() throws Throwable;

	/**
	 * A load of the same value that can be called later, by another thread. Asked for
	 * before this load is called, and only when a refresh is due.
	 * @return a new load, or {@code null} if there can be none
	 */
	default @Nullable Load<V> detached() {
		return null;
	}

	/**
	 * A load by a callable that may be called more than once, and by other threads.
	 * @param callable makes the value
	 * @param <V> the type of values
	 * @return the load
	 */
	static <V> Load<V> of(Callable<? extends V> callable) {
		return new Load<>() {

			@Override
			public V call() throws Exception {
				return callable.call();
			}

			@Override
			public Load<V> detached() {
				return this;
			}

		};
	}

}
