package io.bespokecache.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import io.bespokecache.map.MapStatistics;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Rejection;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests of what one caller alone sees of a {@link LocalCache}.
 */
class LocalCacheTests {

	@ForEachStrategy
	void aValueIsFoundOnceItIsPut(Strategy strategy) {
		LocalCache<String, Integer> cache = Caches.unbounded(strategy);
		assertThat(cache.get("Bern")).isNull();
		cache.put("Bern", 1);
		assertThat(cache.get("Bern")).isEqualTo(1);
		cache.put("Bern", 2);
		assertThat(cache.get("Bern")).isEqualTo(2);
		assertThat(cache.size()).isEqualTo(1);
		assertCounts(cache, 2, 1, 2, 0, 0, 0);
	}

	@ForEachStrategy
	void putIfAbsentKeepsTheValueThatIsThere(Strategy strategy) {
		LocalCache<String, Integer> cache = Caches.unbounded(strategy);
		assertThat(cache.putIfAbsent("Bern", 1)).isNull();
		assertThat(cache.putIfAbsent("Bern", 2)).isEqualTo(1);
		assertThat(cache.get("Bern")).isEqualTo(1);
		assertCounts(cache, 1, 0, 1, 0, 0, 0);
	}

	@ForEachStrategy
	void aRemovedValueIsGone(Strategy strategy) {
		LocalCache<String, Integer> cache = Caches.unbounded(strategy);
		cache.put("Bern", 1);
		assertThat(cache.remove("Bern")).isTrue();
		assertThat(cache.remove("Bern")).isFalse();
		assertThat(cache.get("Bern")).isNull();
		assertCounts(cache, 0, 1, 1, 1, 0, 0);
	}

	@ForEachStrategy
	void clearingRemovesAndCountsEveryEntry(Strategy strategy) {
		LocalCache<Integer, Integer> cache = Caches.unbounded(strategy);
		for (int key = 0; key < 100; key++) {
			cache.put(key, key);
		}
		assertThat(cache.clear()).isTrue();
		assertThat(cache.clear()).isFalse();
		assertThat(cache.size()).isZero();
		assertThat(cache.map()).isEmpty();
		assertCounts(cache, 0, 0, 100, 100, 0, 0);
	}

	@ForEachStrategy
	void anAbsentValueIsLoadedOnceAndThenFound(Strategy strategy) throws Exception {
		LocalCache<String, Integer> cache = Caches.unbounded(strategy);
		assertThat(cache.get("Bern", () -> 1)).isEqualTo(1);
		assertThat(cache.get("Bern", () -> 2)).isEqualTo(1);
		assertThat(cache.get("Bern")).isEqualTo(1);
		assertCounts(cache, 2, 1, 1, 0, 1, 0);
	}

