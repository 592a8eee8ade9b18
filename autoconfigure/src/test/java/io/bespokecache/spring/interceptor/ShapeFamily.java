package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.bespokecache.spring.interceptor.ComposedAnnotations.Described;
import io.bespokecache.spring.interceptor.ComposedAnnotations.Moved;
import io.bespokecache.spring.interceptor.ComposedAnnotations.Remembered;
import io.bespokecache.spring.interceptor.ComposedAnnotations.RememberedInTwo;
import io.bespokecache.spring.interceptor.ComposedAnnotations.RememberedTwice;
import io.bespokecache.spring.interceptor.ComposedAnnotations.Swept;
import io.bespokecache.spring.interceptor.MethodShape.Reach;
import io.bespokecache.spring.interceptor.MethodShape.Seeds;

import static io.bespokecache.spring.interceptor.AnnotationSpec.annotation;
import static io.bespokecache.spring.interceptor.AnnotationSpec.cacheable;
import static io.bespokecache.spring.interceptor.AnnotationSpec.caching;
import static io.bespokecache.spring.interceptor.AnnotationSpec.config;
import static io.bespokecache.spring.interceptor.AnnotationSpec.evict;
import static io.bespokecache.spring.interceptor.AnnotationSpec.put;

/**
 * All method shapes that are compared, each once, and the classes that have them.
 */
final class ShapeFamily {

	/**
	 * Greatest number of shapes that share a class. A JDK proxy of thousands of methods
	 * would be too large for a class file.
	 */
	private static final int METHODS = 100;

	private static final List<String> KEYS = List.of("#id", "#p0", "#a0", "#root.args[0]", " #id ", "#id + ''",
			"'constant'", "'it''s'", "42", "42L", "3.5", "-1", "true", "null", "#root.methodName + #id",
			"#root.method.name", "#root.targetClass.simpleName + #id", "#root.target.class == #root.targetClass",
			"#root.caches[0].name + #id", "#root.args.length", "methodName", "args[0]", "#this.methodName",
			"T(java.util.Objects).hash(#id)", "@prefix.of(#id)", "@unknownBean.of(#id)", "#id.toUpperCase()",
			"#id.length()", "#id?.length()", "#id.bytes", "#id.bytes.length", "#id.empty", "#id ?: 'none'",
			"#id == null ? 'none' : #id", "{#id, 1}", "{#id, {'nested'}}", "{'a': #id}", "new StringBuilder(#id)",
			"#id matches 'a.*'", "#ID", "#unknown", "#unknown.length()", "#id.unknown", "#p1", "#a9", "#root.unknown",
			"#result", "#id.", "'unclosed", "#{id}", "id", "#root.args[7]", "#id instanceof T(String)");

	private static final List<String> PERSON_KEYS = List.of("#user", "#user.id", "#user.name", "#user.badge",
			"#user.active", "#user.label", "#user.address", "#user.address.city", "#user.address.city.length()",
			"#user.address?.city", "#user?.id", "#user?.address?.city", "#user.getName()", "#user.shout()",
			"#user['name']", "#user.Name", "#user.ID", "#user.class.simpleName", "#user.point", "#user.point.x",
			"#user.point.x()", "#user.tags", "#user.tags[0]", "#user.tags[9]", "#user.attributes['k']",
			"#user.attributes.k", "#user.trouble", "#user.hidden", "#user.rights", "#user.nothing", "#p0.id",
			"#a0.name", "#a0.address.city", "#root.args[0].id", "#user.id + ':' + #user.name", "#user.address.nothing");

	private static final List<String> CONDITIONS = List.of("true", "false", "#id != null", "#p0 == 'a'", "#id", "null",
			"#id.length() > 0", "@prefix.accepts(#id)", "#root.args[0] == 'b'", "#result == null", "#result != 'v1'",
			"#result?.length() > 1", "#unknown", "#unknown.length()", "#id ==", "'yes'");

