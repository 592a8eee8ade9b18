package io.bespokecache.spring.interceptor;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

import io.bespokecache.cache.Nesting;
import io.bespokecache.cache.SharedFailureException;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.interceptor.CallRules.StoreCondition;
import io.bespokecache.spring.interceptor.MethodPlan.ResultKind;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.cache.interceptor.SimpleKeyGenerator;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;

/**
 * A cache interceptor that answers a hit in a {@link BespokeCache} from what it has
 * prepared for the method, and loads a value that is missing once for all callers.
 * <p>
 * It takes a method upon itself that has one operation, a {@code @Cacheable} on one
 * {@link BespokeCache}. Everything else goes Spring's way: several operations or caches,
 * other kinds of caches, results that are streamed, calls inside a transaction whose
 * writes are held back. Results, keys, exceptions and the order of calls are Spring's,
 * but for what loads that are shared bring with them. Thread-safe once the context has
 * started; before that nothing is cached, as in Spring.
 */
public final class BespokeCacheInterceptor extends CacheInterceptor {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient PlanTable plans = new PlanTable();

	/** Written by the thread that starts the context, while others may call already. */
	private transient volatile boolean ready;

	/**
	 * Creates an interceptor that does what another one was configured to do.
	 * @param stock the other one; its collaborators are asked for as they are needed
	 * @param errorHandlerChosen whether the application has chosen the error handler,
	 * asked for when one is needed
	 */
	BespokeCacheInterceptor(CacheInterceptor stock, BooleanSupplier errorHandlerChosen) {
		configure(() -> errorHandler(stock, errorHandlerChosen), stock::getKeyGenerator, stock::getCacheResolver, null);
		setCacheOperationSource(stock.getCacheOperationSource());
	}

	/**
	 * The error handler that nobody has chosen gives way to one that spares the callers.
	 */
	private static CacheErrorHandler errorHandler(CacheInterceptor stock, BooleanSupplier chosen) {
		CacheErrorHandler handler = stock.getErrorHandler();
		return (handler.getClass() == SimpleCacheErrorHandler.class && !chosen.getAsBoolean())
				? new SparingCacheErrorHandler() : handler;
	}

	@Override
	public void afterSingletonsInstantiated() {
		super.afterSingletonsInstantiated();
		this.ready = true;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		MethodPlan plan = (target != null) ? planOf(invocation.getMethod(), target) : null;
		if (target == null || plan == null || plan == MethodPlan.STOCK) {
			return super.invoke(invocation);
		}
		KeyPlan keys = plan.keys;
		if (keys == null) {
			return evaluate(plan, invocation, target);
		}
		if (plan.isExpectingLookUps()) {
			LookUp earlier = LookUp.take(invocation.getArguments());
			if (earlier != null) {
				return goOn(plan, invocation, target, earlier);
			}
		}
		BespokeCache cache = plan.cache();
		Object key = keys.key(invocation.getArguments());
		if (key == null) {
			return evaluate(plan, invocation, target);
		}
		if (cache.isDeferringWrites()) {
			return cache.isShared() ? readInTransaction(plan, invocation, key) : super.invoke(invocation);
		}
		Object stored;
		try {
			stored = cache.getStore().getSettled(key);
		}
		catch (RuntimeException ex) {
			return withoutCache(plan, rules(cache, key, condition(plan, invocation)), invocation, ex);
		}
		return (stored != null) ? plan.answer(stored)
				: load(plan, rules(cache, key, condition(plan, invocation)), invocation);
	}

	/**
	 * Goes on from a look-up that found nothing.
	 */
	private @Nullable Object goOn(MethodPlan plan, MethodInvocation invocation, Object target, LookUp earlier)
			throws Throwable {
		Object key = earlier.key;
		if (key == null) {
			return evaluate(plan, invocation, target);
		}
		CallRules rules = rules(plan.cache(), key, condition(plan, invocation));
		return (earlier.failure != null) ? withoutCache(plan, rules, invocation, earlier.failure)
				: load(plan, rules, invocation);
	}

