package io.bespokecache.spring.interceptor;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapterRegistry;

/**
 * What a method may return in place of a value that is yet to come.
 */
final class Promises {

	private Promises() {
	}

	/**
	 * A promise that stores its value as soon as there is one. A stream is none of one
	 * value, and stores nothing.
	 * @param result what a method has returned
	 * @param rules what becomes of its value
	 * @return the promise to return instead, or {@code null} if the result is a value
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // it is the method's result
	static @Nullable Object storing(@Nullable Object result, CallRules rules) {
		if (result instanceof CompletableFuture<?> future) {
			return future.whenComplete((value, failure) -> {
				if (failure == null) {
					rules.put(value);
				}
			});
		}
		ReactiveAdapterRegistry adapters = ReactiveAdapterRegistry.getSharedInstance();
		if (result == null || !adapters.hasAdapters() || adapters.getAdapter(result.getClass()) == null) {
			return null;
		}
		return MonoResults.storing(result, rules);
	}

}
