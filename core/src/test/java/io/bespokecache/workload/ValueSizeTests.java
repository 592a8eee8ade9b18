package io.bespokecache.workload;

import java.io.IOException;
import java.io.InputStream;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * About what values take.
 */
class ValueSizeTests {

	@Test
	void whatIsFlatIsMeasuredNearlyAsItIs() {
		for (Object value : List.of("Bern", "x".repeat(10_000), new byte[5_000], new long[100],
				new City("Bern", 3, 4L))) {
			double bytes = GraphLayout.parseInstance(value).totalSize();
			assertThat((double) ValueSize.of(value).total()).as(value.getClass().getName())
				.isCloseTo(bytes, within(16 + bytes / 10));
		}
	}

	@Test
	void elementsOfACollectionStandForAllOfThem() {
		List<City> cities = IntStream.range(0, 1_000).mapToObj((id) -> new City("city" + id, id, id)).toList();
		double bytes = GraphLayout.parseInstance(cities).totalSize();
		assertThat((double) ValueSize.of(cities).total()).isCloseTo(bytes, within(bytes / 2));
		assertThat((double) ValueSize.of(cities.toArray()).total()).isCloseTo(bytes, within(bytes / 2));
	}

	@Test
	void aMapOfMapsAndARingComeToAnEnd() {
		Object[] ring = new Object[1];
		ring[0] = ring;
		assertThat(ValueSize.of(ring).total()).isPositive();
		assertThat(ValueSize.of(Map.of("one", Map.of("two", Map.of("three", new byte[1_000])))).total())
			.isGreaterThan(1_000);
	}

	@Test
	void aCollectionThatIsNotOfTheJdkIsNotIteratedNotEvenInAWrapper() {
		List<Object> lazy = new AbstractList<>() {

			@Override
			public Object get(int index) {
				throw new AssertionError("loaded");
			}

			@Override
			public int size() {
				return 1;
			}

		};
		assertThat(ValueSize.of(lazy).total()).isPositive();
		assertThat(ValueSize.of(Collections.unmodifiableList(lazy)).total()).isPositive();
	}

	@Test
	void aClassWithAFieldOfAMissingClassHasNoFieldsAndFailsNobody() throws Exception {
		ClassLoader loader = new ClassLoader(null) {

			@Override
			protected Class<?> findClass(String name) throws ClassNotFoundException {
				if (name.equals(WithOptional.class.getName())) {
					byte[] code = code(name);
					return defineClass(name, code, 0, code.length);
				}
				throw new ClassNotFoundException(name);
			}

		};
		Object value = loader.loadClass(WithOptional.class.getName()).getDeclaredConstructor().newInstance();
		assertThat(ValueSize.of(value).total()).isEqualTo(16);
	}

	@Test
	void valuesNestedDeeplyAreOfUnknownSize() {
		Object nested = List.of();
		for (int depth = 0; depth < 100_000; depth++) {
			nested = new ArrayList<>(Collections.singletonList(nested));
		}
		assertThat(ValueSize.of(nested)).isNotNull();
	}

	@Test
	void theLargestSingleArrayIsToldFromAllThatAValueTakes() {
		List<byte[]> many = IntStream.range(0, 10_000).mapToObj((id) -> new byte[1_000]).toList();
		assertThat(ValueSize.of(many).total()).isGreaterThan(5_000_000);
		assertThat(ValueSize.of(many).largestArray()).isLessThan(100_000);
		assertThat(ValueSize.of(new Object[] { new byte[1 << 20] }).largestArray()).isEqualTo((1 << 20) + 16);
	}

	private static byte[] code(String name) throws ClassNotFoundException {
		try (InputStream in = ValueSizeTests.class.getClassLoader()
			.getResourceAsStream(name.replace('.', '/') + ".class")) {
			return Objects.requireNonNull(in).readAllBytes();
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

	public static class WithOptional {

		@Nullable Optional optional;

		public WithOptional() {
		}

	}

	static class Optional {

	}

	/** No record: of those the true size is not found out. */
	@SuppressWarnings({ "unused", "UnusedVariable" }) // what is measured
	private static final class City {

		private final String name;

		private final int population;

		private final long area;

		City(String name, int population, long area) {
			this.name = name;
			this.population = population;
			this.area = area;
		}

	}

}
