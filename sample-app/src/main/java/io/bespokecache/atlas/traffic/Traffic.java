package io.bespokecache.atlas.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.bespokecache.atlas.city.Cities;
import io.bespokecache.atlas.city.CityRepository;
import io.bespokecache.atlas.country.Countries;
import io.bespokecache.atlas.rate.Rates;
import io.bespokecache.atlas.session.Sessions;
import io.bespokecache.atlas.traffic.Visitor.Services;
import io.bespokecache.atlas.visit.Visits;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Drives visitors against Atlas's own services, at a steady rate, and stops by itself.
 * Thread-safe.
 */
@Component
class Traffic implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(Traffic.class);

	private static final int WORKERS = 2;

	private static final int STEPS_PER_SECOND = 50;

	private static final double EXPONENT = 0.99;

	private final TrafficProperties properties;

	private final Services services;

	private final CityRepository cities;

	private final Clock clock;

	private final LongAdder requests = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(WORKERS, (task) -> {
		Thread thread = new Thread(task, "atlas-traffic");
		thread.setDaemon(true);
		return thread;
	});

	private List<Future<?>> workers = List.of();

	private @Nullable Instant end;

	Traffic(TrafficProperties properties, CityRepository repository, Clock clock, Cities cities, Countries countries,
			Rates rates, Sessions sessions, Visits visits) {
		this.properties = properties;
		this.services = new Services(cities, countries, rates, sessions, visits);
		this.cities = repository;
		this.clock = clock;
	}

	/**
	 * Starts traffic, or has it go on for its whole duration again.
	 */
	synchronized void start() {
		stop();
		List<Long> cityIds = this.cities.findIdsByPopulation();
		Zipf popularity = new Zipf(cityIds.size(), EXPONENT);
		Instant end = this.clock.instant().plus(this.properties.duration());
		this.end = end;
		int perStep = this.properties.requestsPerSecond() / (WORKERS * STEPS_PER_SECOND);
		SplittableRandom random = new SplittableRandom();
		this.workers = random.splits(WORKERS)
			.map((own) -> new Visitor(this.services, cityIds, popularity, own))
			.<Future<?>>map((visitor) -> this.executor.scheduleAtFixedRate(() -> step(visitor, perStep, end), 0,
					TimeUnit.SECONDS.toMillis(1) / STEPS_PER_SECOND, TimeUnit.MILLISECONDS))
			.toList();
	}

	/**
	 * Stops traffic.
	 */
	synchronized void stop() {
		this.workers.forEach((worker) -> worker.cancel(false));
		this.workers = List.of();
		this.end = null;
	}

	private void step(Visitor visitor, int count, Instant end) {
		if (!this.clock.instant().isBefore(end)) {
			stopAt(end);
			return;
		}
		for (int i = 0; i < count; i++) {
			act(visitor);
		}
	}

	/**
	 * Stops the traffic that ends at the given time, and none that was started since.
	 */
	private synchronized void stopAt(Instant end) {
		if (end.equals(this.end)) {
			stop();
		}
	}

	/**
	 * A visitor that meets a failure, as when the source of rates is stopped, goes on.
	 */
	private void act(Visitor visitor) {
		this.requests.increment();
		try {
			visitor.act();
		}
		catch (RuntimeException ex) {
			this.failures.increment();
			logger.debug("A visitor met a failure", ex);
		}
	}

	private synchronized Duration remaining() {
		if (this.end == null) {
			return Duration.ZERO;
		}
		Duration remaining = Duration.between(this.clock.instant(), this.end);
		return remaining.isNegative() ? Duration.ZERO : remaining;
	}

	State state() {
		Duration remaining = remaining();
		return new State(!remaining.isZero(), remaining.toSeconds(), this.requests.sum(), this.failures.sum());
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

	/**
	 * State of the traffic.
	 *
	 * @param running whether visitors are about
	 * @param secondsLeft seconds until it stops by itself
	 * @param requests what visitors have done so far
	 * @param failures how much of it failed
	 */
	record State(boolean running, long secondsLeft, long requests, long failures) {

	}

}
