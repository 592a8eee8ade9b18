package io.bespokecache.cache;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache whose callers block. Of all callers that ask for the same key at
 * the same time one loads, in its own thread; another one loads only where it must not
 * wait, and what it made is stored only if an eviction could still forbid that.
 * Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @see LocalCache#getOrLoad
 */
final class Loads<K, V> {

	private final String cache;

	private final FlightTable<K, V> flights;

	private final Landing<K, V> landing;

	private final Refreshes<K, V> refreshes;

	private final LateFlights<K, V> late;

	private final Counts counts;

	private final Flight.Waiting waiting;

	Loads(String cache, FlightTable<K, V> flights, Landing<K, V> landing, Refreshes<K, V> refreshes,
			LateFlights<K, V> late, Counts counts, Flight.Waiting waiting) {
		this.cache = cache;
		this.flights = flights;
		this.landing = landing;
		this.refreshes = refreshes;
		this.late = late;
		this.counts = counts;
		this.waiting = waiting;
	}

	V getOrLoad(K key, Load<V> load, Nesting nesting) throws Throwable {
		boolean again = false;
		while (true) {
			V value = this.refreshes.serve(key, load, null, again);
			if (value != null) {
				return value;
			}
			Flight<V> own = new Flight<>();
			Flight<V> other = this.flights.putIfAbsent(key, own);
			if (other == null) {
				value = this.landing.lookAgain(key, own, again);
				return (value != null) ? value : load(key, own, load, true);
			}
			this.counts.miss(key, again);
			again = true;
			if (nesting == Nesting.ALLOWED && other.isOwnedBy(Thread.currentThread())) {
				return loadBeside(key, load, other);
			}
			try {
				value = other.await(this.cache, key, this.late.timeout(), this.waiting);
				if (other.isStale()) {
					this.counts.staleServed.increment();
				}
				return value;
			}
			catch (RecursiveLoadException ex) {
				if (nesting == Nesting.REFUSED) {
					throw ex;
				}
				return loadBeside(key, load, other);
			}
			catch (InterruptedException ex) {
				if (nesting == Nesting.REFUSED) {
					throw ex;
				}
				// The method is the one to answer the interrupt, in a way of its own.
				Thread.currentThread().interrupt();
				return loadBeside(key, load, null);
			}
			catch (TimeoutException ex) {
				value = loadLate(key, other, load, nesting);
				if (value != null) {
					return value;
				}
			}
			catch (SharedFailureException ex) {
				Throwable failure = ex.failure();
				if (nesting == Nesting.REFUSED || !isMeantForLoader(failure)) {
					throw ex;
				}
				// Not for those that wait: they look again.
			}
		}
	}

	/**
	 * Whether a load ended because of something that its own caller did, or met: an
	 * interrupt, or a cancelled subscription.
	 */
	private static boolean isMeantForLoader(Throwable failure) {
		return failure instanceof InterruptedException || failure instanceof CancellationException;
	}

	/**
	 * Answers a caller that has waited too long for another's load. Nobody else waits for
	 * that one from here on, and what it makes is not stored.
	 * @return {@code null} if it is being stored at this moment
	 */
	private @Nullable V loadLate(K key, Flight<V> late, Load<V> load, Nesting nesting) throws Throwable {
		V value = this.late.insteadOf(key, late);
		if (value != null) {
			return value;
		}
		if (!late.detach()) {
			late.awaitLanding();
			return null;
		}
		this.counts.loadTimeouts.increment();
		if (nesting == Nesting.REFUSED) {
			throw this.late.giveUp(key, late);
		}
		Flight<V> own = new Flight<>();
		if (!this.late.takeOver(key, late, own)) {
			return loadBeside(key, load, null);
		}
		value = this.landing.lookAgain(key, own, true);
		return (value != null) ? value : load(key, own, load, false);
	}

	/**
	 * Loads without a flight, because another is under way that must not be waited for.
	 * Inside that other one, in the same thread, the value is stored as if there were
	 * none; anywhere else nothing would keep it from surviving an eviction.
	 * @param outer the flight that this load is nested in, or closes a ring with;
	 * {@code null} if there is none
	 */
	private V loadBeside(K key, Load<V> load, @Nullable Flight<V> outer) throws Throwable {
		if (outer != null) {
			this.counts.nestedLoads.increment();
		}
		Loaded<V> loaded;
		try {
			loaded = this.landing.run(key, load, LoadKind.LOAD, null);
		}
		catch (Throwable failure) {
			V expired = this.landing.insteadOf(failure, key);
			if (expired == null) {
				throw failure;
			}
			this.counts.staleServed.increment();
			return expired;
		}
		if (loaded.storable() && outer != null) {
			this.landing.storeNested(key, loaded.value(), outer);
		}
		return loaded.value();
	}

	/**
	 * Loads for all who wait.
	 * @param sharing whether the second level is asked first; not in place of a load that
	 * took too long, which may still have the right to share what it makes
	 */
	private V load(K key, Flight<V> flight, Load<V> load, boolean sharing) throws Throwable {
		Loaded<V> loaded;
		try {
			loaded = sharing ? this.landing.run(key, flight, load, LoadKind.LOAD)
					: this.landing.run(key, load, LoadKind.LOAD, null);
		}
		catch (Throwable failure) {
			return landWithout(key, flight, failure);
		}
		this.landing.land(key, flight, loaded, null, load);
		return loaded.value();
	}

	private V landWithout(K key, Flight<V> flight, Throwable failure) throws Throwable {
		V expired = this.landing.landWithout(key, flight, failure);
		if (expired == null) {
			throw failure;
		}
		this.counts.staleServed.increment();
		return expired;
	}

}
