package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Methods whose calls are cached.
 */
class Finder {

	static Method method(String name) {
		return method(Finder.class, name);
	}

	static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name) && !method.isBridge())
			.findFirst()
			.orElseThrow();
	}

	String all() {
		return "";
	}

	String byId(long id) {
		return "" + id;
	}

	String one(@Nullable Object user) {
		return "" + user;
	}

	String two(@Nullable Object user, @Nullable Object other) {
		return "" + user + other;
	}

	String array(int[] ids) {
		return "" + ids.length;
	}

	String variable(String... ids) {
		return "" + ids.length;
	}

	String variableAfter(String first, String... rest) {
		return first + rest.length;
	}

	String variablePrimitive(int... ids) {
		return "" + ids.length;
	}

	String laterShadows(String p1, String id) {
		return p1 + id;
	}

	String earlierIsShadowed(String id, String p0) {
		return id + p0;
	}

	String namedAsSpringNames(String result, String root, String target) {
		return result + root + target;
	}

	/**
	 * Has a generic parameter, so that implementations have a bridge.
	 */
	interface Search<C> {

		String search(C criterion);

	}

	/**
	 * Names its parameter otherwise than the interface.
	 */
	static class NameSearch implements Search<String> {

		@Override
		public String search(String name) {
			return name;
		}

	}

	/**
	 * Does not take a variable number of arguments, as its implementation does.
	 */
	interface ListSearch {

		String search(String[] names);

	}

	@SuppressWarnings("overrides") // what javac warns of is what is tested
	static class VariableListSearch implements ListSearch {

		@Override
		public String search(String... names) {
			return List.of(names).toString();
		}

	}

}
