package io.bespokecache.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.EveryStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that return futures and publishers, and those that are synchronized, on every
 * strategy and with no switch.
 */
class ReactiveAndSynchronizedCachingTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
		.withBean(Numbers.class)
		.withPropertyValues("bespoke.cache.defaults.unbounded=true");

	@EveryStrategy
	void aFutureIsComputedOnce(Strategy strategy) {
		with(strategy, (numbers) -> {
			assertThat(numbers.future(1).join()).isEqualTo(1);
			assertThat(numbers.future(1).join()).isEqualTo(1);
			assertThat(numbers.calls()).isEqualTo(1);
		});
	}

	@EveryStrategy
	void aMonoIsComputedOnce(Strategy strategy) {
		with(strategy, (numbers) -> {
			assertThat(numbers.mono(1).block()).isEqualTo(1);
			assertThat(numbers.mono(1).block()).isEqualTo(1);
			assertThat(numbers.calls()).isEqualTo(1);
		});
	}

	@EveryStrategy
	void aFluxIsComputedOnce(Strategy strategy) {
		with(strategy, (numbers) -> {
			assertThat(numbers.flux(1).collectList().block()).containsExactly(1, 2);
			assertThat(numbers.flux(1).collectList().block()).containsExactly(1, 2);
			assertThat(numbers.calls()).isEqualTo(1);
		});
	}

	@EveryStrategy
	void aSynchronizedMethodRunsOnceForManyCallers(Strategy strategy) {
		with(strategy, (numbers) -> {
			int callers = 4;
			CountDownLatch start = new CountDownLatch(callers);
			ExecutorService executor = Executors.newFixedThreadPool(callers);
			try {
				List<Future<Integer>> results = IntStream.range(0, callers).mapToObj((caller) -> executor.submit(() -> {
					start.countDown();
					start.await();
					return numbers.synchronizedNumber(1);
				})).toList();
				for (Future<Integer> result : results) {
					assertThat(result.get()).isEqualTo(1);
				}
			}
			finally {
				executor.shutdownNow();
			}
			assertThat(numbers.calls()).isEqualTo(1);
		});
	}

	@EveryStrategy
	void aMethodThatThrowsInsteadOfReturningAFutureFailsTheFutureWithWhatItThrew(Strategy strategy) {
		with(strategy,
				(numbers) -> assertThat(numbers.noFuture(1)).failsWithin(Duration.ofSeconds(10))
					.withThrowableOfType(ExecutionException.class)
					.havingCause()
					.isExactlyInstanceOf(IOException.class)
					.withMessage("1"));
	}

	@Test
	void aNullIsCached() {
		this.contextRunner.run((context) -> {
			Numbers numbers = context.getBean(Numbers.class);
			assertThat(numbers.nothing(1)).isNull();
			assertThat(numbers.nothing(1)).isNull();
			assertThat(numbers.calls()).isEqualTo(1);
		});
	}

	private void with(Strategy strategy, ThrowingConsumer test) {
		this.contextRunner.withPropertyValues("bespoke.cache.defaults.strategy=" + strategy.id())
			.run((context) -> test.accept(context.getBean(Numbers.class)));
	}

	private interface ThrowingConsumer {

		void accept(Numbers numbers) throws Exception;

	}

	static class Numbers {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("numbers")
		public CompletableFuture<Integer> future(int number) {
			this.calls.incrementAndGet();
			return CompletableFuture.completedFuture(number);
		}

		@Cacheable("numbers")
		public Mono<Integer> mono(int number) {
			return Mono.fromSupplier(() -> {
				this.calls.incrementAndGet();
				return number;
			});
		}

		@Cacheable("numbers")
		public Flux<Integer> flux(int number) {
			return Flux.defer(() -> {
				this.calls.incrementAndGet();
				return Flux.just(number, number + 1);
			});
		}

		@Cacheable(cacheNames = "numbers", sync = true)
		public int synchronizedNumber(int number) {
			return this.calls.incrementAndGet() * number;
		}

		@Cacheable("numbers")
		public @Nullable Integer nothing(int number) {
			this.calls.incrementAndGet();
			return null;
		}

		@Cacheable(cacheNames = "numbers", sync = true)
		public CompletableFuture<Integer> noFuture(int number) throws IOException {
			throw new IOException(String.valueOf(number));
		}

		public int calls() {
			return this.calls.get();
		}

	}

}
