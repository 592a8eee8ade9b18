package io.bespokecache.cache;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One way to make the value of a key without blocking.
 *
 * @param <V> the type of values
 */
@FunctionalInterface
public interface AsyncLoad<V> extends StoreRules<V> {

	/**
	 * Starts to make the value. Called at most once.
	 * @return a stage of the value, which is never {@code null}
	 */
	CompletionStage<? extends V> start();

	/**
	 * A load of the same value that can be started later, by another thread, without a
	 * caller who waits for it. Asked for before this load is started, and only when a
	 * refresh is due.
	 * @return a new load, or {@code null} if there can be none
	 */
	default @Nullable AsyncLoad<V> detached() {
		return null;
	}

	/**
	 * A load that can be started in place of this one, later and by another thread, for
	 * the same caller: when another's load has been waited for too long. Asked for
	 * instead of starting this load.
	 * @return a load, possibly this one, or {@code null} if there can be none
	 */
	default @Nullable AsyncLoad<V> spare() {
		return detached();
	}

	/**
	 * A load by a supplier that may be asked more than once, and by other threads.
	 * @param supplier starts to make the value
	 * @param <V> the type of values
	 * @return the load
	 */
	static <V> AsyncLoad<V> of(Supplier<? extends CompletionStage<? extends V>> supplier) {
		return new AsyncLoad<>() {

			@Override
			public CompletionStage<? extends V> start() {
				return supplier.get();
			}

			@Override
			public AsyncLoad<V> detached() {
				return this;
			}

		};
	}

}
