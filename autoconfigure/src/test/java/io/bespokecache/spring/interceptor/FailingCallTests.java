package io.bespokecache.spring.interceptor;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.NullValueException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of calls that fail, hang or are cancelled, and of what becomes of those who wait
 * for them.
 */
class FailingCallTests {

	private static final Duration A_WHILE = Duration.ofSeconds(30);

	private final Told told = new Told();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BespokeCacheAutoConfiguration.class, BespokeCachingAutoConfiguration.class))
		.withBean(Source.class, () -> new Source(this.told));

	@Test
	void whoCancelsAMonoCancelsItsSourceAndTheNextCallerHasAnother() {
		this.runner.run((context) -> {
			Source source = context.getBean(Source.class);
			this.told.hangs = true;
			Disposable first = source.mono("a").subscribe();
			assertThat(this.told.subscriptions).hasValue(1);
			first.dispose();
			assertThat(this.told.cancellations).hasValue(1);
			this.told.hangs = false;
			assertThat(source.mono("a").block(A_WHILE)).isEqualTo("a 2");
		});
	}

	@Test
	void whoWaitsForACancelledMonoSubscribesToItsOwn() {
		this.runner.run((context) -> {
			Source source = context.getBean(Source.class);
			this.told.hangs = true;
			Disposable first = source.mono("a").subscribe();
			this.told.hangs = false;
			CompletableFuture<String> second = source.mono("a").toFuture();
			CompletableFuture<String> third = source.mono("a").toFuture();
			assertThat(second).isNotDone();
			assertThat(this.told.subscriptions).hasValue(1);
			first.dispose();
			assertThat(second).succeedsWithin(A_WHILE).isEqualTo("a 2");
			assertThat(third).succeedsWithin(A_WHILE).isEqualTo("a 2");
			assertThat(this.told.subscriptions).hasValue(2);
		});
	}

	@Test
	void whoWaitsAndCancelsCancelsNobodyElse() {
		this.runner.run((context) -> {
			Source source = context.getBean(Source.class);
			this.told.hangs = true;
			CompletableFuture<String> first = source.mono("a").toFuture();
			Disposable second = source.mono("a").subscribe();
			second.dispose();
			assertThat(first).isNotDone();
			assertThat(this.told.cancellations).hasValue(0);
			this.told.promise.complete("late");
			assertThat(first).succeedsWithin(A_WHILE).isEqualTo("late");
		});
	}

	@Test
	void aMonoThatHangsIsWaitedForNoLongerThanTheLoadTimeout() {
		this.runner.withPropertyValues("bespoke.cache.defaults.load-timeout=200ms").run((context) -> {
			Source source = context.getBean(Source.class);
			this.told.hangs = true;
			CompletableFuture<String> hanging = source.mono("a").toFuture();
			this.told.hangs = false;
			assertThat(source.mono("a").toFuture()).succeedsWithin(A_WHILE).isEqualTo("a 2");
			assertThat(cache(context).getStore().statistics().loadTimeouts()).isEqualTo(1);
			assertThat(hanging).isNotDone();
		});
	}

	@Test
	void theExpiredValueIsServedThoughTheMethodThrowsBeforeItReturnsAFuture() {
		stale((source) -> assertThat(source.future("a")).succeedsWithin(A_WHILE).isEqualTo("old"));
	}

	@Test
	void theExpiredValueIsServedThoughTheMethodThrowsBeforeItReturnsAMono() {
		stale((source) -> assertThat(source.mono("a").block(A_WHILE)).isEqualTo("old"));
	}

	private void stale(Consumer<Source> test) {
		this.runner
			.withPropertyValues("bespoke.cache.defaults.expire-after-write=1ns",
					"bespoke.cache.defaults.stale-on-error=1h")
			.run((context) -> {
				cache(context).put("a", "old");
				Source source = context.getBean(Source.class);
				this.told.throwing = true;
				test.accept(source);
				assertThat(cache(context).getStore().statistics().staleServed()).isEqualTo(1);
			});
	}

	@Test
	void anErrorHandlerOfSpringThatTheApplicationHasChosenStays() {
		withHandler(new SimpleCacheErrorHandler()).run((context) -> assertThatIllegalStateException()
			.isThrownBy(() -> context.getBean(Source.class).of(Subjects.FailingOnce.inHashCode("torn")))
			.withMessage("no hash code of torn"));
	}

	@Test
	void aConfigurerWithoutAnErrorHandlerLeavesTheCallersSpared() {
		this.runner.withBean(CachingConfigurer.class, () -> new CachingConfigurer() {
		})
			.run((context) -> assertThat(context.getBean(Source.class).of(Subjects.FailingOnce.inHashCode("torn")))
				.isEqualTo("torn 1"));
	}

	@Test
	void aRejectedNullIsTheErrorHandlersToJudge() {
		withHandler(new LoggingCacheErrorHandler()).withPropertyValues("bespoke.cache.defaults.nulls=reject")
			.run((context) -> {
				Source source = context.getBean(Source.class);
				assertThat(source.nothing("a")).isNull();
				assertThat(source.nothing("a")).isNull();
				assertThat(this.told.calls).hasValue(2);
			});
	}

	@Test
	void withoutAnErrorHandlerARejectedNullIsTheCallersToHear() {
		this.runner.withPropertyValues("bespoke.cache.defaults.nulls=reject")
			.run((context) -> assertThatExceptionOfType(NullValueException.class)
				.isThrownBy(() -> context.getBean(Source.class).nothing("a")));
	}

	private ApplicationContextRunner withHandler(CacheErrorHandler handler) {
		return this.runner.withBean(CachingConfigurer.class, () -> new CachingConfigurer() {

			@Override
			public CacheErrorHandler errorHandler() {
				return handler;
			}

		});
	}

	private static BespokeCache cache(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(BespokeCacheManager.class).getCache("source"));
	}

	/**
	 * What the methods are told to do, and what they were called for.
	 */
	private static final class Told {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger subscriptions = new AtomicInteger();

		private final AtomicInteger cancellations = new AtomicInteger();

		private final CompletableFuture<String> promise = new CompletableFuture<>();

		private volatile boolean hangs;

		private volatile boolean throwing;

		void throwIfTold() {
			if (this.throwing) {
				throw new IllegalStateException("down");
			}
		}

	}

	/**
	 * A bean whose methods hang and throw as they are told.
	 */
	static class Source {

		private final Told told;

		Source(Told told) {
			this.told = told;
		}

		@Cacheable("source")
		public Mono<String> mono(String key) {
			this.told.throwIfTold();
			Mono<String> source = this.told.hangs ? Mono.fromFuture(this.told.promise, true)
					: Mono.fromSupplier(() -> key + " " + this.told.subscriptions.get());
			return source.doOnSubscribe((subscription) -> this.told.subscriptions.incrementAndGet())
				.doOnCancel(this.told.cancellations::incrementAndGet);
		}

		@Cacheable("source")
		public CompletableFuture<String> future(String key) {
			this.told.throwIfTold();
			return CompletableFuture.completedFuture(key);
		}

		@Cacheable("source")
		public String of(Object key) {
			return key + " " + this.told.calls.incrementAndGet();
		}

		@Cacheable("source")
		public @Nullable String nothing(String key) {
			this.told.calls.incrementAndGet();
			return null;
		}

	}

}
