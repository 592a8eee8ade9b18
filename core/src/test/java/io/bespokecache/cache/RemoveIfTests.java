package io.bespokecache.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.map.Strategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LocalCache#removeIf}.
 */
class RemoveIfTests {

	@ForEachStrategy
	void keysThatAreAcceptedGoAndAreCounted(Strategy strategy) {
		LocalCache<Object, String> cache = Caches.unbounded(strategy);
		List.<Object>of(42, 42L, "42", 43).forEach((key) -> cache.put(key, "value"));
		assertThat(cache.removeIf((key) -> key.toString().equals("42"))).isEqualTo(3);
		assertThat(cache.get(43)).isEqualTo("value");
		assertThat(cache.size()).isOne();
		assertThat(cache.statistics().removals()).isEqualTo(3);
	}

	@ForEachStrategy
	void aLoadOfAnAcceptedKeyIsNotStoredAndAnyOtherIs(Strategy strategy) {
		LocalCache<Object, String> cache = Caches.unbounded(strategy);
		CompletableFuture<String> promised = new CompletableFuture<>();
		List<Object> keys = List.of(42, 42L, "42", List.of(42), 43, List.of(43));
		List<CompletableFuture<String>> values = keys.stream()
			.map((key) -> cache.getAsync(key, () -> promised))
			.toList();
		assertThat(cache.removeIf((key) -> key.toString().contains("42"))).isZero();
		promised.complete("old");
		assertThat(values).allSatisfy((value) -> assertThat(value).isCompletedWithValue("old"));
		assertThat(keys).filteredOn((key) -> cache.get(key) != null).containsExactly(43, List.of(43));
		assertThat(cache.flights()).isZero();
	}

}
