package io.bespokecache.spring.observation;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheObservationAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.Caches;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of loads as observations.
 */
class LoadObservationsTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
				BespokeCacheAutoConfiguration.class, BespokeCacheObservationAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.registry)
		.withPropertyValues("bespoke.cache.caches.rates.refresh-after-write=1ns",
				"bespoke.cache.caches.rates.expiry-jitter=0", "bespoke.cache.caches.rates.expire-after-write=1h");

	private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

	LoadObservationsTests() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				LoadObservationsTests.this.stopped.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

	@Test
	void aLoadIsObservedWithCacheKindAndOutcomeAndNeitherKeyNorValue() {
		this.application.run((context) -> {
			Caches.cache(context, "cities").get("secret key", () -> "secret value");
			assertThat(this.stopped).singleElement().satisfies((load) -> {
				assertThat(load.getName()).isEqualTo("cache.load.observed");
				assertThat(load.getContextualName()).isEqualTo("load cities");
				assertThat(load.getAllKeyValues())
					.containsExactlyElementsOf(KeyValues.of("cache", "cities", "kind", "load", "outcome", "success"));
				assertThat(load.toString()).doesNotContain("secret");
			});
		});
	}

	@Test
	void aHitIsNotObserved() {
		this.application.run((context) -> {
			BespokeCache cities = Caches.cache(context, "cities");
			cities.put("key", "value");
			cities.get("key", () -> "never");
			assertThat(this.stopped).isEmpty();
		});
	}

	@Test
	void aFailedLoadIsObservedWithItsError() {
		IOException failure = new IOException("no route");
		this.application.run((context) -> {
			BespokeCache cities = Caches.cache(context, "cities");
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> cities.get("key", () -> {
				throw failure;
			}));
			assertThat(this.stopped).singleElement().satisfies((load) -> {
				assertThat(load.getError()).isSameAs(failure);
				assertThat(load.getLowCardinalityKeyValues()).contains(KeyValue.of("outcome", "failure"));
			});
		});
	}

	@Test
	void aLoadIsTheChildOfWhatItsCallerIsAboutAndTheParentOfWhatItDoes() {
		this.application.run((context) -> {
			BespokeCache cities = Caches.cache(context, "cities");
			Observation.createNotStarted("request", this.registry)
				.observe(() -> cities.get("key",
						() -> Observation.createNotStarted("query", this.registry).observe(() -> "value")));
			assertThat(this.stopped).extracting(Observation.Context::getName)
				.containsExactly("query", "cache.load.observed", "request");
			assertThat(parentOf(this.stopped.get(0))).isEqualTo("cache.load.observed");
			assertThat(parentOf(this.stopped.get(1))).isEqualTo("request");
			assertThat(this.registry.getCurrentObservation()).isNull();
		});
	}

	private static String parentOf(Observation.Context context) {
		return Objects
			.requireNonNull(Objects.requireNonNull(context.getParentObservation()).getContextView().getName());
	}

	@Test
	void aLoadWithoutAThreadEndsWithItsFutureAndLeavesItsCallersThreadBefore() {
		CompletableFuture<String> value = new CompletableFuture<>();
		this.application.run((context) -> {
			BespokeCache cities = Caches.cache(context, "cities");
			Observation.createNotStarted("request", this.registry).observe(() -> {
				assertThat(cities.retrieve("key", () -> {
					assertThat(name(this.registry.getCurrentObservation())).isEqualTo("cache.load.observed");
					return value;
				})).isNotDone();
				assertThat(name(this.registry.getCurrentObservation())).isEqualTo("request");
			});
			value.complete("value");
			assertThat(this.stopped).extracting(Observation.Context::getName)
				.containsExactly("request", "cache.load.observed");
			assertThat(parentOf(this.stopped.get(1))).isEqualTo("request");
		});
	}

	private static String name(@Nullable Observation observation) {
		return Objects.requireNonNull(Objects.requireNonNull(observation).getContextView().getName());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRefreshIsTheChildOfItsCallersRequestWhereContextsArePropagated(boolean propagated) {
		this.application.withPropertyValues("bespoke.cache.refresh.propagate-context=" + propagated).run((context) -> {
			BespokeCache rates = Caches.cache(context, "rates");
			rates.put("CHF", "old");
			Observation.createNotStarted("request", this.registry)
				.observe(() -> assertThat(rates.get("CHF", () -> "new")).isEqualTo("old"));
			await().until(() -> this.stopped.stream().anyMatch(LoadObservationContext.class::isInstance));
			Observation.Context refresh = this.stopped.stream()
				.filter(LoadObservationContext.class::isInstance)
				.findFirst()
				.orElseThrow();
			assertThat(refresh.getContextualName()).isEqualTo("refresh rates");
			assertThat(refresh.getLowCardinalityKeyValues()).contains(KeyValue.of("kind", "refresh"));
			if (propagated) {
				assertThat(parentOf(refresh)).isEqualTo("request");
			}
			else {
				assertThat(refresh.getParentObservation()).isNull();
			}
		});
	}

	@Test
	void aRegistryThatLooksAwayCostsNothing() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
					BespokeCacheAutoConfiguration.class, BespokeCacheObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP)
			.run((context) -> {
				assertThat(Caches.cache(context, "cities").get("key", () -> "value")).isEqualTo("value");
				assertThat(this.stopped).isEmpty();
			});
	}

	@Test
	void applicationsWithoutObservationsHaveCachesAllTheSame() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
					BespokeCacheAutoConfiguration.class, BespokeCacheObservationAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LoadObservations.class));
		this.application.withClassLoader(new FilteredClassLoader("io.micrometer.observation"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("bespokeCacheLoadObservations"));
	}

}
