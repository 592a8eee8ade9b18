package io.bespokecache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of the look that a caller takes once its flight is in the table: another load may
 * have landed since the first look. A key is asked for its hash code by the first look,
 * by the table of flights, and by the second look.
 */
class SecondLookTests {

	private static final int FLIGHT = 2;

	private static final int SECOND_LOOK = 3;

	private final TouchyKey plainKey = new TouchyKey(0, () -> {
	});

	private final LocalCache<TouchyKey, String> cache = Caches.small();

	@Test
	void aValueThatWasStoredSinceTheFirstLookIsNotLoadedAgain() throws Exception {
		TouchyKey key = new TouchyKey(FLIGHT, () -> this.cache.put(this.plainKey, "put"));
		assertThat(Caches.getPlain(this.cache, key, () -> "loaded")).isEqualTo("put");
		assertOneHit();
	}

	@Test
	void aValueThatWasStoredSinceTheFirstLookIsNotLoadedAgainWithoutBlocking() {
		TouchyKey key = new TouchyKey(FLIGHT, () -> this.cache.put(this.plainKey, "put"));
		assertThat(this.cache.getAsync(key, () -> CompletableFuture.completedFuture("loaded")))
			.isCompletedWithValue("put");
		assertOneHit();
	}

	private void assertOneHit() {
		assertThat(this.cache.statistics())
			.extracting(CacheStatistics::hits, CacheStatistics::misses, CacheStatistics::loads)
			.containsExactly(1L, 0L, 0L);
		assertThat(this.cache.flights()).isZero();
	}

	/**
	 * An eviction looks for flights before there is one, and removes the value after the
	 * second look has found its entry.
	 */
	@Test
	void whoeverAsksAfterAnEvictionIsNotGivenWhatTheSecondLookSawBefore() throws Exception {
		List<Caller<String>> asking = new ArrayList<>();
		TouchyKey key = new TouchyKey(FLIGHT, () -> this.cache.put(this.plainKey, "evicted")).whenCompared(() -> {
			this.cache.map().remove(this.plainKey);
			asking.add(Caller.of(() -> Caches.getPlain(this.cache, this.plainKey, () -> "never")).onceItWaits());
		});
		assertThat(Caches.getPlain(this.cache, key, () -> "loaded")).isEqualTo("loaded");
		assertThat(asking).hasSize(1);
		assertThat(asking.get(0).result()).isEqualTo("loaded");
		assertThat(this.cache.flights()).isZero();
	}

	@Test
	void aKeyThatFailsTheSecondLookLeavesNoFlightBehind() throws Exception {
		TouchyKey key = new TouchyKey(SECOND_LOOK, () -> {
			throw new IllegalStateException("touched");
		});
		assertThatIllegalStateException().isThrownBy(() -> Caches.getPlain(this.cache, key, () -> "never"))
			.withMessage("touched");
		assertThat(this.cache.flights()).isZero();
		assertThat(this.cache.get(this.plainKey, () -> "loaded")).isEqualTo("loaded");
	}

}
