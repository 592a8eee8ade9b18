package io.bespokecache.spring.actuate;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.SameDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what an operator may remove, and of the answers.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheRemovalsTests {

	private final BespokeCacheManager manager = new BespokeCacheManager(SameDefinition.of(Strategy.CONCURRENT),
			List.of("rates"));

	@AfterEach
	void close() {
		this.manager.close();
	}

	private CacheRemovals removals() {
		return new CacheRemovals(ManagedCaches.of(List.of(this.manager)));
	}

	private BespokeCache rates() {
		return Objects.requireNonNull(this.manager.getCache("rates"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			value = { "- | - | What to remove was not given.", "- | false | What to remove was not given.",
					"EUR | true | Both a key and all were given.",
					"- | yes | The value 'yes' of all is neither true nor false.",
					"EUR | yes | The value 'yes' of all is neither true nor false." })
	void nothingIsRemovedUnlessItIsSaidWhat(@Nullable String key, @Nullable String all, String problem) {
		rates().put("EUR", 1.1);
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> removals().remove("rates", key, all))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400))
			.withMessage(problem + " Give key with the text of a key, or all=true to remove every entry.");
		assertThat(rates().get("EUR")).isNotNull();
	}

	@Test
	void anUnknownCacheIsNotCreated() {
		assertThatExceptionOfType(RefusedOperationException.class)
			.isThrownBy(() -> removals().remove("cities", null, "true"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(404))
			.withMessage("There is no cache 'cities'. Give one of rates.");
		assertThat(this.manager.getCacheNames()).containsExactly("rates");
	}

	@Test
	void aLoadOfTheKeyWhateverItsTypeIsNotStored() {
		CompletableFuture<Double> promised = new CompletableFuture<>();
		CompletableFuture<Double> value = rates().retrieve(42L, () -> promised);
		CompletableFuture<Double> other = rates().retrieve(43L, () -> promised);
		assertThat(removals().remove("rates", "42", null)).isZero();
		promised.complete(1.1);
		assertThat(value).isCompletedWithValue(1.1);
		assertThat(other).isCompletedWithValue(1.1);
		assertThat(rates().get(42L)).isNull();
		assertThat(rates().get(43L)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "42", "0f8fad5b-d9cb-469f-a165-70867728950e", "MINUTES", "SimpleKey [a, 1]", "CHF" })
	void aKeyIsEvictedByItsText(String text) {
		List<Object> keys = List.of(42L, UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"), TimeUnit.MINUTES,
				new SimpleKey("a", 1), "CHF");
		keys.forEach((key) -> rates().put(key, "value"));
		assertThat(removals().remove("rates", text, null)).isOne();
		assertThat(keys).filteredOn((key) -> rates().get(key) == null)
			.singleElement()
			.extracting(Object::toString)
			.isEqualTo(text);
	}

	@Test
	void keysOfSeveralTypesAndTheSameTextGoTogether(CapturedOutput output) {
		// More digits than a time, a process or a thread has in a line of the log.
		List.<Object>of("1936480275", 1_936_480_275, 1_936_480_275L).forEach((key) -> rates().put(key, "value"));
		rates().put("other", "value");
		assertThat(removals().remove("rates", "1936480275", null)).isEqualTo(3);
		assertThat(rates().get("other")).isNotNull();
		assertThat(removals().remove("rates", "1936480275", null)).isZero();
		assertThat(output).contains("an operator has removed 3 entries of one key").doesNotContain("1936480275");
	}

	@Test
	void aKeyWithoutATextKeepsNoOtherFromBeingEvicted() {
		rates().put(new Object() {

			@Override
			public String toString() {
				throw new IllegalStateException();
			}

		}, "value");
		rates().put(42L, "value");
		assertThat(removals().remove("rates", "42", null)).isOne();
		assertThat(rates().getStore().size()).isOne();
	}

	@Test
	void aCacheIsCleared(CapturedOutput output) {
		rates().put("CHF", "value");
		rates().put("EUR", null);
		assertThat(removals().remove("rates", null, "true")).isEqualTo(2);
		assertThat(rates().getStore().size()).isZero();
		assertThat(removals().remove("rates", null, "true")).isZero();
		assertThat(output).contains("an operator has removed all entries, about 2,");
	}

}
