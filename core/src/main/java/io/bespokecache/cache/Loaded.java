package io.bespokecache.cache;

import io.bespokecache.cache.SecondLevel.Look;
import org.jspecify.annotations.Nullable;

/**
 * What a load came to: a value that was made, or one that the second level had.
 *
 * @param value the value
 * @param storable whether it may be stored
 * @param shared the value as the second level had it; {@code null} if it was made here
 * @param look what the second level is told of a value that was made; {@code null} if
 * nothing
 * @param stale whether it is the expired value, because another process has been loading
 * for too long
 * @param <V> the type of values
 */
record Loaded<V>(V value, boolean storable, @Nullable SharedValue<V> shared, @Nullable Look<V> look, boolean stale) {

	static <V> Loaded<V> made(V value, boolean storable, @Nullable Look<V> look) {
		return new Loaded<>(value, storable, null, look, false);
	}

	static <V> Loaded<V> found(SharedValue<V> shared) {
		return new Loaded<>(shared.value(), true, shared, null, false);
	}

	static <V> Loaded<V> stale(V value) {
		return new Loaded<>(value, false, null, null, true);
	}

	void giveUp() {
		if (this.look != null) {
			this.look.giveUp();
		}
	}

}
