package io.bespokecache.spring.interceptor;

import io.bespokecache.cache.Load;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.NullValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.cache.support.NullValue;
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

	/** Whether the method is without {@code sync = true}. */
	private final boolean plain;

	private final boolean refreshing;

	private boolean returned;

	private @Nullable Object returnValue;

	private boolean called;

	/** Whether the method returned what cannot be stored, or not yet. */
	private boolean unstorable;

	MethodLoad(MethodInvocation invocation, CallRules rules, boolean plain) {
		this(invocation, rules, plain, false);
	}

	private MethodLoad(MethodInvocation invocation, CallRules rules, boolean plain, boolean refreshing) {
		this.invocation = invocation;
		this.rules = rules;
		this.plain = plain;
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
		Object stored = this.plain ? accept(result)
				: this.rules.cache().toStoreValue(ObjectUtils.unwrapOptional(result));
		this.returned = true;
		return stored;
	}

	/**
	 * As with Spring, what counts is what the method has really returned: a promise is
	 * not a value, whatever the method says that it returns, and a {@code null} that the
	 * cache rejects is the error handler's to judge.
	 */
	private Object accept(@Nullable Object result) {
		Object promise = Promises.storing(result, this.rules);
		if (promise != null) {
			this.unstorable = true;
			this.returnValue = promise;
			return promise;
		}
		this.returnValue = result;
		BespokeCache cache = this.rules.cache();
		try {
			return cache.toStoreValue(ObjectUtils.unwrapOptional(result));
		}
		catch (NullValueException ex) {
			this.rules.errorHandler().handleCachePutError(ex, cache, this.rules.key(), null);
			this.unstorable = true;
			return NullValue.INSTANCE;
		}
	}

	@Override
	public boolean isStorable(Object stored) {
		return !this.unstorable && this.rules.isStorable(stored);
	}

	@Override
	public void storeFailed(Object stored, RuntimeException failure) {
		this.rules.storeFailed(stored, failure);
	}

	@Override
	public @Nullable Load<Object> detached() {
		return (this.invocation instanceof ProxyMethodInvocation repeatable)
				? new MethodLoad(repeatable.invocableClone(), this.rules, this.plain, true) : null;
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
