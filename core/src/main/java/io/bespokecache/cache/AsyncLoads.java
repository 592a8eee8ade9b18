package io.bespokecache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache whose callers take a future. They share their flights with those
 * who block, but no thread waits for a load here: what waits is a stage. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @see LocalCache#getOrLoadAsync
 */
final class AsyncLoads<K, V> {

	private final String cache;

	private final FlightTable<K, V> flights;

	private final Landing<K, V> landing;

	private final Refreshes<K, V> refreshes;

	private final LateFlights<K, V> late;

	private final Counts counts;

	private final Executor executor;

	AsyncLoads(String cache, FlightTable<K, V> flights, Landing<K, V> landing, Refreshes<K, V> refreshes,
			LateFlights<K, V> late, Counts counts, Executor executor) {
		this.cache = cache;
		this.flights = flights;
		this.landing = landing;
		this.refreshes = refreshes;
		this.late = late;
		this.counts = counts;
		this.executor = executor;
	}

	CompletableFuture<V> getOrLoad(K key, AsyncLoad<V> load, Nesting nesting) {
		V value = this.refreshes.serve(key, null, load, false);
		if (value != null) {
			return CompletableFuture.completedFuture(value);
		}
		Flight<V> own = new Flight<>();
		Flight<V> other = this.flights.putIfAbsent(key, own);
		if (other != null) {
			this.counts.miss(key);
			if (!other.isOwnedBy(Thread.currentThread())) {
				return join(key, other, load, nesting);
			}
			return (nesting == Nesting.ALLOWED) ? loadAsyncBeside(key, load)
					: CompletableFuture.failedFuture(new RecursiveLoadException(this.cache, key));
		}
		value = this.landing.lookAgain(key, own, false);
		return (value != null) ? CompletableFuture.completedFuture(value) : loadAsync(key, own, load, true);
	}

	private CompletableFuture<V> join(K key, Flight<V> flight, AsyncLoad<V> load, Nesting nesting) {
		Duration timeout = this.late.timeout();
		CompletableFuture<V> future = flight.future();
		if (timeout == null && !this.landing.mayBeStale()) {
			return future;
		}
		AsyncLoad<V> spare = (timeout != null && nesting == Nesting.ALLOWED) ? load.spare() : null;
		CompletionStage<V> awaited = (timeout != null)
				? future.orTimeout(Deadlines.nanos(timeout), TimeUnit.NANOSECONDS) : future;
		CompletableFuture<V> answer = new CompletableFuture<>();
		awaited.whenComplete((value, failure) -> {
			// A failure of the flight comes wrapped, even if it is of this very class.
			if (failure instanceof TimeoutException) {
				relay(loadAsyncLate(key, flight, spare, nesting), answer);
				return;
			}
			if (failure == null && flight.isStale()) {
				this.counts.staleServed.increment();
			}
			complete(answer, value, failure);
		});
		return answer;
	}

	private static <V> void relay(CompletionStage<V> source, CompletableFuture<V> answer) {
		source.whenComplete((value, failure) -> complete(answer, value, failure));
	}

	private static <V> void complete(CompletableFuture<V> answer, V value, @Nullable Throwable failure) {
		if (failure != null) {
			answer.completeExceptionally(Landing.unwrap(failure));
		}
		else {
			answer.complete(value);
		}
	}

	/**
	 * Answers an asynchronous caller that has waited too long, as {@link Loads} does a
	 * blocking one. Called by the timer of all futures, which must not run a load.
	 */
	private CompletableFuture<V> loadAsyncLate(K key, Flight<V> late, @Nullable AsyncLoad<V> spare, Nesting nesting) {
		V value = this.late.insteadOf(key, late);
		if (value != null) {
			return CompletableFuture.completedFuture(value);
		}
		if (nesting == Nesting.REFUSED && late.detach()) {
			this.counts.loadTimeouts.increment();
			return CompletableFuture.failedFuture(this.late.giveUp(key, late));
		}
		if (spare == null) {
			return late.future();
		}
		CompletableFuture<V> answer = new CompletableFuture<>();
		try {
			this.executor.execute(() -> {
				try {
					relay(loadAsyncInsteadOf(key, late, spare), answer);
				}
				catch (Throwable failure) {
					answer.completeExceptionally(failure);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			return late.future();
		}
		return answer;
	}

	private CompletableFuture<V> loadAsyncInsteadOf(K key, Flight<V> late, AsyncLoad<V> load) {
		if (!late.detach()) {
			return late.future();
		}
		this.counts.loadTimeouts.increment();
		Flight<V> own = new Flight<>();
		if (!this.late.takeOver(key, late, own)) {
			own.detach();
			return loadAsync(key, own, load, false);
		}
		V value = this.landing.lookAgain(key, own, true);
		return (value != null) ? CompletableFuture.completedFuture(value) : loadAsync(key, own, load, false);
	}

	/**
	 * Starts a load inside the start of another of the same key. That other one will
	 * store what it makes.
	 */
	private CompletableFuture<V> loadAsyncBeside(K key, AsyncLoad<V> load) {
		this.counts.nestedLoads.increment();
		Flight<V> unshared = new Flight<>();
		unshared.detach();
		return loadAsync(key, unshared, load, false);
	}

	/**
	 * Starts a load.
	 * @param sharing whether the second level is asked first; not where another load of
	 * this process may have the right to share what it makes
	 */
	private CompletableFuture<V> loadAsync(K key, Flight<V> flight, AsyncLoad<V> load, boolean sharing) {
		CompletableFuture<V> future = flight.future();
		Landing.AsyncOutcome<V> outcome = new Landing.AsyncOutcome<>() {

			@Override
			public void loaded(Loaded<V> loaded) {
				AsyncLoads.this.landing.land(key, flight, loaded, null, load);
			}

			@Override
			public void failed(Throwable failure) {
				if (AsyncLoads.this.landing.landWithout(key, flight, failure) != null) {
					AsyncLoads.this.counts.staleServed.increment();
				}
			}

		};
		if (sharing) {
			this.landing.start(key, flight, load, LoadKind.LOAD, outcome);
		}
		else {
			this.landing.start(key, flight, load, LoadKind.LOAD, null, outcome);
		}
		return future;
	}

}
