package io.bespokecache.atlas.city;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PointTests {

	@Test
	void pointsOfTheSameTenthOfADegreeAreEqual() {
		assertThat(new Point(47.36, 8.54)).isEqualTo(new Point(47.44, 8.46));
		assertThat(new Point(47.36, 8.54)).isNotEqualTo(new Point(47.46, 8.54));
	}

	@Test
	void theDistanceIsThatOfTheGreatCircle() {
		City newYork = new City(1, "New York", "US", 40.7, -74.0, 8_000_000, "America/New_York");
		assertThat(new Point(51.5, -0.1).distanceTo(newYork)).isCloseTo(5_570, Offset.offset(20.0));
	}

	@Test
	void theDistanceAcrossTheDateLineIsTheShortWay() {
		City west = new City(1, "West", "FJ", 0, -179.9, 1, "Pacific/Fiji");
		assertThat(new Point(0, 179.9).distanceTo(west)).isCloseTo(22.2, Offset.offset(0.1));
	}

}
