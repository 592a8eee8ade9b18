package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bespokecache.spring.interceptor.MethodShape.ProxyMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cached methods of every shape behave under our auto-configuration as they do under
 * Spring's own caching over maps: results, exceptions, keys, contents of all caches, and
 * calls in their order.
 */
class SameAsStockTests {

	private static final List<GeneratedType> TYPES = ShapeFamily.generate();

	private static final CachingStack STOCK = CachingStack.stock(TYPES, null);

	@AfterAll
	static void close() {
		STOCK.close();
	}

	@TestFactory
	Stream<DynamicTest> whereTheStarterEnablesCaching() {
		return compare(null, SameAsStockTests::isTheSame, (configuration) -> CachingStack.ours(TYPES, configuration));
	}

	@TestFactory
	Stream<DynamicTest> whereTheApplicationEnablesCaching() {
		return compare(null, SameAsStockTests::isSampledAndTheSame,
				(configuration) -> CachingStack.ours(TYPES, CachingStack.EnabledByTheApplication.class));
	}

	@TestFactory
	Stream<DynamicTest> withoutABound() {
		return compare(null, SameAsStockTests::isSampledAndTheSame, (configuration) -> CachingStack.ours(TYPES,
				configuration, "bespoke.cache.defaults.unbounded=true", "bespoke.cache.defaults.strategy=sharded"));
	}

	@TestFactory
	Stream<DynamicTest> withAnErrorHandlerThatGoesOn() {
		return compare(Configurers.TolerantErrorHandling.class,
				(shape) -> ShapeFamily.isSampled(shape)
						&& !DeliberateDifference.isIn(shape, EnumSet.of(DeliberateDifference.SPARES_THE_CALLER)),
				(configuration) -> CachingStack.ours(TYPES, configuration));
	}

	@TestFactory
	Stream<DynamicTest> withAKeyGeneratorOfTheApplication() {
		return compare(Configurers.OwnKeyGenerator.class, SameAsStockTests::isSampledAndTheSame,
				(configuration) -> CachingStack.ours(TYPES, configuration));
	}

	@TestFactory
	Stream<DynamicTest> withACacheResolverOfTheApplication() {
		return compare(Configurers.OwnCacheResolver.class, SameAsStockTests::isSampledAndTheSame,
				(configuration) -> CachingStack.ours(TYPES, configuration));
	}

	@Test
	void theFamilyHasManyShapes() {
		Set<String> descriptions = shapes().map(MethodShape::toString).collect(Collectors.toSet());
		assertThat(descriptions).hasSizeGreaterThan(300).hasSize((int) shapes().count());
		assertThat(shapes().filter(DeliberateDifference::isIn).count()).as("shapes that are not compared")
			.isLessThan(descriptions.size() / 20);
	}

	/**
	 * What is not compared would otherwise hide shapes that are the same, or become so.
	 */
	@Test
	void whatDiffersOnPurposeDiffers() {
		List<String> same = new ArrayList<>();
		try (CachingStack ours = CachingStack.ours(TYPES, null)) {
			for (GeneratedType type : TYPES) {
				type.shapes()
					.stream()
					.filter(DeliberateDifference::isIn)
					.filter((shape) -> shape.proxyModes()
						.stream()
						.allMatch((mode) -> isSame(STOCK, ours, type, shape, mode)))
					.forEach((shape) -> same.add(shape.toString()));
			}
		}
		assertThat(same).isEmpty();
	}

	private static boolean isSame(CachingStack stock, CachingStack ours, GeneratedType type, MethodShape shape,
			ProxyMode mode) {
		return ours.run(type, shape, mode).text().equals(stock.run(type, shape, mode).text());
	}

	/**
	 * The comparison would be blind if classes of the family could not be proxied.
	 */
	@Test
	void onlyContradictoryAnnotationsAreRefused() {
		for (GeneratedType type : TYPES) {
			MethodShape shape = type.shapes().get(0);
			for (ProxyMode mode : shape.proxyModes()) {
				Transcript transcript = STOCK.run(type, shape, mode);
				assertThat(transcript.isRefused()).as("%s: %s", shape, transcript.text()).isEqualTo(shape.alone());
			}
		}
	}

	/**
	 * The comparison would be blind if it found two different stacks the same.
	 */
	@Test
	void aDifferenceIsSeen() {
		GeneratedType type = TYPES.stream()
			.filter((candidate) -> candidate.shapes().stream().anyMatch(SameAsStockTests::hasDefaultKey))
			.findFirst()
			.orElseThrow();
		MethodShape shape = type.shapes().stream().filter(SameAsStockTests::hasDefaultKey).findFirst().orElseThrow();
		try (CachingStack other = CachingStack.stock(TYPES, Configurers.OwnKeyGenerator.class)) {
			assertThat(other.run(type, shape, ProxyMode.CLASS).text())
				.isNotEqualTo(STOCK.run(type, shape, ProxyMode.CLASS).text());
		}
	}

	private static boolean hasDefaultKey(MethodShape shape) {
		return shape.annotations().equals(List.of(AnnotationSpec.cacheable("one")));
	}

	private static Stream<MethodShape> shapes() {
		return TYPES.stream().flatMap((type) -> type.shapes().stream());
	}

	private static boolean isTheSame(MethodShape shape) {
		return !DeliberateDifference.isIn(shape);
	}

	private static boolean isSampledAndTheSame(MethodShape shape) {
		return ShapeFamily.isSampled(shape) && isTheSame(shape);
	}

	private static Stream<DynamicTest> compare(@Nullable Class<?> configuration, Predicate<MethodShape> selection,
			Function<@Nullable Class<?>, CachingStack> ours) {
		CachingStack stock = (configuration != null) ? CachingStack.stock(TYPES, configuration) : STOCK;
		CachingStack other = ours.apply(configuration);
		return TYPES.stream()
			.flatMap((type) -> type.shapes()
				.stream()
				.filter(selection)
				.map((shape) -> DynamicTest.dynamicTest(shape.methodName() + " " + shape,
						() -> compare(stock, other, type, shape))))
			.onClose(other::close)
			.onClose(() -> closeUnlessShared(stock));
	}

	private static void closeUnlessShared(CachingStack stock) {
		if (stock != STOCK) {
			stock.close();
		}
	}

	private static void compare(CachingStack stock, CachingStack ours, GeneratedType type, MethodShape shape) {
		for (ProxyMode mode : shape.proxyModes()) {
			Transcript expected = stock.run(type, shape, mode);
			Transcript actual = ours.run(type, shape, mode);
			assertThat(KnownDifference.inOurs(shape, actual.text())).as("%s, proxy: %s", shape, mode)
				.isEqualTo(KnownDifference.inStock(shape, expected.text()));
			for (int step = 0; step < expected.contents().size(); step++) {
				assertEqualKeys(actual.contents().get(step), expected.contents().get(step));
			}
		}
	}

	/**
	 * Keys of equal text and class may yet be unequal.
	 */
	private static void assertEqualKeys(Map<String, List<Entry<Object, Object>>> actual,
			Map<String, List<Entry<Object, Object>>> expected) {
		assertThat(actual.keySet()).isEqualTo(expected.keySet());
		expected
			.forEach((cache, entries) -> assertThat(keys(actual.getOrDefault(cache, List.of()))).as("keys of %s", cache)
				.isEqualTo(keys(entries)));
	}

	private static Set<Object> keys(List<Entry<Object, Object>> entries) {
		return entries.stream()
			.map(Entry::getKey)
			.filter((key) -> Rendering.isValue(key) && !(key instanceof Subjects.FailingOnce))
			.collect(Collectors.toSet());
	}

}
