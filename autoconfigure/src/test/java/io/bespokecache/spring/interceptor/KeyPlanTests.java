package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bespokecache.spring.interceptor.Finder.ListSearch;
import io.bespokecache.spring.interceptor.Finder.NameSearch;
import io.bespokecache.spring.interceptor.Finder.Search;
import io.bespokecache.spring.interceptor.Finder.VariableListSearch;
import io.bespokecache.spring.interceptor.Receivers.ArrayGetter;
import io.bespokecache.spring.interceptor.Receivers.OddNames;
import io.bespokecache.spring.interceptor.Receivers.Unreadable;
import io.bespokecache.spring.interceptor.Receivers.User;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aop.support.AopUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Compares plans with Spring's own caching aspect.
 */
class KeyPlanTests {

	@ParameterizedTest
	@MethodSource({ "generated", "arguments", "constants", "properties", "propertiesOfTheJdk", "ids" })
	void aPlanGivesTheKeyThatSpringGives(Call call) {
		assertSameKey(call);
	}

	private static void assertSameKey(Call call) {
		Object expected = call.stockKey();
		KeyPlan plan = call.plan();
		assertThat(plan).as("plan").isNotNull();
		// The first call learns the classes of the receivers.
		assertSameKey(plan.key(call.arguments()), expected);
		assertSameKey(plan.key(call.arguments()), expected);
	}

	@ParameterizedTest
	@MethodSource({ "withoutPlan" })
	void anExpressionThatNeedsSpringHasNoPlan(Call call) {
		assertThat(call.plan()).isNull();
	}

	@ParameterizedTest
	@MethodSource({ "beyondThePlan" })
	void aCallThatNeedsSpringIsNotAnswered(Call call) {
		KeyPlan plan = call.plan();
		assertThat(plan).as("plan").isNotNull();
		assertThat(plan.key(call.arguments())).isNull();
		assertThat(plan.key(call.arguments())).isNull();
	}

	@ParameterizedTest
	@MethodSource({ "failures" })
	void whatFailsInSpringIsNotAnswered(Call call) {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(call::stockKey);
		KeyPlan plan = call.plan();
		if (plan != null) {
			assertThat(plan.key(call.arguments())).isNull();
			assertThat(plan.key(call.arguments())).isNull();
		}
	}

	private static void assertSameKey(@Nullable Object actual, Object expected) {
		assertThat(actual).isEqualTo(expected);
		assertThat(actual).hasSameClassAs(expected);
	}

	static Stream<Call> generated() {
		Object same = new Object();
		return Stream.of(call("all", ""), call("byId", "", 1L), call("byId", " ", 1L), call("one", "", same),
				call("one", "", (Object) null), call("one", "", (Object) new int[] { 1, 2 }),
				call("one", "", (Object) new String[] { "a", null }), call("array", "", (Object) new int[] { 1, 2 }),
				call("two", "", "a", 1), call("two", "", null, null), call("two", "", new int[] { 1 }, "b"),
				call("variable", "", (Object) new String[0]), call("variable", "", (Object) new String[] { "a" }),
				call("variable", "", (Object) new String[] { "a", "b" }), call("variable", "", (Object) null),
				call("variable", "", (Object) new String[] { null }),
				call("variableAfter", "", "a", new String[] { "b", "c" }),
				call("variableAfter", "", "a", new String[0]), call("variableAfter", "", "a", null),
				call("variablePrimitive", "", (Object) new int[] { 1, 2 }),
				call("variablePrimitive", "", (Object) new int[] { 1 }));
	}

	static Stream<Call> arguments() {
		return Stream.of(call("byId", "#id", 1L), call("byId", "#p0", 1L), call("byId", "#a0", 1L),
				call("byId", " #id ", 1L), call("byId", "(#id)", 1L), call("byId", "#root.args[0]", 1L),
				call("byId", "args[0]", 1L), call("two", "#other", "a", "b"), call("two", "#p1", "a", "b"),
				call("two", "#root.args[1]", "a", "b"), call("two", "#user", "a", null),
				call("two", "#root.args[1].id", "a", Receivers.privateRecord(1)),
				call("array", "#ids", (Object) new int[] { 1 }), call("one", "#user", List.of("a")),
				call("laterShadows", "#p1", "a", "b"), call("laterShadows", "#a1", "a", "b"),
				call("earlierIsShadowed", "#p0", "a", "b"), call("earlierIsShadowed", "#a0", "a", "b"),
				call("variableAfter", "#first", "a", new String[] { "b", "c" }),
				call("variableAfter", "#p0", "a", new String[0]),
				call("variableAfter", "#root.args[0]", "a", new String[0]),
				call("namedAsSpringNames", "#target", "a", "b", "c"), call("namedAsSpringNames", "#p1", "a", "b", "c"));
	}

