package io.bespokecache.spring.interceptor;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapterRegistry;

/**
 * What a method may return in place of a value that is yet to come.
 */
final class Promises {

	/**
	 * Whether Spring takes objects of a class for publishers; it looks at each adapter.
	 */
	private static final ClassValue<Boolean> REACTIVE = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
		}

	};

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
		return (result != null && REACTIVE.get(result.getClass())) ? MonoResults.storing(result, rules) : null;
	}

}
