package io.bespokecache.spring.interceptor;

import io.bespokecache.cache.Load;
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

	private final CallRules rules;

	private final boolean refreshing;

	private boolean returned;

	private @Nullable Object returnValue;

	private boolean called;

	MethodLoad(MethodInvocation invocation, CallRules rules) {
		this(invocation, rules, false);
	}

	private MethodLoad(MethodInvocation invocation, CallRules rules, boolean refreshing) {
		this.invocation = invocation;
		this.rules = rules;
		this.refreshing = refreshing;
	}

	@Override
	public Object call() throws Throwable {
		this.called = true;
		Object result;
		try {
			result = this.invocation.proceed();
		}
		catch (Throwable ex) {
			if (this.refreshing) {
				this.rules.cache().reportRefreshFailure(ex);
			}
			throw ex;
		}
		Object stored = this.rules.cache().toStoreValue(ObjectUtils.unwrapOptional(result));
		this.returned = true;
		this.returnValue = result;
		return stored;
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
	public @Nullable Load<Object> detached() {
		return (this.invocation instanceof ProxyMethodInvocation repeatable)
				? new MethodLoad(repeatable.invocableClone(), this.rules, true) : null;
	}

	/**
	 * Whether the method was invoked and has returned what the cache accepts.
	 */
	boolean hasReturned() {
		return this.returned;
	}

	@Nullable Object returnValue() {
		return this.returnValue;
	}

	/**
	 * Whether the method was invoked, however that ended.
	 */
	boolean wasCalled() {
		return this.called;
	}

}
