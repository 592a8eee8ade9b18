package io.bespokecache.spring.interceptor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.bespokecache.cache.AsyncLoad;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * A load that goes on with the invocation of a cached method which returns a future.
 * Remembers what became of the invocation itself, which may return no future at all.
 */
final class FutureLoad implements AsyncLoad<Object> {

	private final MethodInvocation invocation;

	private final CallRules rules;

	private final boolean refreshing;

	private boolean started;

	private @Nullable Object returnValue;

	private @Nullable Throwable failure;

	FutureLoad(MethodInvocation invocation, CallRules rules) {
		this(invocation, rules, false);
	}

	private FutureLoad(MethodInvocation invocation, CallRules rules, boolean refreshing) {
		this.invocation = invocation;
		this.rules = rules;
		this.refreshing = refreshing;
	}

	@Override
	public CompletionStage<Object> start() {
		this.started = true;
		CompletionStage<?> stage = proceed();
		CompletionStage<?> reported = this.refreshing ? stage.whenComplete(this::report) : stage;
		return reported.thenApply(this.rules.cache()::toStoreValue);
	}

	private CompletionStage<?> proceed() {
		try {
			this.returnValue = this.invocation.proceed();
		}
		catch (Throwable ex) {
			this.failure = ex;
			return CompletableFuture.failedFuture(ex);
		}
		return (this.returnValue instanceof CompletionStage<?> stage) ? stage
				: CompletableFuture.failedFuture(new IllegalStateException(
						"Returned CompletableFuture must not be null: " + this.invocation.getMethod()));
	}

	private void report(@Nullable Object value, @Nullable Throwable failure) {
		if (failure != null) {
			this.rules.cache().reportRefreshFailure(failure);
		}
	}

	@Override
	public boolean isStorable(Object stored) {
		return this.rules.isStorable(stored);
	}

	@Override
	public void storeFailed(Object stored, RuntimeException failure) {
		this.rules.storeFailed(stored, failure);
	}

	@Override
	public @Nullable AsyncLoad<Object> detached() {
		return copy(true);
	}

	@Override
	public @Nullable AsyncLoad<Object> spare() {
		return copy(false);
	}

	private @Nullable FutureLoad copy(boolean refreshing) {
		return (this.invocation instanceof ProxyMethodInvocation repeatable)
				? new FutureLoad(repeatable.invocableClone(), this.rules, refreshing) : null;
	}

	/**
	 * What the method threw instead of returning a future.
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Whether the method returned {@code null} instead of a future.
	 */
	boolean hasReturnedNull() {
		return this.started && this.failure == null && this.returnValue == null;
	}

}