	/**
	 * The plan of a method.
	 * @param method the method as it was called, but never a bridge
	 * @param target the object that it was called on
	 * @return the plan, or {@code null} if there can be none yet
	 */
	@Nullable MethodPlan planOf(Method method, Object target) {
		if (!this.ready) {
			return null;
		}
		MethodPlan plan = this.plans.find(method, target.getClass());
		return (plan != null) ? plan : prepare(method, target);
	}

	/**
	 * Looks up what every call of a method has in common. Nothing is kept of a method
	 * that cannot be prepared yet: Spring will tell the caller why.
	 */
	private @Nullable MethodPlan prepare(Method method, Object target) {
		MethodPlan plan = MethodPlan.STOCK;
		// What such a target stands for may change from call to call.
		if (!(target instanceof TargetClassAware) && !(target instanceof SpringProxy)) {
			Class<?> targetClass = AopProxyUtils.ultimateTargetClass(target);
			CacheableOperation operation = onlyCacheable(method, targetClass);
			if (operation != null) {
				MethodPlan prepared = plan(operation, method, targetClass);
				if (prepared == null) {
					return null;
				}
				plan = prepared;
			}
		}
		return this.plans.add(method, target.getClass(), plan);
	}

	private @Nullable CacheableOperation onlyCacheable(Method method, Class<?> targetClass) {
		CacheOperationSource source = getCacheOperationSource();
		Collection<CacheOperation> operations = (source != null) ? source.getCacheOperations(method, targetClass)
				: null;
		return (operations != null && operations.size() == 1
				&& operations.iterator().next() instanceof CacheableOperation cacheable) ? cacheable : null;
	}

	/**
	 * Plan of a method with one {@code @Cacheable}.
	 * @return the plan, or {@code null} if there can be none yet
	 */
	private @Nullable MethodPlan plan(CacheableOperation operation, Method method, Class<?> targetClass) {
		ResultKind result = resultKind(operation, method);
		if (result == null || (operation.isSync() && StringUtils.hasText(operation.getUnless()))) {
			return MethodPlan.STOCK;
		}
		CacheManager manager = cacheManager(operation);
		if (!(manager instanceof BespokeCacheManager cacheManager) || operation.getCacheNames().size() != 1) {
			return MethodPlan.STOCK;
		}
		BespokeCache cache = cacheManager.getCache(operation.getCacheNames().iterator().next());
		if (cache == null) {
			return null;
		}
		if (!operation.isSync() && !cache.getDefinition().options().loadOnce()) {
			return MethodPlan.STOCK;
		}
		cache.learnValueType(valueType(method, targetClass, result), method.toString());
		return new MethodPlan(cache, keys(operation, method, targetClass), operation, method, targetClass, result);
	}

	/**
	 * The manager of the operation's caches, or {@code null} if a resolver of the
	 * application's own finds them.
	 */
	private @Nullable CacheManager cacheManager(CacheableOperation operation) {
		if (StringUtils.hasText(operation.getCacheResolver())) {
			return null;
		}
		if (StringUtils.hasText(operation.getCacheManager())) {
			return getBean(operation.getCacheManager(), CacheManager.class);
		}
		return (getCacheResolver() instanceof SimpleCacheResolver resolver
				&& resolver.getClass() == SimpleCacheResolver.class) ? resolver.getCacheManager() : null;
	}

	private @Nullable KeyPlan keys(CacheableOperation operation, Method method, Class<?> targetClass) {
		if (StringUtils.hasText(operation.getCondition()) || StringUtils.hasText(operation.getKeyGenerator())
				|| (!StringUtils.hasText(operation.getKey())
						&& getKeyGenerator().getClass() != SimpleKeyGenerator.class)) {
			return null;
		}
		Method targetMethod = Proxy.isProxyClass(targetClass) ? BridgeMethodResolver.findBridgedMethod(method)
				: AopUtils.getMostSpecificMethod(method, targetClass);
		return KeyPlan.of(method, targetClass, targetMethod, operation.getKey());
	}

