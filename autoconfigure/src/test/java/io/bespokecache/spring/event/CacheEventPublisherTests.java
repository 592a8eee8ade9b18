package io.bespokecache.spring.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheEventsAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.Caches;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.AdviceKind;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what an application hears of its caches.
 */
class CacheEventPublisherTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class,
						BespokeCacheEventsAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(Listeners.class)
		.withPropertyValues("bespoke.cache.caches.countries.strategy=promoting",
				"bespoke.cache.caches.countries.unbounded=true");

	@Test
	void cachesOfTheConfigurationAreAnnouncedToWhoeverListens() {
		this.application.run((context) -> {
			Heard heard = context.getBean(Heard.class);
			await().untilAsserted(() -> assertThat(heard.events).singleElement()
				.isEqualTo(new CacheCreated("countries", Caches.cache(context, "countries").getStore().selection())));
		});
	}

	@Test
	void aCacheThatIsCreatedWhileBeansAreMadeIsAnnouncedOnce() {
		this.application.withUserConfiguration(EarlyUse.class).run((context) -> {
			Heard heard = context.getBean(Heard.class);
			Caches.cache(context, "late");
			await().untilAsserted(() -> assertThat(heard.created()).contains("late"));
			assertThat(heard.created()).containsExactlyInAnyOrder("countries", "early", "late");
		});
	}

	@Test
	void applicationsWhoseBeansAreLazyHearToo() {
		this.application.withPropertyValues("spring.main.lazy-initialization=true").run((context) -> {
			Caches.cache(context, "countries");
			Heard heard = context.getBean(Heard.class);
			await().untilAsserted(() -> assertThat(heard.created()).containsExactly("countries"));
		});
	}

	@Test
	void aPromotionIsPublishedByAnotherThreadThanTheReaders() {
		this.application.run((context) -> {
			BespokeCache countries = Caches.cache(context, "countries");
			Heard heard = context.getBean(Heard.class);
			for (int code = 0; code < 100; code++) {
				countries.put(code, code);
			}
			await().untilAsserted(() -> {
				for (int code = 0; code < 100; code++) {
					countries.get(code);
				}
				assertThat(heard.events).hasAtLeastOneElementOfType(CachePromoted.class);
			});
			assertThat(heard.threads).containsOnly("bespoke-cache-review");
			assertThat(heard.events).filteredOn(CachePromoted.class::isInstance)
				.allSatisfy((event) -> assertThat(event.cacheName()).isEqualTo("countries"));
		});
	}

	@Test
	void everyEventCarriesTheNameOfItsCache() {
		StrategyChange change = new StrategyChange(Strategy.PROMOTING, Strategy.SHARDED, "Because.", Instant.EPOCH,
				Duration.ZERO, 5);
		Advice advice = new Advice(AdviceKind.BOUND_TOO_SMALL, "Seen.", "Cost.", "Action.",
				List.of(new Advice.Setting("maximum-size", "20")));
		this.application.run((context) -> {
			BespokeCache countries = Caches.cache(context, "countries");
			CacheEventPublisher publisher = context.getBean(CacheEventPublisher.class);
			publisher.evicted(countries, new Evictions(1, 2, 3));
			publisher.strategyChanged(countries, change);
			publisher.adviceGiven(countries, advice);
			assertThat(context.getBean(Heard.class).events).contains(
					new CacheEvicted("countries", new Evictions(1, 2, 3)), new StrategyChanged("countries", change),
					new AdviceGiven("countries", advice,
							List.of(new Advice.Setting("bespoke.cache.caches.countries.maximum-size", "20"))));
		});
	}

	@Test
	void aListenerThatFailsBreaksNoCacheAndNoOtherEvent() {
		this.application.withUserConfiguration(FailingListener.class).run((context) -> {
			Caches.cache(context, "late").put("key", "value");
			assertThat(Caches.cache(context, "late").get("key", String.class)).isEqualTo("value");
			Heard heard = context.getBean(Heard.class);
			await().untilAsserted(() -> assertThat(heard.created()).contains("countries", "late"));
		});
	}

	@Test
	void nothingIsPublishedOnceTheApplicationStops() {
		Heard[] heard = new Heard[1];
		CacheEventPublisher[] publisher = new CacheEventPublisher[1];
		BespokeCache[] countries = new BespokeCache[1];
		this.application.run((context) -> {
			heard[0] = context.getBean(Heard.class);
			publisher[0] = context.getBean(CacheEventPublisher.class);
			countries[0] = Caches.cache(context, "countries");
		});
		publisher[0].evicted(countries[0], new Evictions(1, 0, 0));
		assertThat(heard[0].events).noneMatch(CacheEvicted.class::isInstance);
	}

	@Test
	void withoutACacheManagerOfOursThereIsNothingToPublish() {
		this.application.withPropertyValues("spring.cache.type=none")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheEventPublisher.class));
	}

	static class Heard {

		private final List<CacheEvent> events = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		@EventListener
		@Order(0)
		void hear(CacheEvent event) {
			this.threads.add(Thread.currentThread().getName());
			this.events.add(event);
		}

		List<String> created() {
			return this.events.stream().filter(CacheCreated.class::isInstance).map(CacheEvent::cacheName).toList();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		@Bean
		Heard heard() {
			return new Heard();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyUse {

		@Bean
		BespokeCache earlyCache(BespokeCacheManager manager) {
			return Objects.requireNonNull(manager.getCache("early"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingListener {

		@EventListener
		void hear(CacheEvent event) {
			throw new IllegalStateException("I do not like " + event);
		}

	}

}
