package io.bespokecache.spring.interceptor;

import io.bespokecache.cache.Load;
import io.bespokecache.spring.BespokeCache;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.util.ObjectUtils;

/**
 * A load that goes on with the invocation of a cached method. Remembers how that ended,
 * so that a failure of the method can be told from a failure of the cache. Used by one
 * thread.
 */
final class MethodLoad implements Load<Object> {

	private final MethodInvocation invocation;

	private final BespokeCache cache;

	private final @Nullable StoreCondition condition;

	private final boolean refreshing;

	private boolean returned;

	private @Nullable Object returnValue;

	private @Nullable Throwable failure;

	MethodLoad(MethodInvocation invocation, BespokeCache cache, @Nullable StoreCondition condition) {
		this(invocation, cache, condition, false);
	}

	private MethodLoad(MethodInvocation invocation, BespokeCache cache, @Nullable StoreCondition condition,
			boolean refreshing) {
		this.invocation = invocation;
		this.cache = cache;
		this.condition = condition;
		this.refreshing = refreshing;
	}

	@Override
	public Object call() throws Throwable {
		Object result;
		try {
			result = this.invocation.proceed();
		}
		catch (Throwable ex) {
			this.failure = ex;
			if (this.refreshing) {
				this.cache.reportRefreshFailure(ex);
			}
			throw ex;
		}
		this.returned = true;
		this.returnValue = result;
		return this.cache.toStoreValue(ObjectUtils.unwrapOptional(result));
	}

	@Override
	public boolean isStorable(Object stored) {
		return this.cache.isStorable(stored)
				&& (this.condition == null || this.condition.mayStore(ObjectUtils.unwrapOptional(this.returnValue)));
	}

	@Override
	public @Nullable Load<Object> detached() {
		return (this.invocation instanceof ProxyMethodInvocation repeatable)
				? new MethodLoad(repeatable.invocableClone(), this.cache, this.condition, true) : null;
	}

	/**
	 * Whether the method was invoked and has returned.
	 */
	boolean hasReturned() {
		return this.returned;
	}

	@Nullable Object returnValue() {
		return this.returnValue;
	}

	/**
	 * Whether the method was invoked and threw this.
	 */
	boolean hasFailedWith(Throwable failure) {
		return this.failure == failure;
	}

	/**
	 * Tells by a method's result whether it may be stored.
	 */
	@FunctionalInterface
	interface StoreCondition {

		boolean mayStore(@Nullable Object result);

	}

}
