package io.bespokecache.cache;

import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * The values of one cache that are served while they are due to be loaded anew. There is
 * one refresh a value at a time, by whoever claims it, and one that does not come about
 * gives the claim back. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Refreshes<K, V> {

	private final Entries<K, V> entries;

	private final FlightTable<K, V> flights;

	private final Landing<K, V> landing;

	private final Counts counts;

	private final Executor executor;

	Refreshes(Entries<K, V> entries, FlightTable<K, V> flights, Landing<K, V> landing, Counts counts,
			Executor executor) {
		this.entries = entries;
		this.flights = flights;
		this.landing = landing;
		this.counts = counts;
		this.executor = executor;
	}

	/**
	 * Answers with what the map holds, if that will do: a fresh value, whose refresh is
	 * set going if it is due, or an expired one that could not be loaded a moment ago.
	 */
	@Nullable V serve(K key, @Nullable Load<V> load, @Nullable AsyncLoad<V> asyncLoad, boolean again) {
		Object stored = this.entries.map.get(key);
		V value = this.entries.fresh(stored);
		if (value != null) {
			this.counts.hit(key, again);
			refreshIfDue(key, stored, load, asyncLoad);
			return value;
		}
		value = this.entries.resting(stored);
		if (value != null) {
			this.counts.miss(key, again);
			this.counts.staleServed.increment();
		}
		return value;
	}

	/**
	 * Sets a refresh going if the value is due for one and nobody else has. It is shared
	 * like any other load while it runs, and a write that comes in between forbids that
	 * its value be stored.
	 */
	private void refreshIfDue(K key, @Nullable Object stored, @Nullable Load<V> load,
			@Nullable AsyncLoad<V> asyncLoad) {
		if (this.entries.deadlines == null || stored == null) {
			return;
		}
		TimedValue<V> timed = Deadlines.timed(stored);
		long age = this.entries.deadlines.age(timed);
		if (timed.isRefreshDue(age) && timed.claimRefresh(age)) {
			startRefresh(key, timed, this.entries.deadlines, load, asyncLoad);
		}
	}

	private void startRefresh(K key, TimedValue<V> timed, Deadlines<K, V> deadlines, @Nullable Load<V> load,
			@Nullable AsyncLoad<V> asyncLoad) {
		boolean started = false;
		try {
			Load<V> detached = (load != null) ? load.detached() : null;
			AsyncLoad<V> detachedAsync = (asyncLoad != null) ? asyncLoad.detached() : null;
			if (detached != null || detachedAsync != null) {
				this.executor.execute(new PendingRefresh<>(this, key, timed, detached, detachedAsync));
				started = true;
			}
		}
		catch (RejectedExecutionException ex) {
			// Every thread is busy: the value will do for a while longer.
		}
		catch (RuntimeException ex) {
			// The caller has its value, and nothing to do with this.
			this.counts.refreshFailures.increment();
		}
		finally {
			if (!started) {
				timed.postponeRefresh(deadlines.age(timed));
			}
		}
	}

	private void refresh(K key, TimedValue<V> timed, @Nullable Load<V> load, @Nullable AsyncLoad<V> asyncLoad) {
		Deadlines<K, V> deadlines = Objects.requireNonNull(this.entries.deadlines);
		Flight<V> flight = new Flight<>();
		if (this.entries.map.get(key) != timed || this.flights.putIfAbsent(key, flight) != null) {
			timed.postponeRefresh(deadlines.age(timed));
			return;
		}
		// A write from here on detaches the flight. What was put before stays, because
		// only the old value is replaced; an eviction before came before the load.
		if (load != null) {
			new Refresh(key, timed, deadlines, flight, load).run(load);
		}
		else if (asyncLoad != null) {
			this.landing.start(key, flight, asyncLoad, LoadKind.REFRESH,
					new Refresh(key, timed, deadlines, flight, asyncLoad));
		}
	}

	/**
	 * A refresh that waits for a thread. It keeps neither the cache nor the value: a slow
	 * executor may hold it long after both were dropped.
	 */
	private static final class PendingRefresh<K, V> implements Runnable {

		private final WeakReference<Refreshes<K, V>> refreshes;

		private final K key;

		private final WeakReference<TimedValue<V>> old;

		private final @Nullable Load<V> load;

		private final @Nullable AsyncLoad<V> asyncLoad;

		PendingRefresh(Refreshes<K, V> refreshes, K key, TimedValue<V> old, @Nullable Load<V> load,
				@Nullable AsyncLoad<V> asyncLoad) {
			this.refreshes = new WeakReference<>(refreshes);
			this.key = key;
			this.old = new WeakReference<>(old);
			this.load = load;
			this.asyncLoad = asyncLoad;
		}

		@Override
		public void run() {
			Refreshes<K, V> refreshes = this.refreshes.get();
			TimedValue<V> old = this.old.get();
			if (refreshes != null && old != null) {
				refreshes.refresh(this.key, old, this.load, this.asyncLoad);
			}
		}

	}

	/**
	 * A load that is under way while the value it is to replace is served.
	 */
	private final class Refresh implements Landing.AsyncOutcome<V>, StoreRules<V> {

		private final K key;

		private final TimedValue<V> old;

		private final Deadlines<K, V> deadlines;

		private final Flight<V> flight;

		private final StoreRules<V> rules;

		Refresh(K key, TimedValue<V> old, Deadlines<K, V> deadlines, Flight<V> flight, StoreRules<V> rules) {
			this.rules = rules;
			this.key = key;
			this.old = old;
			this.deadlines = deadlines;
			this.flight = flight;
		}

		void run(Load<V> load) {
			Loaded<V> loaded;
			try {
				loaded = Refreshes.this.landing.run(this.key, this.flight, load, LoadKind.REFRESH);
			}
			catch (Throwable failure) {
				if (failure instanceof InterruptedException) {
					Thread.currentThread().interrupt();
				}
				failed(failure);
				return;
			}
			loaded(loaded);
		}

		/**
		 * Whoever is spared the failure, the refresh has failed.
		 */
		@Override
		public void storeFailed(V value, RuntimeException failure) {
			this.rules.storeFailed(value, failure);
			throw failure;
		}

		/**
		 * A writer that came in between, and left the old value as it is, has forbidden
		 * this refresh, not the next one.
		 */
		@Override
		public void loaded(Loaded<V> loaded) {
			if (loaded.stale()) {
				// Another process is at it.
				Refreshes.this.flights.remove(this.flight);
				this.flight.complete(loaded.value());
				this.old.postponeRefresh(this.deadlines.age(this.old));
				return;
			}
			try {
				Refreshes.this.landing.land(this.key, this.flight, loaded, this.old, this);
			}
			catch (Throwable failure) {
				putOff();
				return;
			}
			Refreshes.this.counts.refreshes.increment();
			this.old.postponeRefresh(this.deadlines.age(this.old));
		}

		@Override
		public void failed(Throwable failure) {
			putOff();
			Refreshes.this.landing.landWithout(this.key, this.flight, failure);
		}

		private void putOff() {
			Refreshes.this.counts.refreshFailures.increment();
			if (this.old.isFresh(this.deadlines.age(this.old))) {
				this.deadlines.failRefresh(this.old);
			}
		}

	}

}
