package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKeyGenerator;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;

/**
 * How the key of one cache operation follows from a method's arguments, prepared once.
 * <p>
 * A plan either gives the key that {@link SimpleKeyGenerator} or the expression would
 * give, or it gives {@code null}, which says nothing about the key: the caller then lets
 * Spring generate it, and so gets Spring's key or Spring's exception. A plan never
 * throws. Immutable but for what its {@link PropertyReader}s learn; thread-safe.
 * <p>
 * One final class with a switch rather than a subclass a kind: the one call site that
 * every cached method shares then stays monomorphic.
 */
final class KeyPlan {

	private static final int CONSTANT = 0;

	private static final int PATH = 1;

	private static final int GENERATED = 2;

	private static final int GENERATED_OF_VARIABLE_ARITY = 3;

	private static final PropertyReader[] NO_PROPERTIES = {};

	private final int kind;

	private final int parameter;

	private final @Nullable Object constant;

	private final PropertyReader[] properties;

	private KeyPlan(int kind, int parameter, @Nullable Object constant, PropertyReader[] properties) {
		this.kind = kind;
		this.parameter = parameter;
		this.constant = constant;
		this.properties = properties;
	}

	/**
	 * The plan of an operation whose keys come from {@link SimpleKeyGenerator} or from an
	 * expression that is evaluated before the method runs.
	 * @param method the method as it was called, which may be an interface's
	 * @param targetClass the class of the target
	 * @param targetMethod the most specific method on the target class
	 * @param keyExpression the expression; without text, the key is generated
	 * @return the plan, or {@code null} if only Spring can tell the key
	 */
	static @Nullable KeyPlan of(Method method, Class<?> targetClass, Method targetMethod, String keyExpression) {
		Method userMethod = BridgeMethodResolver.findBridgedMethod(method);
		if (KotlinDetector.isSuspendingFunction(userMethod) || KotlinDetector.isSuspendingFunction(targetMethod)) {
			return null;
		}
		if (StringUtils.hasText(keyExpression)) {
			return new KeyExpression(userMethod, targetClass, targetMethod).plan(keyExpression);
		}
		return new KeyPlan(userMethod.isVarArgs() ? GENERATED_OF_VARIABLE_ARITY : GENERATED, 0, null, NO_PROPERTIES);
	}

	static KeyPlan constant(Object key) {
		return new KeyPlan(CONSTANT, 0, key, NO_PROPERTIES);
	}

	static KeyPlan argument(int parameter, PropertyReader... properties) {
		return new KeyPlan(PATH, parameter, null, properties);
	}

	/**
	 * The key of a call.
	 * @param arguments the arguments as the method was called with them; neither kept nor
	 * changed
	 * @return the key, or {@code null} if Spring has to tell it
	 */
	@Nullable Object key(@Nullable Object[] arguments) {
		try {
			return switch (this.kind) {
				case CONSTANT -> this.constant;
				case PATH -> follow(arguments[this.parameter]);
				case GENERATED -> SimpleKeyGenerator.generateKey(arguments);
				default -> SimpleKeyGenerator.generateKey(flattened(arguments));
			};
		}
		catch (Throwable ex) {
			// A getter or an element's hashCode() that throws does so again when Spring
			// calls it: what the caller sees is Spring's exception.
			return null;
		}
	}

	/**
	 * A getter on the way is called twice, here and by Spring, only if a later step finds
	 * nothing to answer with: a {@code null}, an exception, or a receiver of a class that
	 * its reader does not read.
	 */
	private @Nullable Object follow(@Nullable Object argument) throws Throwable {
		Object value = argument;
		for (PropertyReader property : this.properties) {
			if (value == null) {
				return null;
			}
			value = property.read(value);
		}
		return value;
	}

	/**
	 * Spring generates keys from the elements of a variable argument, not from the array.
	 */
	private static @Nullable Object[] flattened(@Nullable Object[] arguments) {
		int last = arguments.length - 1;
		@Nullable Object[] elements = ObjectUtils.toObjectArray(arguments[last]);
		@Nullable Object[] flattened = new Object[last + elements.length];
		System.arraycopy(arguments, 0, flattened, 0, last);
		System.arraycopy(elements, 0, flattened, last, elements.length);
		return flattened;
	}

}
