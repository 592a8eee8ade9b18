package io.bespokecache.cache;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.bespokecache.cache.SecondLevel.Look;
import org.jspecify.annotations.Nullable;

/**
 * How the flights of one cache end. A flight stores its value only if it has claimed the
 * right to, then leaves the table, and only then wakes whoever waits for it. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Landing<K, V> {

	private final String cache;

	private final Entries<K, V> entries;

	private final FlightTable<K, V> flights;

	private final Counts counts;

	private final LoadWatch watch;

	/** {@code null} without a second level. */
	private final @Nullable SharedEntries<K, V> shared;

	Landing(String cache, Entries<K, V> entries, FlightTable<K, V> flights, Counts counts, LoadWatch watch,
			@Nullable SharedEntries<K, V> shared) {
		this.cache = cache;
		this.entries = entries;
		this.flights = flights;
		this.counts = counts;
		this.watch = watch;
		this.shared = shared;
	}

	/**
	 * Whether a flight may end with a value that has expired.
	 */
	boolean mayBeStale() {
		return this.entries.deadlines != null;
	}

	/**
	 * Looks again once the flight is in the table: between the first look and that, an
	 * earlier flight may have stored its value and left. Without this look a key could be
	 * loaded twice in a row. One that has failed leaves an expired value to be served for
	 * a while.
	 * @return the value; {@code null} if it has to be loaded
	 */
	@Nullable V lookAgain(K key, Flight<V> flight, boolean again) {
		try {
			do {
				Object stored = this.entries.map.get(key);
				if (this.entries.fresh(stored) == null && this.entries.resting(stored) == null) {
					break;
				}
				V value = landWithWhatIsThere(key, flight, again);
				if (value != null) {
					return value;
				}
			}
			while (this.flights.putIfAbsent(key, flight) == null || !flight.detach());
		}
		catch (Throwable failure) {
			this.flights.remove(flight);
			flight.fail(failure);
			throw failure;
		}
		this.counts.miss(key, again);
		return null;
	}

	/**
	 * Ends a flight with what the map holds, as it stands once nobody can join the flight
	 * any more. A value that was seen before would not do: it may have been evicted
	 * since, by a call that ended before another caller joined, and that call did not
	 * detach the flight, for there was none yet when it looked.
	 * @return the value; {@code null} if there is none any more, and the flight goes on
	 */
	private @Nullable V landWithWhatIsThere(K key, Flight<V> flight, boolean again) {
		this.flights.remove(flight);
		Object stored = this.entries.map.get(key);
		V value = this.entries.fresh(stored);
		if (value != null) {
			this.counts.hit(key, again);
			flight.complete(value);
			return value;
		}
		V expired = this.entries.resting(stored);
		if (expired != null) {
			this.counts.miss(key, again);
			this.counts.staleServed.increment();
			flight.completeStale(expired);
		}
		return expired;
	}

	/**
	 * Takes what the second level has, or runs a load, in the calling thread. How the
	 * load ended is counted.
	 */
	Loaded<V> run(K key, Flight<V> flight, Load<V> load, LoadKind kind) throws Throwable {
		if (this.shared == null) {
			return run(key, load, kind, null);
		}
		Look<V> look = this.shared.claim(key, kind);
		SharedValue<V> found = look.found();
		if (found != null) {
			return Loaded.found(found);
		}
		V stale = insteadOfWaiting(key, flight, look, kind);
		return (stale != null) ? Loaded.stale(stale) : run(key, load, kind, look.isOverdue() ? null : look);
	}

	/**
	 * Keeps the expired value that the second level has, for the case that the load
	 * fails.
	 * @return the value to serve because another process has been loading for too long;
	 * {@code null} to load as well
	 */
	private @Nullable V insteadOfWaiting(K key, Flight<V> flight, Look<V> look, LoadKind kind) {
		SharedValue<V> expired = look.expired();
		if (expired != null && this.entries.keepsExpired()) {
			flight.spare(expired.value());
		}
		if (!look.isOverdue()) {
			return null;
		}
		V value = (kind == LoadKind.REFRESH) ? this.entries.presentOf(key) : this.entries.expired(key);
		return (value != null) ? value : flight.claimSpare();
	}

	/**
	 * Runs a load, in the calling thread, whatever the second level has. How the load
	 * ended is counted.
	 * @param look what the second level is told of the value; {@code null} if nothing
	 */
	Loaded<V> run(K key, Load<V> load, LoadKind kind, @Nullable Look<V> look) throws Throwable {
		long start = this.counts.startLoad();
		try {
			V value = call(key, load, kind);
			boolean storable = load.isStorable(value) && isKeepable(key);
			this.counts.loadSucceeded(start, value);
			return Loaded.made(value, storable, look);
		}
		catch (Throwable failure) {
			this.counts.loadFailed(start);
			if (look != null) {
				look.giveUp();
			}
			throw failure;
		}
	}

	/**
	 * Whether others' evictions of a key would be heard of.
	 */
	private boolean isKeepable(K key) {
		return this.shared == null || this.shared.isShareable(key);
	}

	private V call(K key, Load<V> load, LoadKind kind) throws Throwable {
		ObservedLoad observed = this.watch.begin(kind);
		V value;
		try {
			value = requireValue(key, load.call());
		}
		catch (Throwable failure) {
			observed.leave();
			observed.end(failure);
			throw failure;
		}
		observed.leave();
		observed.end(null);
		return value;
	}

	/**
	 * Takes what the second level has, or starts a load; the flight lands in one of two
	 * ways. How the load ended is counted.
	 */
	void start(K key, Flight<V> flight, AsyncLoad<V> load, LoadKind kind, AsyncOutcome<V> outcome) {
		if (this.shared == null) {
			start(key, flight, load, kind, null, outcome);
			return;
		}
		flight.disown();
		try {
			this.shared.claim(key, kind, (look) -> goOn(key, flight, load, kind, look, outcome));
		}
		catch (Throwable failure) {
			outcome.failed(failure);
		}
	}

	private void goOn(K key, Flight<V> flight, AsyncLoad<V> load, LoadKind kind, Look<V> look,
			AsyncOutcome<V> outcome) {
		Loaded<V> answer;
		try {
			SharedValue<V> found = look.found();
			V stale = (found == null) ? insteadOfWaiting(key, flight, look, kind) : null;
			answer = (found != null) ? Loaded.found(found) : ((stale != null) ? Loaded.stale(stale) : null);
		}
		catch (Throwable failure) {
			outcome.failed(failure);
			return;
		}
		if (answer != null) {
			outcome.loaded(answer);
			return;
		}
		flight.own();
		start(key, flight, load, kind, look.isOverdue() ? null : look, outcome);
	}

	/**
	 * Starts a load, whatever the second level has.
	 * @param look what the second level is told of the value; {@code null} if nothing
	 */
	void start(K key, Flight<V> flight, AsyncLoad<V> load, LoadKind kind, @Nullable Look<V> look,
			AsyncOutcome<V> outcome) {
		long start = this.counts.startLoad();
		start(key, flight, load, kind, new AsyncResult<>() {

			@Override
			public void loaded(V value, boolean storable) {
				Landing.this.counts.loadSucceeded(start, value);
				outcome.loaded(Loaded.made(value, storable && isKeepable(key), look));
			}

			@Override
			public void failed(Throwable failure) {
				Landing.this.counts.loadFailed(start);
				if (look != null) {
					look.giveUp();
				}
				outcome.failed(failure);
			}

		});
	}

	private void start(K key, Flight<V> flight, AsyncLoad<V> load, LoadKind kind, AsyncResult<V> outcome) {
		ObservedLoad observed = this.watch.begin(kind);
		CompletionStage<? extends V> stage;
		try {
			stage = requireValue(key, load.start());
		}
		catch (Throwable failure) {
			observed.leave();
			observed.end(failure);
			outcome.failed(failure);
			return;
		}
		observed.leave();
		try {
			flight.disown();
			stage.whenComplete((value, failure) -> {
				if (failure != null || value == null) {
					Throwable reason = (failure != null) ? unwrap(failure) : nullValue(key);
					observed.end(reason);
					outcome.failed(reason);
				}
				else {
					observed.end(null);
					landLoaded(load, value, outcome);
				}
			});
		}
		catch (Throwable failure) {
			outcome.failed(failure);
		}
	}

	private static <V> void landLoaded(AsyncLoad<V> load, V value, AsyncResult<V> outcome) {
		boolean storable;
		try {
			storable = load.isStorable(value);
		}
		catch (Throwable failure) {
			outcome.failed(failure);
			return;
		}
		outcome.loaded(value, storable);
	}

	/**
	 * A stage that depends on a failed one wraps its failure.
	 */
	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	/**
	 * Ends a flight: stores its value unless a writer came first, takes it out of the
	 * table, and only then wakes whoever waits, so that a waiter that looks again finds
	 * the value rather than the flight. An existing value is newer than the load, but for
	 * the one that is refreshed. Unless the rules say otherwise, every caller hears of a
	 * value that cannot be stored, because its weigher or expiry threw.
	 */
	void land(K key, Flight<V> flight, Loaded<V> loaded, @Nullable TimedValue<V> old, StoreRules<V> rules) {
		V value = loaded.value();
		if (loaded.stale()) {
			this.counts.staleServed.increment();
			this.flights.remove(flight);
			flight.completeStale(value);
			return;
		}
		try {
			if (loaded.storable()) {
				Object stored = stored(key, loaded);
				if (flight.startPublishing()) {
					publish(key, flight, value, stored, old);
				}
			}
			else {
				loaded.giveUp();
				if (old != null && flight.startPublishing()) {
					this.entries.map.remove(key, old);
				}
			}
		}
		catch (RuntimeException failure) {
			reportStoreFailure(flight, value, rules, failure);
		}
		catch (Throwable failure) {
			this.flights.remove(flight);
			flight.fail(failure);
			throw failure;
		}
		this.flights.remove(flight);
		flight.complete(value);
	}

	/**
	 * What to store for a value, which is shared if it was made here. That is none of the
	 * flight's business: whoever has evicted the key has also ended the right to share.
	 */
	private Object stored(K key, Loaded<V> loaded) {
		SharedValue<V> shared = loaded.shared();
		if (shared != null) {
			return this.entries.stored(key, shared);
		}
		Look<V> look = loaded.look();
		try {
			Object stored = this.entries.stored(key, loaded.value());
			if (look != null) {
				look.store(loaded.value(), this.entries.lifetime(stored));
			}
			return stored;
		}
		catch (Throwable failure) {
			loaded.giveUp();
			throw failure;
		}
	}

	private void reportStoreFailure(Flight<V> flight, V value, StoreRules<V> rules, RuntimeException failure) {
		try {
			rules.storeFailed(value, failure);
		}
		catch (Throwable remaining) {
			this.flights.remove(flight);
			flight.fail(remaining);
			throw remaining;
		}
	}

	private void publish(K key, Flight<V> flight, V value, Object stored, @Nullable TimedValue<V> old) {
		if (flight.isOverwriting()) {
			this.entries.map.put(key, stored);
			this.counts.put(key, value, true);
		}
		else if ((old != null && this.entries.map.replace(key, old, stored))
				|| this.entries.storeIfAbsent(key, stored) == null) {
			this.counts.put(key, value, true);
		}
	}

	/**
	 * Stores a value inside the flight of another load of the same thread, as if there
	 * were none, unless a writer came first.
	 */
	void storeNested(K key, V value, Flight<V> outer) {
		if (outer.isOwnedBy(Thread.currentThread()) && outer.startNestedStore()) {
			try {
				this.entries.map.put(key, this.entries.stored(key, value));
				this.counts.put(key, value, true);
			}
			finally {
				outer.endNestedStore();
			}
		}
	}

	/**
	 * Ends a flight whose load has failed.
	 * @return the expired value that is served instead, or {@code null}
	 */
	@Nullable V landWithout(K key, Flight<V> flight, Throwable failure) {
		V expired = null;
		try {
			expired = insteadOf(failure, key);
		}
		catch (Throwable mapFailure) {
			failure.addSuppressed(mapFailure);
		}
		if (expired == null && mayBeSpared(failure)) {
			expired = flight.claimSpare();
		}
		this.flights.remove(flight);
		if (expired != null) {
			flight.completeStale(expired);
		}
		else {
			flight.fail(failure);
		}
		return expired;
	}

	/**
	 * The expired value that may be served although the key could not be loaded. What an
	 * error, an interrupt, or a mistake in the use of the cache means is for the caller
	 * to hear.
	 */
	@Nullable V insteadOf(Throwable failure, K key) {
		return mayBeSpared(failure) ? this.entries.expired(key) : null;
	}

	private static boolean mayBeSpared(Throwable failure) {
		return failure instanceof Exception && !(failure instanceof InterruptedException)
				&& !(failure instanceof RecursiveLoadException);
	}

	<T> T requireValue(K key, @Nullable T value) {
		if (value == null) {
			throw nullValue(key);
		}
		return value;
	}

	private NullPointerException nullValue(K key) {
		return new NullPointerException("The loader of key '" + key + "' in cache '" + this.cache
				+ "' returned null, which a cache cannot hold. Return a value that stands for none, or throw.");
	}

	/**
	 * What becomes of a load that goes on without a thread of its own.
	 */
	interface AsyncOutcome<V> {

		void loaded(Loaded<V> loaded);

		void failed(Throwable failure);

	}

	/**
	 * What has come of a load itself.
	 */
	private interface AsyncResult<V> {

		void loaded(V value, boolean storable);

		void failed(Throwable failure);

	}

}