	@ForEachStrategy
	void aFailedLoadIsThrownAsItIsAndNotStored(Strategy strategy) throws Exception {
		LocalCache<String, Integer> cache = Caches.unbounded(strategy);
		IOException failure = new IOException("no database");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> cache.get("Bern", () -> {
			throw failure;
		})).isSameAs(failure);
		assertThat(cache.size()).isZero();
		assertThat(cache.flights()).isZero();
		assertThat(cache.get("Bern", () -> 1)).isEqualTo(1);
		assertCounts(cache, 0, 2, 1, 0, 2, 1);
	}

	@Test
	void anErrorOfALoaderIsThrownAsItIs() {
		LocalCache<String, Integer> cache = Caches.small();
		AssertionError failure = new AssertionError("broken");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> cache.get("Bern", () -> {
			throw failure;
		})).isSameAs(failure);
		assertThat(cache.flights()).isZero();
	}

	@Test
	void aFailureThatIsNeitherExceptionNorErrorIsWrapped() {
		LocalCache<String, Integer> cache = Caches.small();
		Throwable failure = new Throwable("odd");
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> cache.get("Bern", () -> LocalCacheTests.<Integer, Error>sneakilyThrow(failure)))
			.havingCause()
			.isSameAs(failure);
		assertThat(cache.flights()).isZero();
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" }) // how checked
																		// throwables
																		// escape
	private static <V, T extends Throwable> V sneakilyThrow(Throwable failure) throws T {
		throw (T) failure;
	}

	@Test
	@SuppressWarnings("NullAway") // a loader that is not checked for nulls
	void aLoaderThatReturnsNullIsRefusedByName() {
		LocalCache<String, Integer> cache = Caches.small();
		assertThatNullPointerException().isThrownBy(() -> cache.get("Bern", () -> null))
			.withMessage("The loader of key 'Bern' in cache 'cities' returned null, which a cache cannot hold. "
					+ "Return a value that stands for none, or throw.");
		assertThat(cache.flights()).isZero();
		assertCounts(cache, 0, 1, 0, 0, 1, 1);
	}

	@ForEachStrategy
	@SuppressWarnings("NullAway") // a caller that is not checked for nulls
	void nullKeysAndValuesAreRefusedAndCountNothing(Strategy strategy) {
		LocalCache<String, Integer> cache = Caches.unbounded(strategy);
		assertThatNullPointerException().isThrownBy(() -> cache.get(null));
		assertThatNullPointerException().isThrownBy(() -> cache.get(null, () -> 1));
		assertThatNullPointerException().isThrownBy(() -> cache.put(null, 1));
		assertThatNullPointerException().isThrownBy(() -> cache.put("Bern", null));
		assertThatNullPointerException().isThrownBy(() -> cache.putIfAbsent(null, 1));
		assertThatNullPointerException().isThrownBy(() -> cache.putIfAbsent("Bern", null));
		assertThatNullPointerException().isThrownBy(() -> cache.remove(null));
		assertThat(cache.flights()).isZero();
		assertCounts(cache, 0, 0, 0, 0, 0, 0);
	}

	@Test
	void loadsAreTimedWithTheGivenClockFailedOnesIncluded() throws Exception {
		AtomicLong nanos = new AtomicLong();
		LocalCache<String, Integer> cache = LocalCache
			.<String, Integer>builder("cities", Workload.builder().expectedEntries(100).build())
			.nanoClock(nanos::get)
			.build();
		int loaded = cache.get("Bern", () -> {
			nanos.addAndGet(1_000);
			return 1;
		});
		assertThat(loaded).isEqualTo(1);
		assertThat(cache.statistics().loadTime()).isEqualTo(Duration.ofNanos(1_000));
		assertThatIllegalStateException().isThrownBy(() -> cache.get("Basel", () -> {
			nanos.addAndGet(500);
			throw new IllegalStateException();
		}));
		assertThat(cache.statistics().loadTime()).isEqualTo(Duration.ofNanos(1_500));
	}

	@Test
	void anEntryExpiresItsTimeAfterItWasWritten() throws Exception {
		AtomicLong nanos = new AtomicLong();
		Workload workload = Workload.builder().expireAfterWrite(Duration.ofMinutes(10)).build();
		LocalCache<String, Integer> cache = LocalCache.<String, Integer>builder("rates", workload)
			.nanoClock(nanos::get)
			.build();
		cache.put("EUR", 1);
		nanos.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
		assertThat(cache.get("EUR")).isEqualTo(1);
		nanos.addAndGet(1);
		assertThat(cache.get("EUR")).isNull();
		assertThat(cache.get("EUR", () -> 2)).isEqualTo(2);
		cache.map().cleanUp();
		assertThat(cache.statistics().map()).isEqualTo(new MapStatistics(0, 1, 0, 0, 0, 0));
		assertCounts(cache, 1, 2, 2, 0, 1, 0);
	}

	@Test
	void anEntryExpiresItsTimeAfterItWasLastRead() {
		AtomicLong nanos = new AtomicLong();
		Workload workload = Workload.builder().expireAfterAccess(Duration.ofMinutes(10)).build();
		LocalCache<String, Integer> cache = LocalCache.<String, Integer>builder("sessions", workload)
			.nanoClock(nanos::get)
			.build();
		cache.put("a", 1);
		nanos.addAndGet(Duration.ofMinutes(6).toNanos());
		assertThat(cache.get("a")).isEqualTo(1);
		nanos.addAndGet(Duration.ofMinutes(6).toNanos());
		assertThat(cache.get("a")).isEqualTo(1);
		nanos.addAndGet(Duration.ofMinutes(10).toNanos());
		assertThat(cache.get("a")).isNull();
	}

	@Test
	void anExpiredEntryIsNotRemovedByTheUser() {
		AtomicLong nanos = new AtomicLong();
		Workload workload = Workload.builder().expireAfterWrite(Duration.ofMinutes(10)).build();
		LocalCache<String, Integer> cache = LocalCache.<String, Integer>builder("rates", workload)
			.nanoClock(nanos::get)
			.build();
		cache.put("EUR", 1);
		cache.put("USD", 2);
		nanos.addAndGet(Duration.ofMinutes(10).toNanos());
		assertThat(cache.remove("EUR")).isFalse();
		assertThat(cache.clear()).isFalse();
		cache.map().cleanUp();
		assertThat(cache.statistics().removals()).isZero();
		assertThat(cache.statistics().map().evictedByExpiry()).isEqualTo(2);
	}

	@Test
	void aFullCacheEvictsAndCountsIt() {
		LocalCache<Integer, Integer> cache = LocalCache
			.<Integer, Integer>builder("cities", Workload.builder().maximumSize(10L).build())
			.build();
		for (int key = 0; key < 25; key++) {
			cache.put(key, key);
		}
		cache.map().cleanUp();
		assertThat(cache.size()).isEqualTo(10);
		assertThat(cache.statistics().map().evictedBySize()).isEqualTo(15);
		assertThat(cache.statistics().removals()).isZero();
	}

	@Test
	void aMaximumWeightIsKeptByTheGivenWeigher() {
		LocalCache<Integer, String> cache = LocalCache
			.<Integer, String>builder("texts", Workload.builder().maximumWeight(10L).build())
			.weigher((key, text) -> text.length())
			.build();
		cache.put(1, "12345");
		cache.put(2, "12345");
		cache.map().cleanUp();
		assertThat(cache.size()).isEqualTo(2);
		cache.put(3, "1");
		cache.map().cleanUp();
		assertThat(cache.size()).isEqualTo(2);
		assertThat(cache.map().values().stream().mapToInt((value) -> value.toString().length()).sum())
			.isLessThanOrEqualTo(10);
	}

	@Test
	void aMaximumWeightWithoutAWeigherIsRefusedByName() {
		LocalCache.Builder<String, String> builder = LocalCache.builder("texts",
				Workload.builder().maximumWeight(10L).build());
		assertThatIllegalStateException().isThrownBy(builder::build)
			.withMessage("Cache 'texts' has a maximum weight (10) but no weigher. "
					+ "Set one, or bound the number of entries instead.");
	}

	@Test
	void aSelectionThatCannotDoWhatTheWorkloadAsksForIsRefused() {
		Selection concurrent = StrategySelector.select(Workload.builder().expectedEntries(10).build());
		LocalCache.Builder<String, String> builder = LocalCache
			.<String, String>builder("cities", Workload.builder().maximumSize(10L).build())
			.selection(concurrent);
		assertThatIllegalStateException().isThrownBy(builder::build)
			.withMessageContainingAll("'concurrent'", "maximum-size", "'caffeine'");
	}

	@Test
	void aValueThatCannotBeWeighedIsNotStoredAndItsCallerHearsWhy() {
		LocalCache<String, String> cache = LocalCache
			.<String, String>builder("texts", Workload.builder().maximumWeight(10L).build())
			.weigher((key, text) -> {
				throw new IllegalStateException("no scales");
			})
			.build();
		assertThatIllegalStateException().isThrownBy(() -> cache.get("a", () -> "text")).withMessage("no scales");
		assertThat(cache.flights()).isZero();
		assertThat(cache.size()).isZero();
		assertCounts(cache, 0, 1, 0, 0, 1, 0);
	}

	@Test
	void aCacheKnowsWhatItWasMadeFrom() {
		Workload workload = Workload.builder().expectedEntries(10).build();
		LocalCache<String, String> cache = LocalCache.<String, String>builder("cities", workload).build();
		assertThat(cache.name()).isEqualTo("cities");
		assertThat(cache.workload()).isSameAs(workload);
		assertThat(cache.selection()).isEqualTo(StrategySelector.select(workload));
		assertThat(cache.map().strategy()).isEqualTo(Strategy.CONCURRENT);
		assertThat(cache.recentPromotions()).isEmpty();
		assertThat(cache.promotionTime()).isZero();
	}

	@ForEachStrategy
	void theSelectedStrategyHoldsTheEntries(Strategy strategy) {
		LocalCache<String, String> cache = Caches.unbounded(strategy);
		assertThat(cache.map().strategy()).isEqualTo(strategy);
		assertThat(cache.selection().strategy()).isEqualTo(strategy);
		assertThat(cache.selection().rejected()).extracting(Rejection::strategy).doesNotContain(strategy);
	}

	private static void assertCounts(LocalCache<?, ?> cache, long hits, long misses, long puts, long removals,
			long loads, long loadFailures) {
		assertThat(cache.statistics())
			.extracting(CacheStatistics::hits, CacheStatistics::misses, CacheStatistics::puts,
					CacheStatistics::removals, CacheStatistics::loads, CacheStatistics::loadFailures)
			.as("hits, misses, puts, removals, loads, load failures")
			.containsExactly(hits, misses, puts, removals, loads, loadFailures);
	}

}
