package io.bespokecache.shared;

import io.bespokecache.cache.SecondLevel.Look;
import io.bespokecache.cache.SharedValue;
import org.jspecify.annotations.Nullable;

/**
 * A look at a key without a right to load it.
 *
 * @param value what was found; {@code null} if there was nothing that will do
 * @param place what to offer a value with; {@code null} if nothing can be offered
 * @param <V> the type of values
 */
record Sighting<V>(@Nullable EncodedValue<V> value, @Nullable Place place) implements Look<V> {

	@Override
	public @Nullable SharedValue<V> found() {
		return (this.value != null) ? this.value.answer() : null;
	}

	@Override
	public @Nullable Object sight() {
		return this.place;
	}

	/**
	 * Where the shard of a key stood that was not found.
	 *
	 * @param session the connection over which it was looked for
	 * @param control where its shard stood
	 */
	record Place(long session, Control control) {

	}

}
