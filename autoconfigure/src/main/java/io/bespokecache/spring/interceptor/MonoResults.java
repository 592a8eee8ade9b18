package io.bespokecache.spring.interceptor;

import java.util.concurrent.atomic.AtomicBoolean;

import io.bespokecache.cache.CachedValue;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.Nesting;
import io.bespokecache.spring.BespokeCache;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

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
		BespokeCache cache = rules.cache();
		Object key = rules.key();
		LocalCache<Object, Object> store = cache.getStore();
		MonoLoad load = MonoLoad.lazy(invocation, rules);
		CachedValue<Object> present = store.peek(key);
		if (present != null && !present.stale()) {
			return Mono.fromFuture(store.getOrLoadAsync(key, load, Nesting.ALLOWED), true)
				.mapNotNull(cache::fromStoreValue);
		}
		Object result = invocation.proceed();
		if (!(result instanceof Mono<?> source)) {
			return result;
		}
		AtomicBoolean subscribed = new AtomicBoolean();
		return Mono.deferContextual((context) -> {
			if (!subscribed.compareAndSet(false, true)) {
				return source.doOnSuccess(rules::put);
			}
			try {
				return Mono.fromFuture(store.getOrLoadAsync(key, load.of(source, context), Nesting.ALLOWED), true)
					.mapNotNull(cache::fromStoreValue);
			}
			catch (RuntimeException ex) {
				rules.errorHandler().handleCacheGetError(ex, cache, key);
				return source.doOnSuccess(rules::put);
			}
		});
	}

	/**
	 * A result that is stored each time it has been made.
	 */
	static @Nullable Object storing(@Nullable Object result, CallRules rules) {
		return (result instanceof Mono<?> source) ? source.doOnSuccess(rules::put) : result;
	}

}