	/**
	 * The type of the values that a method puts into its cache.
	 */
	private static Type valueType(Method method, Class<?> targetClass, ResultKind result) {
		ResolvableType type = ResolvableType.forMethodReturnType(method, targetClass);
		ResolvableType value = (result == ResultKind.VALUE) ? type : type.getGeneric(0);
		Type declared = value.getType();
		return (declared instanceof Class || declared instanceof ParameterizedType) ? declared : value.toClass();
	}

	private @Nullable ResultKind resultKind(CacheableOperation operation, Method method) {
		Class<?> type = method.getReturnType();
		if (type == Optional.class) {
			return ResultKind.OPTIONAL;
		}
		// With sync = true Spring tells the error handler of a future that the method
		// fails.
		if (type == CompletableFuture.class
				&& (!operation.isSync() || getErrorHandler() instanceof SparingCacheErrorHandler)) {
			return ResultKind.FUTURE;
		}
		if (MonoResults.isMono(type) && !operation.isSync()) {
			return ResultKind.MONO;
		}
		if (CompletableFuture.class.isAssignableFrom(type) || KotlinDetector.isSuspendingFunction(method)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null) {
			return null;
		}
		return ResultKind.VALUE;
	}

	/**
	 * Answers a call of which only Spring can tell the key, or whether it is to be cached
	 * at all.
	 */
	private @Nullable Object evaluate(MethodPlan plan, MethodInvocation invocation, Object target) throws Throwable {
		BespokeCache cache = plan.cache();
		if (cache.isDeferringWrites() && !cache.isShared()) {
			return super.invoke(invocation);
		}
		EvaluatedCall call = call(plan, invocation, target);
		if (!call.isToBeCached()) {
			return invocation.proceed();
		}
		Object key = call.key();
		if (key == null) {
			return super.invoke(invocation);
		}
		if (cache.isDeferringWrites()) {
			return readInTransaction(plan, invocation, key);
		}
		Object stored;
		try {
			stored = cache.getStore().getSettled(key);
		}
		catch (RuntimeException ex) {
			return withoutCache(plan, rules(cache, key, plan.vetoable ? call : null), invocation, ex);
		}
		return (stored != null) ? plan.answer(stored)
				: load(plan, rules(cache, key, plan.vetoable ? call : null), invocation);
	}

	/**
	 * Answers a call inside a transaction from a cache that is shared: with what there
	 * is, or with what the method returns, which is not stored.
	 */
	private @Nullable Object readInTransaction(MethodPlan plan, MethodInvocation invocation, Object key)
			throws Throwable {
		BespokeCache cache = plan.cache();
		Object stored = null;
		try {
			stored = cache.lookUpInTransaction(key);
		}
		catch (RuntimeException ex) {
			getErrorHandler().handleCacheGetError(ex, cache, key);
		}
		return (stored != null) ? plan.answer(stored) : invocation.proceed();
	}

	private CallRules rules(BespokeCache cache, Object key, @Nullable StoreCondition condition) {
		return new CallRules(cache, key, condition, getErrorHandler());
	}

	private @Nullable StoreCondition condition(MethodPlan plan, MethodInvocation invocation) {
		Object target = invocation.getThis();
		return (plan.vetoable && target != null) ? call(plan, invocation, target) : null;
	}

	private EvaluatedCall call(MethodPlan plan, MethodInvocation invocation, Object target) {
		return new EvaluatedCall(getCacheOperationMetadata(plan.operation(), plan.method(), plan.targetClass()),
				invocation.getArguments(), target);
	}

	private @Nullable Object load(MethodPlan plan, CallRules rules, MethodInvocation invocation) throws Throwable {
		Nesting nesting = plan.operation().isSync() ? Nesting.REFUSED : Nesting.ALLOWED;
		return switch (plan.result) {
			case FUTURE -> loadFuture(plan, invocation, rules, nesting);
			case MONO -> MonoResults.load(invocation, rules);
			case VALUE, OPTIONAL -> loadValue(plan, invocation, rules, nesting);
		};
	}

