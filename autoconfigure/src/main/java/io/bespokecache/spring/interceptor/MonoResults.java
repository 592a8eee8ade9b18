package io.bespokecache.spring.interceptor;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bespokecache.cache.CachedValue;
import io.bespokecache.cache.Nesting;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Results of methods that return a {@link Mono}. Used only where Reactor is present.
 * <p>
 * As with Spring, the method is invoked when it is called and what it returned is
 * subscribed to when the caller subscribes; but of all callers that subscribe while a
 * value is missing, one does. Whoever subscribes to the same result once more has it made
 * once more, and stored.
 */
final class MonoResults {

	private static final String MONO = "reactor.core.publisher.Mono";

	private MonoResults() {
	}

	static boolean isMono(Class<?> type) {
		return type.getName().equals(MONO);
	}

	static Mono<?> of(@Nullable Object value) {
		return Mono.justOrEmpty(value);
	}

	static @Nullable Object load(MethodInvocation invocation, CallRules rules) throws Throwable {
		CachedValue<Object> present = null;
		try {
			present = rules.cache().getStore().peek(rules.key());
			if (present != null && !present.stale()) {
				return shared(rules, MonoLoad.lazy(invocation, rules));
			}
		}
		catch (RuntimeException ex) {
			rules.errorHandler().handleCacheGetError(ex, rules.cache(), rules.key());
			return storing(invocation.proceed(), rules);
		}
		Object result;
		try {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			if (present == null) {
				throw ex;
			}
			// The expired value may do instead.
			result = Mono.error(ex);
		}
		return (result instanceof Mono<?> source) ? onSubscription(invocation, rules, source) : result;
	}

	/**
	 * Of all callers that subscribe while the value is missing, one subscribes to what
	 * the method has returned to it.
	 */
	private static Mono<?> onSubscription(MethodInvocation invocation, CallRules rules, Mono<?> source) {
		MonoLoad load = MonoLoad.lazy(invocation, rules);
		AtomicBoolean subscribed = new AtomicBoolean();
		return Mono.deferContextual((context) -> {
			if (!subscribed.compareAndSet(false, true)) {
				return source.doOnSuccess(rules::put);
			}
			try {
				return shared(rules, load.of(source, context));
			}
			catch (RuntimeException ex) {
				rules.errorHandler().handleCacheGetError(ex, rules.cache(), rules.key());
				return source.doOnSuccess(rules::put);
			}
		});
	}

	/**
	 * The value that one load makes for all who wait for it. Who cancels cancels their
	 * own load, as with Spring; of those who waited for it one subscribes to what the
	 * method has returned to them.
	 */
	private static Mono<?> shared(CallRules rules, MonoLoad own) {
		CompletableFuture<Object> future = rules.cache().getStore().getOrLoadAsync(rules.key(), own, Nesting.ALLOWED);
		// The future is this caller's own: once that is cancelled, nobody hears how the
		// load ends.
		return Mono.fromFuture(future)
			.doFinally((signal) -> cancelIf(signal, own))
			.onErrorResume(CancellationException.class,
					(cancelled) -> own.isStarted() ? Mono.error(cancelled) : Mono.defer(() -> shared(rules, own)))
			.mapNotNull(rules.cache()::fromStoreValue);
	}

	private static void cancelIf(SignalType signal, MonoLoad own) {
		if (signal == SignalType.CANCEL) {
			own.cancel();
		}
	}

	/**
	 * A result that is stored each time it has been made.
	 */
	static @Nullable Object storing(@Nullable Object result, CallRules rules) {
		return (result instanceof Mono<?> source) ? source.doOnSuccess(rules::put) : result;
	}

}
