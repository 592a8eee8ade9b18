package io.bespokecache.spring.interceptor;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * The parameters of a method, and the arguments it is called with, one row a call. Each
 * row makes its arguments afresh, so that two calls pass equal but never identical ones.
 */
record Parameters(String name, List<Parameter> list, boolean varargs, boolean named,
		List<Supplier<@Nullable Object[]>> rows) {

	static final Parameters NONE = of("none", List.of(), () -> args());

	static final Parameters STRING = one("string", String.class, () -> args(text("a")), () -> args(text("b")),
			() -> args((Object) null));

	static final Parameters NAMELESS = new Parameters("nameless", STRING.list, false, false, STRING.rows);

	static final Parameters INT = one("int", int.class, () -> args(1), () -> args(1000));

	static final Parameters LONG = one("long", long.class, () -> args(1L), () -> args(Long.MAX_VALUE));

	static final Parameters BOXED_LONG = one("boxed long", Long.class, () -> args(7000L), () -> args(8000L),
			() -> args((Object) null));

	static final Parameters BOOLEAN = one("boolean", boolean.class, () -> args(true), () -> args(false));

	static final Parameters CHAR = one("char", char.class, () -> args('a'), () -> args('b'));

	static final Parameters DOUBLE = one("double", double.class, () -> args(0.0), () -> args(-0.0),
			() -> args(Double.NaN));

	static final Parameters DECIMAL = one("decimal", BigDecimal.class, () -> args(new BigDecimal("1.0")),
			() -> args(new BigDecimal("1.00")));

	static final Parameters OBJECT = one("object", Object.class, () -> args(1), () -> args(1L), () -> args(text("1")),
			() -> args('1'), () -> args((Object) new Object[] { 1 }), () -> args(SimpleKey.EMPTY),
			() -> args((Object) null));

	static final Parameters OBJECTS = one("object array", Object[].class, () -> args((Object) new Object[] { "a", 1 }),
			() -> args((Object) new Object[0]), () -> args((Object) null),
			() -> args((Object) new Object[] { new int[] { 1 } }));

	static final Parameters INTS = one("int array", int[].class, () -> args((Object) new int[] { 1, 2 }),
			() -> args((Object) new int[0]), () -> args((Object) null));

	static final Parameters STRINGS = one("string array", String[].class, () -> args((Object) new String[] { "a" }),
			() -> args((Object) new String[] { "a", null }), () -> args((Object) null));

	static final Parameters VARARGS = varargs("string varargs", new Parameter("id", String[].class),
			() -> args((Object) new String[] { "a" }), () -> args((Object) new String[] { "a", "b" }),
			() -> args((Object) new String[0]), () -> args((Object) null), () -> args((Object) new String[] { null }));

	static final Parameters INT_VARARGS = varargs("int varargs", new Parameter("id", int[].class),
			() -> args((Object) new int[] { 1 }), () -> args((Object) new int[] { 1, 2 }),
			() -> args((Object) new int[0]));

	static final Parameters OBJECT_VARARGS = varargs("object varargs", new Parameter("id", Object[].class),
			() -> args((Object) new Object[] { "a" }), () -> args((Object) new Object[] { new String[] { "a" } }),
			() -> args((Object) new Object[] { "a", 1L }), () -> args((Object) null));

	static final Parameters STRING_AND_VARARGS = new Parameters("string and varargs",
			List.of(new Parameter("id", String.class), new Parameter("more", String[].class)), true, true,
			List.of(() -> args("a", new String[] { "b" }), () -> args("a", new String[0]),
					() -> args("a", new String[] { "b", "c" }), () -> args(null, null)));

	static final Parameters ENUM = one("enum", TimeUnit.class, () -> args(TimeUnit.DAYS), () -> args(TimeUnit.HOURS),
			() -> args((Object) null));

	static final Parameters IDENTIFIER = one("uuid", UUID.class, () -> args(new UUID(1, 2)), () -> args(new UUID(3, 4)),
			() -> args((Object) null));

	static final Parameters RECORD = one("private record", Object.class, () -> args(Subjects.secret("a")),
			() -> args(Subjects.secret("b")));

	static final Parameters POINT = one("record", Subjects.Point.class, () -> args(new Subjects.Point(1, 2)),
			() -> args(new Subjects.Point(2, 1)), () -> args((Object) null));

	static final Parameters OPTIONAL = one("optional", Optional.class, () -> args(Optional.of(text("a"))),
			() -> args(Optional.empty()), () -> args((Object) null));

	static final Parameters LIST = one("list", List.class, () -> args(new ArrayList<>(List.of("a", "b"))),
			() -> args(new ArrayList<>()), () -> args((Object) null));

	static final Parameters SET = one("set", Set.class, () -> args(Set.of("a")), () -> args(Set.of()));

	static final Parameters MAP = one("map", Map.class, () -> args(new LinkedHashMap<>(Map.of("name", "a"))),
			() -> args(new LinkedHashMap<>()));

	static final Parameters CLASS = one("class", Class.class, () -> args(String.class), () -> args(int.class));

	static final Parameters LOCALE = one("locale", Locale.class, () -> args(Locale.ROOT), () -> args(Locale.GERMANY));

	static final Parameters SIMPLE_KEY = one("simple key", SimpleKey.class, () -> args(new SimpleKey("a", 1)),
			() -> args(SimpleKey.EMPTY));

	static final Parameters COLLIDING = one("colliding", Object.class, () -> args(new Subjects.Colliding(1)),
			() -> args(new Subjects.Colliding(2)));

	static final Parameters FAILING = one("keys that fail once", Object.class,
			() -> args(Subjects.FailingOnce.inHashCode("a")), () -> args(Subjects.FailingOnce.inEquals("b")),
			() -> args(Subjects.FailingOnce.inHashCode("b")));

	static final Parameters TWO = of("two strings",
			List.of(new Parameter("a", String.class), new Parameter("b", String.class)), () -> args(text("x"), "y"),
			() -> args("y", "x"), () -> args(null, "x"), () -> args("x", null), () -> args(null, null));

	static final Parameters MIXED = of("string, int and array",
			List.of(new Parameter("a", String.class), new Parameter("b", int.class), new Parameter("c", long[].class)),
			() -> args(text("x"), 1, new long[] { 1 }), () -> args(text("x"), 2, new long[] { 1 }),
			() -> args(null, 1, null));

	static final Parameters SWAPPED_NAMES = of("names that are indexes",
			List.of(new Parameter("p1", String.class), new Parameter("a0", String.class)), () -> args("x", "y"),
			() -> args("y", "x"));

	static final Parameters RESERVED_NAMES = of("names that are reserved",
			List.of(new Parameter("root", String.class), new Parameter("result", String.class)), () -> args("x", "y"),
			() -> args("y", "x"));

	static final Parameters PERSON = new Parameters("person", List.of(new Parameter("user", Subjects.Person.class)),
			false, true, List.of(() -> args(Subjects.person(1, "Ada", "London")), () -> args((Object) null),
					() -> args(Subjects.admin(2, "Bob")), () -> args(Subjects.secretive(3, "Cid"))));

	static final Parameters PARTY = new Parameters("interface", List.of(new Parameter("user", Subjects.Party.class)),
			false, true, List.of(() -> args(Subjects.person(1, "Ada", "London")), () -> args(Subjects.secretParty(1)),
					() -> args(Subjects.admin(2, "Bob"))));

	record Parameter(String name, Class<?> type) {
	}

	private static Parameters one(String name, Class<?> type, Row... rows) {
		return of(name, List.of(new Parameter("id", type)), rows);
	}

	private static Parameters of(String name, List<Parameter> list, Row... rows) {
		return new Parameters(name, list, false, true, List.copyOf(Arrays.asList(rows)));
	}

	private static Parameters varargs(String name, Parameter last, Row... rows) {
		return new Parameters(name, List.of(last), true, true, List.copyOf(Arrays.asList(rows)));
	}

	private static @Nullable Object[] args(@Nullable Object... arguments) {
		return arguments;
	}

	/**
	 * A string that no other call passes.
	 */
	private static String text(String content) {
		return String.valueOf(content.toCharArray());
	}

	Class<?>[] types() {
		return this.list.stream().map(Parameter::type).toArray(Class<?>[]::new);
	}

	@Nullable Object[] row(int index) {
		return this.rows.get(index).get();
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Makes the arguments of a call.
	 */
	private interface Row extends Supplier<@Nullable Object[]> {

	}

}
