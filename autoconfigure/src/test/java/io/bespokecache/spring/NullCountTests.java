package io.bespokecache.spring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Adaptivity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How many {@code null} values come to a cache, whatever it does about them.
 */
class NullCountTests {

	private static BespokeCache cache(NullPolicy nullPolicy) {
		CacheDefinition definition = SameDefinition.of(Strategy.CONCURRENT).definition();
		return new SameDefinition(new CacheDefinition(definition.source(), definition.workload(), definition.assumed(),
				definition.selection(), definition.loads(),
				new CacheOptions(true, nullPolicy, null, false, null, null, 0, null, null, Adaptivity.ADVISE, null)))
			.newCache("cities");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "REJECT")
	void eachNullThatIsPutOrLoadedCountsOnce(NullPolicy nullPolicy) {
		BespokeCache cache = cache(nullPolicy);
		cache.put(1, null);
		cache.putIfAbsent(2, null);
		assertThat(cache.<String>get(3, () -> null)).isNull();
		assertThat(cache.<String>retrieve(4, () -> CompletableFuture.completedFuture(null))).isCompletedWithValue(null);
		assertThat(cache.getNulls()).isEqualTo(4);
	}

	@Test
	void aNullThatIsRejectedCounts() {
		BespokeCache cache = cache(NullPolicy.REJECT);
		assertThatExceptionOfType(NullValueException.class).isThrownBy(() -> cache.put(1, null));
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get(2, () -> null));
		assertThat(cache.getNulls()).isEqualTo(2);
	}

	@Test
	void neitherOtherValuesNorReadsNorRestoredNullsCount() {
		BespokeCache cache = cache(NullPolicy.STORE);
		cache.put(1, "Ulm");
		assertThat(cache.restore(2, null, Duration.ZERO)).isTrue();
		assertThat(cache.get(2)).isNotNull();
		assertThat(cache.get(2, () -> "Bonn")).isNull();
		assertThat(cache.getNulls()).isZero();
	}

}
