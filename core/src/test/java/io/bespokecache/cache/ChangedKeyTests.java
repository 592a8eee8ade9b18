package io.bespokecache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.map.Strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of loads that change their own key, as a method does that sorts the list it is
 * called with.
 */
class ChangedKeyTests {

	@ForEachStrategy
	void aLoadThatChangesItsKeyLeavesNothingBehind(Strategy strategy) throws Exception {
		LocalCache<List<Integer>, Integer> cache = Caches.unbounded(strategy);
		List<Integer> key = new ArrayList<>(List.of(3, 1, 2));
		assertThat(cache.get(key, () -> sortAndSum(key))).isEqualTo(6);
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void aFailedLoadThatChangesItsKeyLeavesNothingBehind(Strategy strategy) {
		LocalCache<List<Integer>, Integer> cache = Caches.unbounded(strategy);
		List<Integer> key = new ArrayList<>(List.of(3, 1, 2));
		assertThatIllegalStateException().isThrownBy(() -> cache.get(key, () -> {
			key.sort(null);
			throw new IllegalStateException("down");
		}));
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void anAsynchronousLoadThatChangesItsKeyLeavesNothingBehind(Strategy strategy) {
		LocalCache<List<Integer>, Integer> cache = Caches.unbounded(strategy);
		List<Integer> key = new ArrayList<>(List.of(3, 1, 2));
		CompletableFuture<Integer> promised = new CompletableFuture<>();
		CompletableFuture<Integer> value = cache.getAsync(key, () -> promised);
		promised.complete(sortAndSum(key));
		assertThat(value).isCompletedWithValue(6);
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void clearingForbidsThatALoadWithAChangedKeyIsStored(Strategy strategy) {
		LocalCache<List<Integer>, Integer> cache = Caches.unbounded(strategy);
		List<Integer> key = new ArrayList<>(List.of(3, 1, 2));
		CompletableFuture<Integer> promised = new CompletableFuture<>();
		CompletableFuture<Integer> value = cache.getAsync(key, () -> promised);
		int sum = sortAndSum(key);
		cache.clear();
		promised.complete(sum);
		assertThat(value).isCompletedWithValue(6);
		assertThat(cache.size()).isZero();
		assertThat(cache.flights()).isZero();
	}

	@ForEachStrategy
	void whoAsksForTheKeyAsItWasJoinsNoLoadOfAnother(Strategy strategy) throws Exception {
		LocalCache<List<Integer>, Integer> cache = Caches.unbounded(strategy);
		List<Integer> key = new ArrayList<>(List.of(3, 1, 2));
		CompletableFuture<Integer> promised = new CompletableFuture<>();
		CompletableFuture<Integer> value = cache.getAsync(key, () -> promised);
		sortAndSum(key);
		assertThat(cache.get(List.of(3, 1, 2), () -> 7)).isEqualTo(7);
		promised.complete(6);
		assertThat(value).isCompletedWithValue(6);
		assertThat(cache.get(List.of(3, 1, 2))).isEqualTo(7);
		assertThat(cache.flights()).isZero();
	}

	private static int sortAndSum(List<Integer> key) {
		key.sort(null);
		return key.stream().mapToInt(Integer::intValue).sum();
	}

}
