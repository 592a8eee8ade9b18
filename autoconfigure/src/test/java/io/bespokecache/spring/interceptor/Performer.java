package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * What every generated method calls: notes the call in the trial that is running, and
 * does what the method's shape says.
 */
final class Performer {

	static final Method METHOD = method();

	private Performer() {
	}

	private static Method method() {
		Method method = ReflectionUtils.findMethod(Performer.class, "perform", String.class, Object.class,
				Object[].class);
		if (method == null) {
			throw new IllegalStateException();
		}
		return method;
	}

	static @Nullable Object perform(String methodName, Object target, @Nullable Object[] arguments) throws Throwable {
		Trial trial = Trial.current();
		MethodShape shape = trial.shape();
		trial
			.note(methodName + Arrays.stream(arguments).map(trial::render).collect(Collectors.joining(", ", "(", ")")));
		boolean lookup = methodName.equals(shape.lookupName());
		int call = trial.nextCall();
		if (!lookup) {
			shape.body().run(trial, target, arguments);
		}
		return (lookup ? shape.results().ofLookup() : shape.results()).produce(call);
	}

}
