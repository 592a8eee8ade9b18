package io.bespokecache.spring;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.bespokecache.cache.CacheListener;
import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.Promotion;
import io.bespokecache.workload.Advice;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Hands what happens in the caches of one manager on to the listeners, in another thread:
 * who tells of a promotion may hold a lock of the map, and who creates a cache one of the
 * manager. Thread-safe.
 */
final class CacheEvents {

	private static final Log logger = LogFactory.getLog(CacheEvents.class);

	/**
	 * Events that may wait for a slow listener. One more is dropped: an application that
	 * is not listening must not fill the heap.
	 */
	static final int CAPACITY = 10_000;

	private final Executor executor;

	private final CacheLog log;

	private final List<Registration> registrations = new CopyOnWriteArrayList<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final FailureLog failures;

	private final FailureLog losses;

	/**
	 * Creates a relay.
	 * @param executor runs one task after the other, in their order, and none on the
	 * calling thread
	 * @param nanoClock tells when a failure may be logged again
	 */
	CacheEvents(Executor executor, LongSupplier nanoClock) {
		this.executor = executor;
		this.log = new CacheLog(nanoClock);
		this.failures = new FailureLog(nanoClock);
		this.losses = new FailureLog(nanoClock);
	}

	/**
	 * Adds a listener, which first hears of the caches that exist.
	 */
	void add(CacheEventListener listener, Collection<BespokeCache> caches) {
		Registration registration = new Registration(listener);
		this.registrations.add(registration);
		// After that: a cache that is created meanwhile is told of twice, not missed.
		for (BespokeCache cache : List.copyOf(caches)) {
			tell((anyone) -> registration.created(cache));
		}
	}

	/** For what has nobody to hear it, no task waits. */
	private void tell(Consumer<CacheEvents> event) {
		if (this.registrations.isEmpty()) {
			return;
		}
		if (this.waiting.incrementAndGet() > CAPACITY) {
			this.waiting.decrementAndGet();
			reportLoss();
			return;
		}
		try {
			this.executor.execute(() -> {
				this.waiting.decrementAndGet();
				event.accept(this);
			});
		}
		catch (RejectedExecutionException ex) {
			// The manager is closed, and its caches live on without news of them.
			this.waiting.decrementAndGet();
		}
	}

	private void reportLoss() {
		long earlier = this.losses.report();
		if (earlier >= 0) {
			logger.warn("An event of a cache was dropped, because " + CAPACITY
					+ " wait for a listener that has not come to an end" + FailureLog.more(earlier));
		}
	}

	private void tellAll(Consumer<CacheEventListener> event) {
		tell((events) -> this.registrations.forEach((registration) -> tell(registration.listener, event)));
	}

	private void tell(CacheEventListener listener, Consumer<CacheEventListener> event) {
		try {
			event.accept(listener);
		}
		catch (RuntimeException | Error ex) {
			long earlier = this.failures.report();
			if (earlier >= 0) {
				logger.warn("A listener to events of caches has failed: " + listener.getClass().getName()
						+ ". The caches and the other listeners go on" + FailureLog.more(earlier), ex);
			}
		}
	}

	void created(BespokeCache cache) {
		tell((events) -> this.registrations.forEach((registration) -> registration.created(cache)));
	}

	CacheListener listenerOf(BespokeCache cache) {
		return new CacheListener() {

			@Override
			public void promoted(Promotion promotion) {
				tellAll((listener) -> listener.promoted(cache, promotion));
			}

			@Override
			public void evicted(Evictions evictions) {
				tellAll((listener) -> listener.evicted(cache, evictions));
			}

			@Override
			public void strategyChanged(StrategyChange change) {
				CacheEvents.this.log.strategyChanged(cache, change);
				tellAll((listener) -> listener.strategyChanged(cache, change));
			}

			@Override
			public void switchRefused(String reason) {
				logger.warn("Cache '" + cache.getName() + "' goes on as it is. " + reason);
			}

			@Override
			public void adviceGiven(Advice advice) {
				CacheEvents.this.log.adviceGiven(cache, advice);
				tellAll((listener) -> listener.adviceGiven(cache, advice));
			}

		};
	}

	/**
	 * How often a listener has failed.
	 */
	long failures() {
		return this.failures.count();
	}

	/**
	 * How many events no listener heard of, because too many waited.
	 */
	long losses() {
		return this.losses.count();
	}

	/**
	 * A listener, and the caches that it has heard of. Used by the thread of the events
	 * alone.
	 */
	private final class Registration {

		private final CacheEventListener listener;

		private final Set<BespokeCache> known = new HashSet<>();

		Registration(CacheEventListener listener) {
			this.listener = listener;
		}

		void created(BespokeCache cache) {
			if (this.known.add(cache)) {
				tell(this.listener, (it) -> it.created(cache));
			}
		}

	}

}
