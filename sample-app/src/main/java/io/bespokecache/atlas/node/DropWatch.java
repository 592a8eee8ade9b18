package io.bespokecache.atlas.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.bespokecache.atlas.city.Cities;
import io.bespokecache.atlas.web.NotFoundException;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Sees when this process drops a city: a thread looks at the entry ten thousand times a
 * second. What it sees is right to that tenth of a millisecond, and to what the machine
 * has to do besides. Thread-safe.
 */
@Component
class DropWatch {

	/** Longer than a lost eviction takes to be noticed. */
	static final Duration LONGEST = Duration.ofSeconds(8);

	private static final String CACHE = "city-by-id";

	private static final Duration STEP = Duration.ofNanos(100_000);

	private static final int MOST_WATCHES = 8;

	private final Cities cities;

	private final BespokeCacheManager caches;

	private final Clock clock;

	private final Map<UUID, CompletableFuture<Optional<Instant>>> watches = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<UUID, CompletableFuture<Optional<Instant>>> eldest) {
			return size() > MOST_WATCHES && eldest.getValue().complete(Optional.empty());
		}

	};

	DropWatch(Cities cities, BespokeCacheManager caches, Clock clock) {
		this.cities = cities;
		this.caches = caches;
		this.clock = clock;
	}

	/**
	 * Looks a city up, so that it is in this process, and begins to watch it.
	 * @param cityId GeoNames id
	 * @return what to ask for the outcome with
	 * @throws NotFoundException if there is no such city
	 */
	UUID begin(long cityId) {
		if (this.cities.byId(cityId).isEmpty()) {
			throw new NotFoundException("There is no city " + cityId + ".");
		}
		UUID id = UUID.randomUUID();
		CompletableFuture<Optional<Instant>> outcome = new CompletableFuture<>();
		synchronized (this.watches) {
			this.watches.put(id, outcome);
		}
		Thread watcher = new Thread(() -> watch(cityId, outcome), "atlas-drop-watch");
		watcher.setDaemon(true);
		watcher.start();
		return id;
	}

	private void watch(long cityId, CompletableFuture<Optional<Instant>> outcome) {
		long deadline = System.nanoTime() + LONGEST.toNanos();
		while (isHeld(cityId) && !outcome.isDone() && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(STEP.toNanos());
		}
		outcome.complete(isHeld(cityId) ? Optional.empty() : Optional.of(this.clock.instant()));
	}

	private boolean isHeld(long cityId) {
		BespokeCache cache = this.caches.getCache(CACHE);
		return cache != null && cache.peek(cityId) != null;
	}

	/**
	 * When the city was gone. Waits for it.
	 * @param id what {@link #begin} gave
	 * @return the time, or {@code null} if it was held all the while
	 * @throws NotFoundException if there is no such watch
	 */
	@Nullable Instant await(UUID id) {
		CompletableFuture<Optional<Instant>> outcome;
		synchronized (this.watches) {
			outcome = this.watches.remove(id);
		}
		if (outcome == null) {
			throw new NotFoundException("There is no watch " + id + ".");
		}
		return outcome.completeOnTimeout(Optional.empty(), 2 * LONGEST.toMillis(), TimeUnit.MILLISECONDS)
			.join()
			.orElse(null);
	}

}