	static Stream<Call> constants() {
		return Stream
			.of("'text'", "\"text\"", "'it''s'", "\"say \"\"it\"\"\"", "'say \"\"it'", "\"it''s\"", "''", "42", "0x2A",
					"42L", "42l", "1.5", "1.5f", "1e3", "true", "FALSE", "('text')", "'#{text}'", "#root.methodName",
					"methodName", "#root.method", "#root.targetClass", "#root?.methodName")
			.map((expression) -> call("all", expression));
	}

	static Stream<Call> properties() {
		User user = User.in("Ulm");
		OddNames odd = new OddNames();
		return Stream.of(call("one", "#user.address.city", user), call("one", "#p0.address.city", user),
				call("one", "#a0.address.city", user), call("one", "#user.address", user),
				call("one", "#user?.address?.city", user), call("one", "(#user.address).city", user),
				call("one", "#user.address.city.length", user), call("one", "#user.nickname.present", user),
				call("one", "#user.nickname.get", user), call("one", "#user.attributes.size", user),
				call("one", "#user.type", user), call("one", "#user.class", user), call("one", "#user.hashCode", user),
				call("one", "#user.toString", user), call("one", "#user.URL", odd), call("one", "#user.uRL", odd),
				call("one", "#user.xCoordinate", odd), call("one", "#user.XCoordinate", odd),
				call("one", "#user.yCoordinate", odd), call("one", "#user.methodName", odd),
				call("one", "#user.length", odd), call("one", "#user.length", (Object) new int[3]),
				call("one", "#user.length", (Object) new String[3]), call("one", "#user.class", (Object) new int[3]),
				call("one", "#user.id.length", new ArrayGetter()));
	}

	static Stream<Call> propertiesOfTheJdk() {
		Map<String, String> map = new HashMap<>(Map.of("size", "XL"));
		return Stream.of(call("one", "#user.length", "text"), call("one", "#user.bytes", "text"),
				call("one", "#user.empty", ""), call("one", "#user.blank", "text"), call("one", "#user.size", map),
				call("one", "#user.empty", map), call("one", "#user.keySet", map), call("one", "#user.size", Map.of()),
				call("one", "#user.empty", List.of()), call("one", "#user.size", List.of("a", "b")),
				call("one", "#user.empty", new ArrayList<>()),
				call("one", "#user.size", Collections.unmodifiableSet(new LinkedHashSet<>(List.of("a")))),
				call("one", "#user.size", Collections.synchronizedList(new ArrayList<>())),
				call("one", "#user.name", TimeUnit.DAYS), call("one", "#user.ordinal", Receivers.Constant.WITH_BODY),
				call("one", "#user.declaringClass", Receivers.Constant.WITH_BODY), call("one", "#user.intValue", 7L),
				call("one", "#user.epochSecond", Instant.EPOCH), call("one", "#user.year", LocalDate.of(2024, 2, 29)),
				call("one", "#user.month.value", LocalDate.of(2024, 2, 29)), call("one", "#user.scale", BigDecimal.TEN),
				call("one", "#user.leastSignificantBits", new UUID(1, 2)),
				call("one", "#user.get", new AtomicInteger(3)), call("one", "#user.fileName", Path.of("a", "b")),
				call("one", "#user.parent.nameCount", Path.of("a", "b")),
				call("one", "#user.present", Optional.empty()), call("one", "#user.get", Optional.of("a")));
	}

	static Stream<Call> ids() {
		return Receivers.withId().stream().map((receiver) -> call("one", "#user.id", receiver));
	}