	private @Nullable Object loadValue(MethodPlan plan, MethodInvocation invocation, CallRules rules, Nesting nesting)
			throws Throwable {
		MethodLoad load = new MethodLoad(invocation, rules, nesting == Nesting.ALLOWED);
		Object stored;
		try {
			stored = rules.cache().getStore().getOrLoad(rules.key(), load, nesting);
		}
		catch (Throwable ex) {
			return afterFailure(plan, invocation, rules, load, ex);
		}
		// With sync = true Spring answers even its own call from what the cache was
		// given.
		return (load.hasReturned() && nesting == Nesting.ALLOWED) ? load.returnValue() : plan.answer(stored);
	}

	/**
	 * Tells a failure of the method, which is the caller's to hear, from one of the
	 * cache, which is the error handler's.
	 */
	private @Nullable Object afterFailure(MethodPlan plan, MethodInvocation invocation, CallRules rules,
			MethodLoad load, Throwable failure) throws Throwable {
		if (load.wasCalled()) {
			// The method's, or what the error handler made of a value that could not be
			// stored.
			throw failure;
		}
		if (failure instanceof SharedFailureException shared) {
			Throwable cause = shared.failure();
			// The interrupt was meant for the thread that ran the method.
			throw (cause instanceof InterruptedException)
					? new UndeclaredThrowableException(new ExecutionException(cause)) : cause;
		}
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
			throw new UndeclaredThrowableException(failure);
		}
		if (failure instanceof RuntimeException ex && !SparingCacheErrorHandler.isForCaller(ex)) {
			return withoutCache(plan, rules, invocation, ex);
		}
		throw failure;
	}

	/**
	 * Goes on with the method because the cache has failed to answer. Spring then treats
	 * the key as missing: what a plain {@code @Cacheable} method returns is stored.
	 */
	private @Nullable Object withoutCache(MethodPlan plan, CallRules rules, MethodInvocation invocation,
			RuntimeException failure) throws Throwable {
		rules.errorHandler().handleCacheGetError(failure, rules.cache(), rules.key());
		Object result = invocation.proceed();
		if (plan.operation().isSync()) {
			return result;
		}
		Object promise = Promises.storing(result, rules);
		if (promise != null) {
			return promise;
		}
		rules.put(ObjectUtils.unwrapOptional(result));
		return result;
	}

	private @Nullable Object loadFuture(MethodPlan plan, MethodInvocation invocation, CallRules rules, Nesting nesting)
			throws Throwable {
		BespokeCache cache = rules.cache();
		FutureLoad load = new FutureLoad(invocation, rules);
		CompletableFuture<Object> future;
		try {
			future = cache.getStore().getOrLoadAsync(rules.key(), load, nesting);
		}
		catch (RuntimeException ex) {
			return withoutCache(plan, rules, invocation, ex);
		}
		// Unless an expired value is served instead.
		if (nesting == Nesting.ALLOWED && future.isCompletedExceptionally()) {
			Throwable failure = load.failure();
			if (failure != null) {
				throw failure;
			}
			if (load.hasReturnedNull()) {
				return null;
			}
		}
		return future.thenApply(cache::fromStoreValue);
	}

	/**
	 * Interceptors take part in the serialization of proxies; this one holds what cannot.
	 */
	@Serial
	private void writeObject(ObjectOutputStream out) throws NotSerializableException {
		throw new NotSerializableException(getClass().getName());
	}

	/**
	 * One call as Spring evaluates it.
	 */
	private final class EvaluatedCall extends CacheOperationContext implements StoreCondition {

		EvaluatedCall(CacheOperationMetadata metadata, @Nullable Object[] arguments, Object target) {
			super(metadata, arguments, target);
		}

		boolean isToBeCached() {
			return isConditionPassing(null);
		}

		@Nullable Object key() {
			return generateKey(null);
		}

		@Override
		public boolean mayStore(@Nullable Object result) {
			return canPutToCache(result);
		}

	}

}
