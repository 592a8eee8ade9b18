package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.RawTargetAccess;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.AdvisedSupport;
import org.springframework.aop.framework.AdvisedSupportListener;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.MethodProxy;
import org.springframework.core.BridgeMethodResolver;

/**
 * A callback of one class-based proxy that answers hits itself, before Spring collects
 * the advice of the call and makes an invocation of it. Everything else goes on to
 * Spring's own callback.
 * <p>
 * It answers only for methods whose first advice is the {@link BespokeCacheInterceptor}:
 * on a hit that one would answer without asking any advice after it, nor the target. It
 * follows changes of the advice and of the target. Thread-safe.
 */
final class HitCallback implements MethodInterceptor, AdvisedSupportListener {

	private final MethodInterceptor stock;

	private final AdvisedSupport advised;

	private final TargetSource targetSource;

	private final Object target;

	private final Class<?> targetClass;

	/**
	 * A change of the advice replaces the table. A plan goes into the table that was
	 * there before the advice was looked at, and so is dropped if that has changed.
	 */
	private volatile PlanTable plans = new PlanTable();

	private HitCallback(MethodInterceptor stock, AdvisedSupport advised, SingletonTargetSource targetSource) {
		this.stock = stock;
		this.advised = advised;
		this.targetSource = targetSource;
		this.target = targetSource.getTarget();
		this.targetClass = this.target.getClass();
	}

	/**
	 * A callback for a proxy.
	 * @param stock Spring's own callback for methods with advice
	 * @param advised the proxy's configuration
	 * @return the callback, or {@code null} if each call may have another target
	 */
	static @Nullable HitCallback of(MethodInterceptor stock, AdvisedSupport advised) {
		TargetSource source = advised.getTargetSource();
		return (source instanceof SingletonTargetSource singleton && source.getClass() == SingletonTargetSource.class)
				? new HitCallback(stock, advised, singleton) : null;
	}

	@Override
	public @Nullable Object intercept(Object proxy, Method method, @Nullable Object[] arguments,
			MethodProxy methodProxy) throws Throwable {
		MethodPlan plan = this.plans.find(method, this.targetClass);
		if (plan == null) {
			plan = prepare(method);
		}
		KeyPlan keys = plan.keys;
		if (keys == null || this.advised.getTargetSource() != this.targetSource || plan.cache().isDeferringWrites()) {
			return this.stock.intercept(proxy, method, arguments, methodProxy);
		}
		Object key = keys.key(arguments);
		RuntimeException failure = null;
		if (key != null) {
			try {
				Object stored = plan.cache().getStore().getSettled(key);
				if (stored != null) {
					Object answer = plan.answer(stored);
					// Here a bean never leaves its proxy.
					return (answer == this.target) ? proxy : answer;
				}
			}
			catch (RuntimeException ex) {
				failure = ex;
			}
		}
		if (arguments.length == 0) {
			// Spring makes another array of none, and there is no code in such a key.
			return this.stock.intercept(proxy, method, arguments, methodProxy);
		}
		LookUp lookUp = new LookUp(arguments, key, failure);
		lookUp.handOver();
		try {
			return this.stock.intercept(proxy, method, arguments, methodProxy);
		}
		finally {
			lookUp.takeBack();
		}
	}

	/**
	 * The plan of a method, one without keys if its calls are not answered here.
	 */
	private MethodPlan prepare(Method method) {
		PlanTable plans = this.plans;
		BespokeCacheInterceptor interceptor = firstAdvice(method);
		MethodPlan plan = MethodPlan.STOCK;
		if (interceptor != null && isAnswerable(method)) {
			plan = interceptor.planOf(BridgeMethodResolver.findBridgedMethod(method), this.target);
			if (plan == null) {
				return MethodPlan.STOCK;
			}
			plan.announceLookUps();
		}
		return plans.add(method, this.targetClass, plan);
	}

	/**
	 * What Spring does to arguments of variable arity, to a {@code null} for a primitive
	 * and to a result that must not be the proxy is left to Spring.
	 */
	private static boolean isAnswerable(Method method) {
		return !method.isVarArgs() && !method.getReturnType().isPrimitive()
				&& !RawTargetAccess.class.isAssignableFrom(method.getDeclaringClass());
	}

	/**
	 * The interceptor of a method that comes before all other advice. The one that merely
	 * shows the invocation to what comes after it does not count.
	 */
	private @Nullable BespokeCacheInterceptor firstAdvice(Method method) {
		List<Object> chain = this.advised.getInterceptorsAndDynamicInterceptionAdvice(method, this.targetClass);
		int first = (!chain.isEmpty() && chain.get(0) instanceof ExposeInvocationInterceptor) ? 1 : 0;
		return (first < chain.size() && chain.get(first) instanceof BespokeCacheInterceptor interceptor) ? interceptor
				: null;
	}

	@Override
	public void activated(AdvisedSupport advised) {
		// The proxy is there already.
	}

	@Override
	public void adviceChanged(AdvisedSupport advised) {
		this.plans = new PlanTable();
	}

}