	private static final List<Parameters> SINGLE_PARAMETERS = List.of(Parameters.STRING, Parameters.NAMELESS,
			Parameters.INT, Parameters.LONG, Parameters.BOXED_LONG, Parameters.BOOLEAN, Parameters.CHAR,
			Parameters.DOUBLE, Parameters.DECIMAL, Parameters.OBJECT, Parameters.OBJECTS, Parameters.INTS,
			Parameters.STRINGS, Parameters.VARARGS, Parameters.INT_VARARGS, Parameters.OBJECT_VARARGS,
			Parameters.STRING_AND_VARARGS, Parameters.ENUM, Parameters.IDENTIFIER, Parameters.RECORD, Parameters.POINT,
			Parameters.OPTIONAL, Parameters.LIST, Parameters.SET, Parameters.MAP, Parameters.CLASS, Parameters.LOCALE,
			Parameters.SIMPLE_KEY, Parameters.COLLIDING);

	private final Map<String, MethodShape> shapes = new LinkedHashMap<>();

	private ShapeFamily() {
		keys();
		personKeys();
		parameters();
		severalParameters();
		results();
		conditions();
		combinations();
		collaborators();
		placements();
		typeAnnotations();
		composedAnnotations();
		reaches();
		bodies();
		refusals();
		random();
	}

	/**
	 * The shapes in their classes: those of one placement and with the same annotations
	 * of the type share one. Those of the sample do not share one with the others.
	 */
	static List<GeneratedType> generate() {
		Map<String, List<MethodShape>> groups = new LinkedHashMap<>();
		for (MethodShape shape : new ShapeFamily().shapes.values()) {
			String group = shape.alone() ? shape.methodName()
					: shape.placement() + " " + shape.typeAnnotations() + " " + isSampled(shape);
			groups.computeIfAbsent(group, (key) -> new ArrayList<>()).add(shape);
		}
		List<GeneratedType> types = new ArrayList<>();
		for (List<MethodShape> group : groups.values()) {
			for (int from = 0; from < group.size(); from += METHODS) {
				List<MethodShape> methods = group.subList(from, Math.min(from + METHODS, group.size()));
				types.add(GeneratedType.generate("Cached" + types.size(), methods));
			}
		}
		return types;
	}

	/**
	 * Whether a shape is one of those that stand for all: a fixed part of them, and all
	 * that use a broken cache.
	 */
	static boolean isSampled(MethodShape shape) {
		String description = shape.toString();
		return Math.floorMod(description.hashCode(), 8) == 0 || description.contains("brokenCacheManager");
	}

	private void add(MethodShape shape) {
		this.shapes.computeIfAbsent(shape.toString(), (description) -> shape.named("m" + this.shapes.size()));
	}

	private void keys() {
		for (String key : KEYS) {
			add(MethodShape.with(cacheable("one").key(key)));
			add(MethodShape.with(cacheable("one").key(key).sync()));
			add(MethodShape.with(put("one").key(key)));
			add(MethodShape.with(evict("one").key(key)));
		}
	}

