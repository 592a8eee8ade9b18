package io.bespokecache.workload;

import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
			assertThat((double) ValueSize.of(value)).as(value.getClass().getName())
				.isCloseTo(bytes, within(16 + bytes / 10));
		}
	}

	@Test
	void elementsOfACollectionStandForAllOfThem() {
		List<City> cities = IntStream.range(0, 1_000).mapToObj((id) -> new City("city" + id, id, id)).toList();
		double bytes = GraphLayout.parseInstance(cities).totalSize();
		assertThat((double) ValueSize.of(cities)).isCloseTo(bytes, within(bytes / 2));
		assertThat((double) ValueSize.of(cities.toArray())).isCloseTo(bytes, within(bytes / 2));
	}

	@Test
	void aMapOfMapsAndARingComeToAnEnd() {
		Object[] ring = new Object[1];
		ring[0] = ring;
		assertThat(ValueSize.of(ring)).isPositive();
		assertThat(ValueSize.of(Map.of("one", Map.of("two", Map.of("three", new byte[1_000]))))).isGreaterThan(1_000);
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
		assertThat(ValueSize.of(lazy)).isPositive();
		assertThat(ValueSize.of(Collections.unmodifiableList(lazy))).isPositive();
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