	static Stream<Call> withoutPlan() {
		return Stream
			.of("#user + 'a'", "-1", "#user.toString()", "#user['id']", "{#user, #other}", "#user ?: 'a'",
					"#user == null", "#user.id.![a]", "#user.?[true]", "T(Math)", "new String('a')", "@bean", "#result",
					"#root", "#this", "#root.target", "#root.caches", "target", "#root.args", "args", "#root.args[2]",
					"#root.args['0']", "#root.args[#p0]", "#root.args[0L]", "#root.methodName.length", "#missing",
					"#p2", "#{user}", "#user.", "'", "null", "#user.id = 1", "!true", "#root.args.length")
			.map((expression) -> call("two", expression, "a", "b"));
	}

	static Stream<Call> beyondThePlan() {
		return Stream.of(call("one", "#user.name", String.class), call("one", "#user.class.name", "text"),
				call("one", "#user.type.name", User.in("Ulm")), call("one", "#user.nickname?.length", User.in("Ulm")));
	}

	static Stream<Call> failures() {
		Unreadable unreadable = new Unreadable();
		return Stream.concat(
				Stream
					.of("packagePrivate", "protected", "nothing", "with", "null", "failing", "broken", "text",
							"missing", "null.length", "failing.length")
					.map((property) -> call("one", "#user." + property, unreadable)),
				Stream.of(call("one", "#user", (Object) null), call("one", "#user.id", (Object) null),
						call("one", "#user?.id", (Object) null),
						call("one", "#user.address.city", User.withoutAddress()),
						call("one", "#user.address?.city", User.withoutAddress()),
						call("one", "#user.address.city", User.in(null)), call("two", "#user", null, "b"),
						call("laterShadows", "#p1", "a", null), call("all", "#id"), call("one", "#id", "a"),
						call("one", "#user.size", (Object) new int[0]), call("one", "null", "a"),
						call("one", "#root.args[1]", "a"), call("one", "#user.", "a"),
						call("namedAsSpringNames", "#root.missing", "a", "b", "c")));
	}

	@Test
	void aMethodWithoutParameterNamesHasItsIndexedParameters() {
		Method get = Finder.method(HashMap.class, "get");
		HashMap<String, String> target = new HashMap<>();
		assertSameKey(new Call(target, get, "#p0", "a"));
		assertThat(new Call(target, get, "#key", "a").plan()).isNull();
	}

	@Test
	void anInterfaceMethodHasTheParameterNamesOfItsImplementation() {
		Method search = Finder.method(Search.class, "search");
		assertSameKey(new Call(new NameSearch(), search, "#name", "a"));
		assertSameKey(new Call(new NameSearch(), search, "", "a"));
		assertThat(new Call(new NameSearch(), search, "#criterion", "a").plan()).isNull();
	}

	@Test
	void theCalledMethodTellsWhetherArgumentsAreVariable() {
		Method search = Finder.method(ListSearch.class, "search");
		assertSameKey(new Call(new VariableListSearch(), search, "", (Object) new String[] { "a" }));
		assertSameKey(new Call(new VariableListSearch(), search, "#names", (Object) new String[] { "a" }));
		Method variable = Finder.method(VariableListSearch.class, "search");
		assertSameKey(new Call(new VariableListSearch(), variable, "", (Object) new String[] { "a" }));
		assertThat(new Call(new VariableListSearch(), variable, "#names", (Object) new String[] { "a" }).plan())
			.isNull();
	}

	private static Call call(String method, String expression, @Nullable Object... arguments) {
		return new Call(new Finder(), Finder.method(method), expression, arguments);
	}

	/**
	 * One call of a cached method.
	 */
	private static final class Call {

		private final Object target;

		private final Method method;

		private final String expression;

		private final @Nullable Object[] arguments;

		Call(Object target, Method method, String expression, @Nullable Object... arguments) {
			this.target = target;
			this.method = method;
			this.expression = expression;
			this.arguments = arguments;
		}

		@Nullable Object[] arguments() {
			return this.arguments;
		}

		Object stockKey() {
			return new StockKey(this.expression).of(this.target, this.method, this.arguments);
		}

		@Nullable KeyPlan plan() {
			Class<?> type = this.target.getClass();
			return KeyPlan.of(this.method, type, AopUtils.getMostSpecificMethod(this.method, type), this.expression);
		}

		@Override
		public String toString() {
			return "%s(%s), key \"%s\"".formatted(this.method.getName(), types(), this.expression);
		}

		private String types() {
			return Stream.of(this.arguments)
				.map((argument) -> (argument != null) ? argument.getClass().getSimpleName() : "null")
				.collect(Collectors.joining(", "));
		}

	}

}
