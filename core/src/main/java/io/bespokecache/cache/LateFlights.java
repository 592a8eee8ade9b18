package io.bespokecache.cache;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The flights of one cache that others have waited for too long. One that is given up no
 * longer stores what it makes, unless it has begun to, and nobody joins it any more.
 * Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class LateFlights<K, V> {

	private final String cache;

	private final @Nullable Duration timeout;

	private final Entries<K, V> entries;

	private final FlightTable<K, V> flights;

	private final Counts counts;

	LateFlights(String cache, @Nullable Duration timeout, Entries<K, V> entries, FlightTable<K, V> flights,
			Counts counts) {
		this.cache = cache;
		this.timeout = timeout;
		this.entries = entries;
		this.flights = flights;
		this.counts = counts;
	}

	/**
	 * How long to wait for another's load; {@code null} for no limit.
	 */
	@Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * What can be had at once in place of a load that took too long: a value that
	 * somebody has put meanwhile, or the expired one, which will do for a while.
	 */
	@Nullable V insteadOf(K key, Flight<V> late) {
		V value = this.entries.fresh(this.entries.map.get(key));
		if (value == null) {
			value = this.entries.expired(key);
			if (value == null) {
				return null;
			}
			this.counts.staleServed.increment();
		}
		this.counts.loadTimeouts.increment();
		if (late.detach()) {
			this.flights.remove(late);
		}
		return value;
	}

	/**
	 * Puts a flight in the place of one that took too long and was detached, unless
	 * somebody else has.
	 */
	boolean takeOver(K key, Flight<V> late, Flight<V> own) {
		return this.flights.replace(late, own) || this.flights.putIfAbsent(key, own) == null;
	}

	/**
	 * Gives a flight up that took too long and was detached.
	 * @return what its callers hear
	 */
	LoadTimeoutException giveUp(K key, Flight<V> late) {
		this.flights.remove(late);
		return new LoadTimeoutException(this.cache, key, Objects.requireNonNull(this.timeout));
	}

}
