package io.bespokecache.autoconfigure;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.EveryStrategy;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The annotations that write, on every strategy.
 */
class CacheAnnotationsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
		.withBean(Prices.class)
		.withPropertyValues("bespoke.cache.defaults.unbounded=true");

	@EveryStrategy
	void whatAMethodPutsIsWhatAnotherFinds(Strategy strategy) {
		with(strategy, (prices) -> {
			assertThat(prices.find("tea")).isEqualTo("tea 1");
			assertThat(prices.change("tea", "dear")).isEqualTo("dear");
			assertThat(prices.find("tea")).isEqualTo("dear");
		});
	}

	@EveryStrategy
	void anEvictionDropsOneKey(Strategy strategy) {
		with(strategy, (prices) -> {
			prices.find("tea");
			prices.find("milk");
			prices.forget("tea");
			assertThat(prices.find("tea")).isEqualTo("tea 3");
			assertThat(prices.find("milk")).isEqualTo("milk 2");
		});
	}

	@EveryStrategy
	void anEvictionOfAllEntriesDropsAll(Strategy strategy) {
		with(strategy, (prices) -> {
			prices.find("tea");
			prices.find("milk");
			prices.forgetAll();
			assertThat(prices.find("tea")).isEqualTo("tea 3");
			assertThat(prices.find("milk")).isEqualTo("milk 4");
		});
	}

	@EveryStrategy
	void anEvictionBeforeTheInvocationStandsEvenIfTheMethodFails(Strategy strategy) {
		with(strategy, (prices) -> {
			prices.find("tea");
			assertThatIllegalStateException().isThrownBy(() -> prices.forgetAndFail("tea"));
			assertThat(prices.find("tea")).isEqualTo("tea 2");
		});
	}

	@EveryStrategy
	void anEvictionAfterAnInvocationThatFailsDoesNotHappen(Strategy strategy) {
		with(strategy, (prices) -> {
			prices.find("tea");
			assertThatIllegalStateException().isThrownBy(() -> prices.failAndForget("tea"));
			assertThat(prices.find("tea")).isEqualTo("tea 1");
		});
	}

	private void with(Strategy strategy, Consumer<Prices> test) {
		this.contextRunner.withPropertyValues("bespoke.cache.caches.prices.strategy=" + strategy.id())
			.run((context) -> test.accept(context.getBean(Prices.class)));
	}

	static class Prices {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("prices")
		String find(String item) {
			return item + " " + this.calls.incrementAndGet();
		}

		@CachePut(cacheNames = "prices", key = "#item")
		String change(String item, String price) {
			return price;
		}

		@CacheEvict("prices")
		void forget(String item) {
		}

		@CacheEvict(cacheNames = "prices", allEntries = true)
		void forgetAll() {
		}

		@CacheEvict(cacheNames = "prices", beforeInvocation = true)
		void forgetAndFail(String item) {
			throw new IllegalStateException(item);
		}

		@CacheEvict("prices")
		void failAndForget(String item) {
			throw new IllegalStateException(item);
		}

	}

}
