package io.bespokecache.atlas.mistake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.bespokecache.atlas.city.Cities;
import io.bespokecache.atlas.city.CityRepository;
import io.bespokecache.atlas.country.Countries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Makes mistakes at a steady rate, and stops by itself. Thread-safe.
 */
@Component
class Mistakes implements DisposableBean {

	/** Longer than it takes until the advice is given. */
	static final Duration DURATION = Duration.ofMinutes(5);

	private static final Logger logger = LoggerFactory.getLogger(Mistakes.class);

	private static final int STEPS_PER_SECOND = 20;

	private final Cities cities;

	private final Countries countries;

	private final CityRepository repository;

	private final Clock clock;

	private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(Mistake.values().length,
			(task) -> {
				Thread thread = new Thread(task, "atlas-mistakes");
				thread.setDaemon(true);
				return thread;
			});

	private final Map<Mistake, Run> runs = new EnumMap<>(Mistake.class);

	Mistakes(Cities cities, Countries countries, CityRepository repository, Clock clock) {
		this.cities = cities;
		this.countries = countries;
		this.repository = repository;
		this.clock = clock;
	}

	/**
	 * Begins to make a mistake, or has it made for the whole time again.
	 */
	synchronized void start(Mistake mistake) {
		stop(mistake);
		List<Long> cityIds = this.repository.findIdsByPopulation();
		SplittableRandom random = new SplittableRandom();
		Instant end = this.clock.instant().plus(DURATION);
		Future<?> work = this.executor.scheduleAtFixedRate(() -> step(mistake, end, cityIds, random), 0,
				TimeUnit.SECONDS.toMillis(1) / STEPS_PER_SECOND, TimeUnit.MILLISECONDS);
		this.runs.put(mistake, new Run(end, work));
	}

	/**
	 * Makes a mistake no more.
	 */
	synchronized void stop(Mistake mistake) {
		Run run = this.runs.remove(mistake);
		if (run != null) {
			run.work.cancel(false);
		}
	}

	private void step(Mistake mistake, Instant end, List<Long> cityIds, SplittableRandom random) {
		if (!this.clock.instant().isBefore(end)) {
			stopAt(mistake, end);
			return;
		}
		for (int i = 0; i < mistake.perSecond() / STEPS_PER_SECOND; i++) {
			try {
				mistake.make(this.cities, this.countries, cityIds, random);
			}
			catch (RuntimeException ex) {
				logger.debug("A mistake was not even made", ex);
			}
		}
	}

	/**
	 * Stops the run that ends at the given time, and none that was begun since.
	 */
	private synchronized void stopAt(Mistake mistake, Instant end) {
		Run run = this.runs.get(mistake);
		if (run != null && end.equals(run.end)) {
			stop(mistake);
		}
	}

	/**
	 * All mistakes, and which are made.
	 */
	synchronized List<State> states() {
		return Arrays.stream(Mistake.values()).map(this::state).toList();
	}

	private State state(Mistake mistake) {
		Run run = this.runs.get(mistake);
		long left = (run != null) ? Math.max(0, Duration.between(this.clock.instant(), run.end).toSeconds()) : 0;
		return new State(mistake.id(), mistake.cache(), mistake.advice(), run != null, left);
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

	/** A mistake that is made. */
	private record Run(Instant end, Future<?> work) {

	}

	/**
	 * State of one mistake.
	 *
	 * @param id name of the mistake
	 * @param cache the cache that is used badly
	 * @param advice kind of the advice that follows
	 * @param running whether it is made
	 * @param secondsLeft seconds until it stops by itself
	 */
	record State(String id, String cache, String advice, boolean running, long secondsLeft) {

	}

}
