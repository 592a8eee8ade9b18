package io.bespokecache.cache;

import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The loads in progress of one cache, by key. Thread-safe.
 * <p>
 * A load may change its own key: a method that is called with a list may sort it. A
 * flight therefore keeps the place that it was entered at, and is taken out there,
 * whatever has become of its key's hash code since.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class FlightTable<K, V> {

	private final ConcurrentMap<Object, Flight<V>> flights = new ConcurrentHashMap<>();

	@Nullable Flight<V> find(K key) {
		return this.flights.get(place(key));
	}

	/**
	 * Enters a flight, unless there is one.
	 * @return the one that is there, or {@code null} if the flight was entered
	 */
	@Nullable Flight<V> putIfAbsent(K key, Flight<V> flight) {
		Object place = place(key);
		flight.place(place);
		return this.flights.putIfAbsent(place, flight);
	}

	/**
	 * Puts a flight in the place of another.
	 * @return {@code false} if that other one is not there any more
	 */
	boolean replace(Flight<V> old, Flight<V> flight) {
		Object place = old.place();
		flight.place(place);
		return place != null && this.flights.replace(place, old, flight);
	}

	/**
	 * Takes a flight out, if it is there.
	 */
	void remove(Flight<V> flight) {
		Object place = flight.place();
		if (place != null) {
			this.flights.remove(place, flight);
		}
	}

	/**
	 * Forbids that the value of a key that is being loaded be stored. Where it is being
	 * stored already, waits until it is.
	 */
	void detach(K key) {
		Flight<V> flight = find(key);
		if (flight != null) {
			detach(flight);
		}
	}

	/**
	 * Does to the loads in progress of the keys that the filter accepts what
	 * {@link #detach(Object)} does to that of a key.
	 */
	void detachIf(Predicate<? super K> filter) {
		this.flights.forEach((place, flight) -> {
			if (filter.test(key(place))) {
				detach(flight);
			}
		});
	}

	/**
	 * Does to every load in progress what {@link #detach(Object)} does to that of a key.
	 */
	void detachAll() {
		this.flights.values().forEach(this::detach);
	}

	private void detach(Flight<V> flight) {
		if (flight.detach()) {
			remove(flight);
		}
		else {
			flight.awaitLanding();
		}
	}

	int size() {
		return this.flights.size();
	}

	@SuppressWarnings("unchecked") // only keys have come to places
	private K key(Object place) {
		return (K) ((place instanceof Place known) ? known.key() : place);
	}

	private static Object place(Object key) {
		Class<?> type = key.getClass();
		return (type == String.class || type == Long.class || type == Integer.class || type == UUID.class) ? key
				: new Place(key, key.hashCode());
	}

	/**
	 * Where a key belongs whose hash code may change.
	 */
	private record Place(Object key, int hash) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other == this || (other instanceof Place place && place.hash == this.hash
					&& (place.key == this.key || place.key.equals(this.key)));
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
