package io.bespokecache.spring.interceptor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.bespokecache.cache.AsyncLoad;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * A load that subscribes to what a cached method returns, once for all callers. It does
 * so in the Reactor context of the caller that it is for; a refresh has none.
 */
final class MonoLoad implements AsyncLoad<Object> {

	private final MethodInvocation invocation;

	private final CallRules rules;

	/** What the method has returned, if it was invoked already. */
	private final @Nullable Mono<?> source;

	private final ContextView context;

	private final boolean refreshing;

	/**
	 * The subscription, once there is one. Of a load that starts at once it is there
	 * before its caller has anything to cancel.
	 */
	private volatile @Nullable CompletableFuture<?> subscription;

	private MonoLoad(MethodInvocation invocation, CallRules rules, @Nullable Mono<?> source, ContextView context,
			boolean refreshing) {
		this.invocation = invocation;
		this.rules = rules;
		this.source = source;
		this.context = context;
		this.refreshing = refreshing;
	}

	/**
	 * A load for a value that is at most due for a refresh.
	 */
	static MonoLoad lazy(MethodInvocation invocation, CallRules rules) {
		return new MonoLoad(invocation, rules, null, Context.empty(), false);
	}

	/**
	 * A load of a value that the method has promised.
	 */
	MonoLoad of(Mono<?> source, ContextView context) {
		return new MonoLoad(this.invocation, this.rules, source, context, false);
	}

	@Override
	public CompletionStage<Object> start() {
		CompletableFuture<?> future;
		try {
			future = source().contextWrite(this.context).toFuture();
		}
		catch (Throwable ex) {
			future = CompletableFuture.failedFuture(ex);
		}
		this.subscription = future;
		CompletionStage<?> reported = this.refreshing ? future.whenComplete(this::report) : future;
		return reported.thenApply(this.rules.cache()::toStoreValue);
	}

	/**
	 * Whether the result was subscribed to.
	 */
	boolean isStarted() {
		return this.subscription != null;
	}

	/**
	 * Cancels the subscription, if there is one, because the caller that it is for has
	 * cancelled. Others who wait for it then subscribe themselves.
	 */
	void cancel() {
		CompletableFuture<?> subscription = this.subscription;
		if (subscription != null) {
			subscription.cancel(false);
		}
	}

	private Mono<?> source() throws Throwable {
		Object source = (this.source != null) ? this.source : this.invocation.proceed();
		if (source instanceof Mono<?> mono) {
			return mono;
		}
		throw new IllegalStateException("Returned Mono must not be null: " + this.invocation.getMethod());
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

	/**
	 * What the method has returned for this caller is still there to be subscribed to.
	 */
	@Override
	public @Nullable AsyncLoad<Object> spare() {
		return (this.source != null) ? this : detached();
	}

	@Override
	public @Nullable AsyncLoad<Object> detached() {
		return (this.source == null && this.invocation instanceof ProxyMethodInvocation repeatable)
				? new MonoLoad(repeatable.invocableClone(), this.rules, null, Context.empty(), true) : null;
	}

}