	private void personKeys() {
		for (String key : PERSON_KEYS) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.PERSON));
			add(MethodShape.with(cacheable("one").key(key).sync()).taking(Parameters.PERSON));
			add(MethodShape.with(put("one").key(key)).taking(Parameters.PERSON));
		}
		for (String key : List.of("#user", "#user.id", "#user.label", "#user.name")) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.PARTY));
		}
		for (String key : List.of("#id.x", "#id.y()", "#p0.x", "#id.z")) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.POINT));
		}
		for (String key : List.of("#id.name", "#id.name()")) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.RECORD));
		}
		for (String key : List.of("#id['name']", "#id.name", "#id.empty", "#id.size()")) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.MAP));
		}
		for (String key : List.of("#id[0]", "#id.size()", "#id.empty")) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.LIST));
		}
		for (String key : List.of("#id[0]", "#id.length")) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.INTS));
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.OBJECTS));
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.VARARGS));
		}
		for (String key : List.of("#id.get()", "#id.present", "#id.orElse('none')")) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.OPTIONAL));
		}
		for (String key : List.of("#id.name()", "#id.ordinal", "#id.declaringClass.simpleName")) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.ENUM));
		}
	}

	private void parameters() {
		for (Parameters parameters : SINGLE_PARAMETERS) {
			add(MethodShape.with(cacheable("one")).taking(parameters));
			add(MethodShape.with(cacheable("one").sync()).taking(parameters));
			add(MethodShape.with(put("one")).taking(parameters));
			add(MethodShape.with(evict("one")).taking(parameters).over(Seeds.VALUES));
			add(MethodShape.with(cacheable("one").key("#id")).taking(parameters));
			add(MethodShape.with(cacheable("one").key("#p0")).taking(parameters));
			add(MethodShape.with(cacheable("one").key("#root.args[0]")).taking(parameters));
		}
	}

	private void severalParameters() {
		for (String key : List.of("", "#a", "#b", "#a + #b", "#a + '-' + #b", "{#a, #b}", "#p1", "#a1", "#a0",
				"#root.args[1]", "#root.args", "new org.springframework.cache.interceptor.SimpleKey(#a, #b)", "#c")) {
			for (Parameters parameters : List.of(Parameters.TWO, Parameters.MIXED)) {
				add(MethodShape.with(cacheable("one").key(key)).taking(parameters));
				add(MethodShape.with(put("one").key(key)).taking(parameters));
			}
		}
		for (String key : List.of("", "#p0", "#p1", "#a0", "#a1")) {
			add(MethodShape.with(cacheable("one").key(key)).taking(Parameters.SWAPPED_NAMES));
		}
		for (String key : List.of("", "#root", "#root.methodName", "#result", "#p0")) {
			add(MethodShape.with(cacheable("one").key(key.equals("#root") ? "#root.args[0]" : key))
				.taking(Parameters.RESERVED_NAMES));
			add(MethodShape.with(put("one").key(key.equals("#root") ? "#root.args[0]" : key))
				.taking(Parameters.RESERVED_NAMES));
		}
		for (AnnotationSpec annotation : List.of(cacheable("one"), cacheable("one").sync(), put("one"),
				cacheable("one").key("#id"), cacheable("one").key("'k'"), cacheable("one").key("#p0"))) {
			add(MethodShape.with(annotation).taking(Parameters.NONE));
		}
		add(MethodShape.with(evict("one")).taking(Parameters.NONE).over(Seeds.VALUES));
	}

	private void results() {
		for (Results results : Results.values()) {
			add(MethodShape.with(cacheable("one")).returning(results));
			add(MethodShape.with(cacheable("one").sync()).returning(results));
			add(MethodShape.with(cacheable("one", "two")).returning(results));
			add(MethodShape.with(cacheable("one").unless("#result == null")).returning(results));
			add(MethodShape.with(cacheable("one").key("#id").condition("#id != 'b'")).returning(results));
			add(MethodShape.with(put("one")).returning(results));
			add(MethodShape.with(put("one").key("#result")).returning(results));
			add(MethodShape.with(put("one").unless("#result == null")).returning(results));
			add(MethodShape.with(evict("one")).returning(results).over(Seeds.VALUES));
			add(MethodShape.with(evict("one").beforeInvocation()).returning(results).over(Seeds.VALUES));
			add(MethodShape.with(caching(cacheable("one"), evict("two"))).returning(results).over(Seeds.NULLS));
			add(MethodShape.with(caching(cacheable("one"), put("two"))).returning(results));
			add(MethodShape.with(cacheable("one")).returning(results).over(Seeds.NULLS));
			add(MethodShape.with(cacheable("one").sync()).returning(results).over(Seeds.NULLS));
		}
		for (Results results : List.of(Results.STRING, Results.INT, Results.LIST, Results.PRESENT, Results.VOID)) {
			add(MethodShape.with(cacheable("one")).returning(results).over(Seeds.VALUES));
			add(MethodShape.with(cacheable("one").key("#id")).returning(results).over(Seeds.VALUES));
		}
	}

	private void conditions() {
		for (String condition : CONDITIONS) {
			add(MethodShape.with(cacheable("one").condition(condition)));
			add(MethodShape.with(cacheable("one").sync().condition(condition)));
			add(MethodShape.with(cacheable("one").key("#id").unless(condition)));
			add(MethodShape.with(cacheable("one").unless(condition)).returning(Results.NULL_THEN_STRING));
			add(MethodShape.with(put("one").condition(condition)));
			add(MethodShape.with(put("one").unless(condition)));
			add(MethodShape.with(evict("one").condition(condition)).over(Seeds.VALUES));
			add(MethodShape.with(evict("one").condition(condition).beforeInvocation()).over(Seeds.VALUES));
			add(MethodShape.with(caching(cacheable("one"), put("two").condition(condition))));
			add(MethodShape.with(caching(cacheable("one").condition(condition), cacheable("two"))));
		}
	}

	private void combinations() {
		for (Results results : List.of(Results.STRING, Results.NULL_THEN_STRING, Results.UNCHECKED_EXCEPTION,
				Results.FUTURE, Results.MONO, Results.FLUX)) {
			List.of(caching(cacheable("one"), cacheable("two")), caching(cacheable("one"), cacheable("one").key("'k'")),
					caching(put("one"), put("two").key("#result")), caching(put("one"), evict("two")),
					caching(put("one"), evict("one")), caching(cacheable("one"), evict("one")),
					caching(cacheable("one"), evict("one").beforeInvocation()), caching(cacheable("one"), put("one")),
					caching(evict("one"), evict("two")), caching(evict("one").allEntries(), evict("two").key("#p0")),
					caching(evict("one").allEntries().beforeInvocation(), put("one")),
					caching(cacheable("one").sync(), evict("two")), caching(cacheable("one").sync(), put("one")),
					caching(cacheable("one").sync(), cacheable("two")),
					caching(cacheable("one").sync(), cacheable("two").sync()), caching(evict("one", "two")),
					evict("one", "two"), evict("one").allEntries(), evict("one").allEntries().beforeInvocation(),
					evict("one").allEntries().key("#unknown.length()"), put("one", "two"),
					put("one", "two").key("#root.caches.size()"), cacheable("one", "two").sync(),
					cacheable("one").sync().unless("#result == null"), cacheable("one", "one"),
					cacheable("one", "two").key("#id"), annotation(put().type()).with("value", List.of("one")),
					annotation(cacheable().type()).with("value", List.of("one")))
				.forEach((annotation) -> add(MethodShape.with(annotation).returning(results).over(Seeds.VALUES)));
		}
		add(MethodShape.with(cacheable("one"), evict("two")).over(Seeds.VALUES));
		add(MethodShape.with(cacheable("one"), put("two")));
		add(MethodShape.with(put("one"), evict("one")));
		add(MethodShape.with(cacheable("one"), caching(cacheable("two"))));
		add(MethodShape.with(cacheable("one"), put("two"), evict("three")));
		add(MethodShape.with(cacheable("one").sync(), put("two")));
		add(MethodShape.with(cacheable()));
		add(MethodShape.with(cacheable().sync()));
		add(MethodShape.with(put()));
	}

	private void collaborators() {
		List<UnaryOperator<AnnotationSpec>> choices = List.of(
				(annotation) -> annotation.keyGenerator("describingKeyGenerator"),
				(annotation) -> annotation.keyGenerator("nullKeyGenerator"),
				(annotation) -> annotation.keyGenerator("failingKeyGenerator"),
				(annotation) -> annotation.keyGenerator("unknownKeyGenerator"),
				(annotation) -> annotation.keyGenerator("otherCacheManager"),
				(annotation) -> annotation.cacheManager("otherCacheManager"),
				(annotation) -> annotation.cacheManager("otherCacheManager").key("#p0"),
				(annotation) -> annotation.cacheManager("brokenCacheManager"),
				(annotation) -> annotation.cacheManager("unknownCacheManager"),
				(annotation) -> annotation.cacheManager("cacheManager"),
				(annotation) -> annotation.cacheManager("cacheManager").key("#id"),
				(annotation) -> annotation.cacheResolver("routingCacheResolver"),
				(annotation) -> annotation.cacheResolver("routingCacheResolver").key("#id"),
				(annotation) -> annotation.cacheResolver("twoCacheResolver"),
				(annotation) -> annotation.cacheResolver("emptyCacheResolver"),
				(annotation) -> annotation.cacheResolver("failingCacheResolver"),
				(annotation) -> annotation.cacheResolver("unknownCacheResolver"));
		for (UnaryOperator<AnnotationSpec> choice : choices) {
			add(MethodShape.with(choice.apply(cacheable("one"))));
			add(MethodShape.with(choice.apply(cacheable("one").sync())));
			add(MethodShape.with(choice.apply(put("one"))));
			add(MethodShape.with(choice.apply(evict("one"))).over(Seeds.VALUES));
		}
		add(MethodShape.with(cacheable("two").cacheManager("otherCacheManager")));
		for (Results results : List.of(Results.STRING, Results.FUTURE, Results.MONO, Results.FLUX,
				Results.CHECKED_EXCEPTION, Results.FAILED_FUTURE, Results.FAILED_MONO)) {
			for (AnnotationSpec annotation : List.of(cacheable("broken"), cacheable("broken").sync(), put("broken"),
					evict("broken"), evict("broken").beforeInvocation(), evict("broken").allEntries(),
					evict("broken").allEntries().beforeInvocation())) {
				add(MethodShape.with(annotation.cacheManager("brokenCacheManager")).returning(results));
			}
		}
		add(MethodShape.with(cacheable("one").keyGenerator("describingKeyGenerator")).taking(Parameters.VARARGS));
		add(MethodShape.with(cacheable("one").keyGenerator("describingKeyGenerator")).taking(Parameters.NONE));
	}

	private void placements() {
		List<AnnotationSpec> annotations = List.of(cacheable("one"), cacheable("one").sync(),
				cacheable("one").key("#id"), cacheable("one").key("#p0"),
				cacheable("one").key("#root.method.toString() + #p0"),
				cacheable("one").key("#root.targetClass.simpleName + #root.args[0]"),
				cacheable("one").keyGenerator("describingKeyGenerator"),
				cacheable("one").condition("#p0 != 'b'").unless("#result == null"), put("one"), put("one").key("#id"),
				evict("one"), evict("one").allEntries(), caching(cacheable("one"), put("two")),
				caching(put("one"), evict("two")), cacheable());
		for (Placement placement : Placement.values()) {
			for (AnnotationSpec annotation : annotations) {
				add(MethodShape.with(annotation).on(placement).over(Seeds.VALUES));
				add(MethodShape.with(annotation).on(placement).returning(Results.NULL_THEN_STRING));
			}
			if (!placement.isGeneric()) {
				add(MethodShape.with(cacheable("one").key("#user.id")).on(placement).taking(Parameters.PERSON));
				add(MethodShape.with(cacheable("one")).on(placement).taking(Parameters.VARARGS));
				add(MethodShape.with(cacheable("one")).on(placement).taking(Parameters.TWO));
				add(MethodShape.with(cacheable("one")).on(placement).taking(Parameters.INT).returning(Results.INT));
				add(MethodShape.with(cacheable("one")).on(placement).returning(Results.PRESENT));
				add(MethodShape.with(cacheable("one")).on(placement).returning(Results.MONO));
				add(MethodShape.with(cacheable("one").key("#id")).on(placement).taking(Parameters.NAMELESS));
			}
			add(MethodShape.with(cacheable("one")).on(placement).returning(Results.CHECKED_EXCEPTION));
		}
	}

	private void typeAnnotations() {
		List<AnnotationSpec> configurations = List.of(config("one"), config("one", "two"),
				config("one").keyGenerator("describingKeyGenerator"), config("one").cacheManager("otherCacheManager"),
				config().cacheResolver("routingCacheResolver"), config("one").cacheManager("unknownCacheManager"),
				annotation(Described.class));
		List<MethodShape> methods = List.of(MethodShape.with(cacheable()), MethodShape.with(cacheable().key("#id")),
				MethodShape.with(cacheable("two")), MethodShape.with(cacheable().sync()),
				MethodShape.with(cacheable().cacheManager("cacheManager")),
				MethodShape.with(cacheable().keyGenerator("failingKeyGenerator")), MethodShape.with(put()),
				MethodShape.with(evict()).over(Seeds.VALUES),
				MethodShape.with(caching(cacheable(), evict("two"))).over(Seeds.VALUES));
		for (AnnotationSpec configuration : configurations) {
			for (Placement placement : List.of(Placement.CLASS, Placement.INTERFACE, Placement.SUPERCLASS)) {
				methods.forEach((method) -> add(method.under(configuration).on(placement)));
			}
		}
		List<List<AnnotationSpec>> operations = List.of(List.of(cacheable("one")), List.of(cacheable("one").key("#p0")),
				List.of(put("one")), List.of(evict("one").allEntries()), List.of(caching(cacheable("one"), put("two"))),
				List.of(cacheable(), config("one")), List.of(annotation(Remembered.class)));
		for (List<AnnotationSpec> onType : operations) {
			for (Placement placement : List.of(Placement.CLASS, Placement.INTERFACE, Placement.SUPERCLASS,
					Placement.OVERRIDDEN, Placement.DEFAULT_METHOD)) {
				MethodShape bare = MethodShape.with().under(onType.toArray(AnnotationSpec[]::new)).on(placement);
				add(bare);
				add(bare.taking(Parameters.NONE));
				add(bare.returning(Results.VOID));
				add(MethodShape.with(cacheable("two")).under(onType.toArray(AnnotationSpec[]::new)).on(placement));
			}
		}
	}

	private void composedAnnotations() {
		List<AnnotationSpec> annotations = List.of(annotation(Remembered.class),
				annotation(Remembered.class).with("by", "#id"),
				annotation(Remembered.class).with("by", "#id").with("in", List.of("one", "two")),
				annotation(Remembered.class).with("unless", "#result == 'v1'"),
				annotation(Remembered.class).with("sync", true), annotation(RememberedInTwo.class),
				annotation(RememberedTwice.class), annotation(Moved.class), annotation(Swept.class));
		for (AnnotationSpec annotation : annotations) {
			for (Placement placement : List.of(Placement.CLASS, Placement.INTERFACE, Placement.OVERRIDDEN,
					Placement.GENERIC_INTERFACE)) {
				add(MethodShape.with(annotation).on(placement).over(Seeds.VALUES));
			}
		}
		add(MethodShape.with(annotation(Remembered.class), annotation(RememberedInTwo.class)));
		add(MethodShape.with(annotation(Remembered.class), cacheable("three")));
		add(MethodShape.with(annotation(RememberedInTwo.class), annotation(Moved.class)));
		add(MethodShape.with(annotation(RememberedTwice.class), evict("one")).over(Seeds.VALUES));
		add(MethodShape.with(annotation(Moved.class), annotation(Swept.class)));
	}

	private void reaches() {
		for (Reach reach : Reach.values()) {
			add(MethodShape.with(cacheable("one")).reachable(reach));
			add(MethodShape.with(cacheable("one").key("#id")).reachable(reach));
			add(MethodShape.with(put("one")).reachable(reach));
			add(MethodShape.with(evict("one")).reachable(reach).over(Seeds.VALUES));
			add(MethodShape.with(cacheable("one").sync()).reachable(reach));
		}
	}

	private void bodies() {
		for (AnnotationSpec annotation : List.of(cacheable("one"), cacheable("one").key("#id"), put("one"),
				cacheable("one").sync())) {
			if (annotation.attributes().get("sync") == null) {
				// No map knows what to do about a key that changes while it loads.
				add(MethodShape.with(annotation).taking(Parameters.LIST).doing(Body.CHANGES_ITS_ARGUMENT));
				add(MethodShape.with(annotation).taking(Parameters.INTS).doing(Body.CHANGES_ITS_ARGUMENT));
			}
			add(MethodShape.with(annotation).doing(Body.CALLS_ITSELF_BEHIND_THE_PROXY));
			add(MethodShape.with(annotation).doing(Body.READS_ITS_OWN_KEY));
		}
		add(MethodShape.with(cacheable("one").sync())
			.taking(Parameters.INT)
			.doing(Body.CALLS_ITSELF_THROUGH_THE_PROXY));
		for (AnnotationSpec annotation : List.of(cacheable("one"), cacheable("one").key("#p0"),
				cacheable("one").unless("#result == 'v2'"), put("one"), caching(cacheable("one"), put("two")))) {
			for (Results results : List.of(Results.STRING, Results.NULL, Results.EXCEPTION_ONCE, Results.FUTURE)) {
				for (Body body : List.of(Body.CALLS_ITSELF_THROUGH_THE_PROXY, Body.CALLS_LOOKUP_OF_SAME_KEY,
						Body.EVICTS_ITS_OWN_KEY, Body.PUTS_ITS_OWN_KEY, Body.CLEARS_ITS_CACHE)) {
					add(MethodShape.with(annotation).doing(body).returning(results));
				}
			}
			add(MethodShape.with(annotation).taking(Parameters.INT).doing(Body.RECURSES_OVER_KEYS));
		}
		for (Body body : List.of(Body.EVICTS_ITS_OWN_KEY, Body.PUTS_ITS_OWN_KEY, Body.CLEARS_ITS_CACHE)) {
			add(MethodShape.with(evict("one")).doing(body).over(Seeds.VALUES));
			add(MethodShape.with(evict("one").beforeInvocation()).doing(body).over(Seeds.VALUES));
		}
	}

	private void refusals() {
		add(MethodShape.with(cacheable("")).standingAlone());
		add(MethodShape.with(cacheable("one").key("#id").keyGenerator("describingKeyGenerator")).standingAlone());
		add(MethodShape.with(put("one").key("#id").keyGenerator("describingKeyGenerator")).standingAlone());
		add(MethodShape.with(cacheable("one").cacheManager("cacheManager").cacheResolver("twoCacheResolver"))
			.standingAlone());
		add(MethodShape.with(evict("one").cacheManager("cacheManager").cacheResolver("twoCacheResolver"))
			.standingAlone());
	}

	/**
	 * Combinations that nobody thought of, the same ones each time.
	 */
	private void random() {
		Random random = new Random(42);
		for (int count = 0; count < 400; count++) {
			AnnotationSpec annotation = randomOperation(random);
			if (random.nextInt(3) == 0) {
				AnnotationSpec second = randomOperation(random);
				annotation = (annotation.type() != second.type() || random.nextBoolean()) ? caching(annotation, second)
						: annotation;
			}
			Placement placement = pick(random, List.of(Placement.values()));
			MethodShape shape = MethodShape.with(annotation).on(placement).over(pick(random, List.of(Seeds.values())));
			if (!placement.isGeneric()) {
				shape = shape.taking(pick(random, SINGLE_PARAMETERS))
					.returning(pick(random, List.of(Results.values())));
			}
			add(shape);
		}
	}

	private AnnotationSpec randomOperation(Random random) {
		AnnotationSpec annotation = pick(random, List.of(cacheable("one"), cacheable("one"), cacheable("one", "two"),
				cacheable("two").sync(), put("one"), put("two"), evict("one"), evict("two")));
		List<UnaryOperator<AnnotationSpec>> keys = List.of((given) -> given, (given) -> given,
				(given) -> given.key("#id"), (given) -> given.key("#p0"), (given) -> given.key(pick(random, KEYS)),
				(given) -> given.keyGenerator("describingKeyGenerator"));
		annotation = pick(random, keys).apply(annotation);
		if (random.nextInt(3) == 0) {
			annotation = annotation.condition(pick(random, CONDITIONS));
		}
		if (annotation.type() == evict().type()) {
			annotation = random.nextBoolean() ? annotation.beforeInvocation() : annotation;
			annotation = (random.nextInt(3) == 0) ? annotation.allEntries() : annotation;
		}
		else if (random.nextInt(3) == 0 && !annotation.attributes().containsKey("sync")) {
			annotation = annotation.unless(pick(random, CONDITIONS));
		}
		return annotation;
	}

	private static <T> T pick(Random random, List<T> choices) {
		return choices.get(random.nextInt(choices.size()));
	}

}
