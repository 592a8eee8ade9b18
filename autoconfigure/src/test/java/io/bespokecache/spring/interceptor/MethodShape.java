package io.bespokecache.spring.interceptor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.util.ReflectionUtils;

/**
 * A method of the family: its annotations and those of its type, where they stand, what
 * it takes, returns and does. All but the method's name makes two shapes distinct.
 */
record MethodShape(String methodName, Placement placement, List<AnnotationSpec> typeAnnotations,
		List<AnnotationSpec> annotations, Parameters parameters, Results results, Body body, Reach reach, Seeds seeds,
		boolean alone) {

	private static final Map<MethodOfClass, Method> METHODS = new ConcurrentHashMap<>();

	static MethodShape with(AnnotationSpec... annotations) {
		return new MethodShape("", Placement.CLASS, List.of(), List.of(annotations), Parameters.STRING, Results.STRING,
				Body.PLAIN, Reach.PUBLIC, Seeds.NONE, false);
	}

	MethodShape named(String newName) {
		return new MethodShape(newName, this.placement, this.typeAnnotations, this.annotations, this.parameters,
				this.results, this.body, this.reach, this.seeds, this.alone);
	}

	MethodShape on(Placement newPlacement) {
		return new MethodShape(this.methodName, newPlacement, this.typeAnnotations, this.annotations, this.parameters,
				this.results, this.body, this.reach, this.seeds, this.alone);
	}

	MethodShape under(AnnotationSpec... newTypeAnnotations) {
		return new MethodShape(this.methodName, this.placement, List.of(newTypeAnnotations), this.annotations,
				this.parameters, this.results, this.body, this.reach, this.seeds, this.alone);
	}

	MethodShape taking(Parameters newParameters) {
		return new MethodShape(this.methodName, this.placement, this.typeAnnotations, this.annotations, newParameters,
				this.results, this.body, this.reach, this.seeds, this.alone);
	}

	MethodShape returning(Results newResults) {
		return new MethodShape(this.methodName, this.placement, this.typeAnnotations, this.annotations, this.parameters,
				newResults, this.body, this.reach, this.seeds, this.alone);
	}

	MethodShape doing(Body newBody) {
		return new MethodShape(this.methodName, this.placement, this.typeAnnotations, this.annotations, this.parameters,
				this.results, newBody, this.reach, this.seeds, this.alone);
	}

	MethodShape reachable(Reach newReach) {
		return new MethodShape(this.methodName, this.placement, this.typeAnnotations, this.annotations, this.parameters,
				this.results, this.body, newReach, this.seeds, this.alone);
	}

	MethodShape over(Seeds newSeeds) {
		return new MethodShape(this.methodName, this.placement, this.typeAnnotations, this.annotations, this.parameters,
				this.results, this.body, this.reach, newSeeds, this.alone);
	}

	/**
	 * For annotations that Spring refuses when it reads the class: they get a class of
	 * their own.
	 */
	MethodShape standingAlone() {
		return new MethodShape(this.methodName, this.placement, this.typeAnnotations, this.annotations, this.parameters,
				this.results, this.body, this.reach, this.seeds, true);
	}

	/**
	 * Name of the method beside this one that looks its entries up.
	 */
	String lookupName() {
		return this.methodName + "Lookup";
	}

	boolean hasLookup() {
		return this.body == Body.CALLS_LOOKUP_OF_SAME_KEY
				|| operations().anyMatch((annotation) -> annotation.type() != Cacheable.class);
	}

	AnnotationSpec lookupAnnotation() {
		return operations().findFirst().orElseThrow().lookup();
	}

	private Stream<AnnotationSpec> operations() {
		return Stream.concat(this.annotations.stream(), this.typeAnnotations.stream())
			.filter((annotation) -> annotation.type() != CacheConfig.class);
	}

	boolean isSynchronized() {
		return operations().anyMatch((annotation) -> annotation.toString().contains("sync=true"));
	}

	Set<ProxyMode> proxyModes() {
		if (this.reach.isHidden()) {
			return EnumSet.of(ProxyMode.CLASS);
		}
		// A second advice makes a difference by what is returned and when. Under the
		// first
		// one's load of the same key, sync refuses it.
		boolean twice = !isSynchronized() && (this.results != Results.STRING || this.body != Body.PLAIN);
		return twice ? EnumSet.allOf(ProxyMode.class) : EnumSet.of(ProxyMode.INTERFACE, ProxyMode.CLASS);
	}

	@Nullable Object call(Object bean, @Nullable Object... arguments) throws Throwable {
		return invoke(bean, this.methodName, arguments);
	}

	@Nullable Object lookup(Object bean, @Nullable Object... arguments) throws Throwable {
		return invoke(bean, lookupName(), arguments);
	}

	private @Nullable Object invoke(Object bean, String name, @Nullable Object[] arguments) throws Throwable {
		Method method = METHODS.computeIfAbsent(new MethodOfClass(bean.getClass(), name),
				(key) -> methodOf(bean.getClass(), name));
		try {
			return method.invoke(bean, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private Method methodOf(Class<?> beanClass, String name) {
		Class<?> declaring = Proxy.isProxyClass(beanClass) ? apiOf(beanClass) : beanClass;
		Method method = ReflectionUtils.findMethod(declaring, name, this.parameters.types());
		if (method == null) {
			// The erasure of a generic method.
			method = ReflectionUtils.findMethod(declaring, name, Object.class);
		}
		if (method == null) {
			throw new IllegalStateException("No method " + name + " on " + declaring);
		}
		ReflectionUtils.makeAccessible(method);
		return method;
	}

	private static Class<?> apiOf(Class<?> proxyClass) {
		return Stream.of(proxyClass.getInterfaces())
			.filter((type) -> type.getName().endsWith(GeneratedType.API_SUFFIX))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public String toString() {
		return this.placement + " " + this.typeAnnotations + " " + this.annotations + " " + this.results + " ("
				+ this.parameters + ") " + this.body + " " + this.reach + " " + this.seeds;
	}

	private record MethodOfClass(Class<?> type, String methodName) {
	}

	/**
	 * Who can call the method.
	 */
	enum Reach {

		PUBLIC(Modifier.PUBLIC), PROTECTED(Modifier.PROTECTED), PACKAGE(0), PRIVATE(Modifier.PRIVATE),
		FINAL(Modifier.PUBLIC | Modifier.FINAL);

		private final int modifiers;

		Reach(int modifiers) {
			this.modifiers = modifiers;
		}

		boolean isHidden() {
			return !Modifier.isPublic(this.modifiers);
		}

		int modifiers() {
			return this.modifiers;
		}

	}

	/**
	 * What the caches {@code one} and {@code two} hold beforehand under the default keys.
	 */
	enum Seeds {

		NONE, VALUES, NULLS

	}

	/**
	 * What stands before the bean.
	 */
	enum ProxyMode {

		/** A JDK proxy of the interface. */
		INTERFACE,

		/** A subclass that is generated at run time. */
		CLASS,

		/** A JDK proxy whose target is a proxied bean: every call is advised twice. */
		TWICE

	}

}
