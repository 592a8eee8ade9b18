package io.bespokecache.shared;

import io.bespokecache.cache.SecondLevel.Look;
import io.bespokecache.cache.SharedValue;
import org.jspecify.annotations.Nullable;

/**
 * Nothing can be said of others: whoever looked may load, and may have an expired value
 * for the case that this fails.
 *
 * @param old the expired value
 * @param isOverdue whether a load of another process was waited for too long
 * @param <V> the type of values
 */
record Unshared<V>(@Nullable EncodedValue<V> old, boolean isOverdue) implements Look<V> {

	@Override
	public @Nullable SharedValue<V> found() {
		return null;
	}

	@Override
	public @Nullable SharedValue<V> expired() {
		return (this.old != null) ? this.old.decode() : null;
	}

}
