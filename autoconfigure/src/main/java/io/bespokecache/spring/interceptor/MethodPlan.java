package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.spring.BespokeCache;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.cache.support.NullValue;
import org.springframework.util.StringUtils;

/**
 * What is constant about the calls of one cached method, prepared once. Thread-safe.
 */
final class MethodPlan {

	/** Leaves the method to Spring. */
	static final MethodPlan STOCK = new MethodPlan();

	private final @Nullable BespokeCache cache;

	/** How keys are made, or {@code null} if only Spring can tell. */
	final @Nullable KeyPlan keys;

	private final @Nullable CacheableOperation operation;

	private final @Nullable Method method;

	private final @Nullable Class<?> targetClass;

	final ResultKind result;

	/** Whether the operation has an expression that is evaluated with the result. */
	final boolean vetoable;

	/**
	 * Written before the volatile write that shows this plan to a {@link HitCallback}'s
	 * table. Whoever hands a look-up over has read that table, and so sees it set when it
	 * comes to the interceptor, which has the same plan: there is one a method. Nobody
	 * else needs to see it.
	 */
	private boolean expectingLookUps;

	private MethodPlan() {
		this.cache = null;
		this.keys = null;
		this.operation = null;
		this.method = null;
		this.targetClass = null;
		this.result = ResultKind.VALUE;
		this.vetoable = false;
	}

	MethodPlan(BespokeCache cache, @Nullable KeyPlan keys, CacheableOperation operation, Method method,
			Class<?> targetClass, ResultKind result) {
		this.cache = cache;
		this.keys = keys;
		this.operation = operation;
		this.method = method;
		this.targetClass = targetClass;
		this.result = result;
		this.vetoable = StringUtils.hasText(operation.getUnless());
	}

	/**
	 * The only cache. Not to be asked for of {@link #STOCK}.
	 */
	BespokeCache cache() {
		return Objects.requireNonNull(this.cache);
	}

	/**
	 * From here on a {@link LookUp} may have been handed over for a call.
	 */
	void announceLookUps() {
		this.expectingLookUps = true;
	}

	boolean isExpectingLookUps() {
		return this.expectingLookUps;
	}

	CacheableOperation operation() {
		return Objects.requireNonNull(this.operation);
	}

	Method method() {
		return Objects.requireNonNull(this.method);
	}

	Class<?> targetClass() {
		return Objects.requireNonNull(this.targetClass);
	}

	/**
	 * What the method returns for a value of the cache.
	 * @param stored the value as it is stored
	 */
	@Nullable Object answer(Object stored) {
		Object value = (stored instanceof NullValue) ? null : stored;
		return (this.result == ResultKind.VALUE) ? value : this.result.of(value);
	}

	/**
	 * What a method returns.
	 */
	enum ResultKind {

		/** The value itself. */
		VALUE,

		/** The value, which may be absent. */
		OPTIONAL {

			@Override
			@Nullable Object of(@Nullable Object value) {
				return (value instanceof Optional<?>) ? value : Optional.ofNullable(value);
			}

		},

		/** A future of the value. */
		FUTURE {

			@Override
			@SuppressWarnings("FutureReturnValueIgnored") // it is the method's result
			@Nullable Object of(@Nullable Object value) {
				return CompletableFuture.completedFuture(value);
			}

		},

		/** A publisher of the value. */
		MONO {

			@Override
			@Nullable Object of(@Nullable Object value) {
				return MonoResults.of(value);
			}

		};

		@Nullable Object of(@Nullable Object value) {
			return value;
		}

	}

}
