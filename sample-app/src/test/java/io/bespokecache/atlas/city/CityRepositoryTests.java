package io.bespokecache.atlas.city;

import java.time.ZoneId;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The repository on the embedded database, and, in a subclass, on PostgreSQL.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:repository")
class CityRepositoryTests {

	private static final long ZURICH = 2657896;

	@Autowired
	private CityRepository repository;

	@Autowired
	private JdbcClient jdbc;

	@Test
	void everyCityOfTheDataIsImported() {
		assertThat(this.jdbc.sql("select count(*) from city").query(Long.class).single()).isEqualTo(30_674);
	}

	@Test
	void everyCityIsPlausible() {
		List<City> cities = this.jdbc.sql("select * from city").query(City.class).list();
		assertThat(cities).allSatisfy((city) -> {
			assertThat(city.name()).isNotBlank();
			assertThat(city.country()).matches("[A-Z]{2}");
			assertThat(city.latitude()).isBetween(-90.0, 90.0);
			assertThat(city.longitude()).isBetween(-180.0, 180.0);
			assertThat(city.population()).isGreaterThanOrEqualTo(10_000);
			assertThat(ZoneId.getAvailableZoneIds()).contains(city.zone());
		});
	}

	@Test
	void aKnownCityStandsWhereItIs() {
		assertThat(this.repository.findById(ZURICH)).hasValueSatisfying((city) -> {
			assertThat(city.name()).isEqualTo("Zürich");
			assertThat(city.country()).isEqualTo("CH");
			assertThat(city.latitude()).isCloseTo(47.37, Offset.offset(0.01));
			assertThat(city.longitude()).isCloseTo(8.55, Offset.offset(0.01));
			assertThat(city.zone()).isEqualTo("Europe/Zurich");
		});
	}

	@Test
	void aNameWithACommaIsReadWhole() {
		assertThat(this.repository.findByNamePrefix("Washington, D", 1)).singleElement()
			.extracting(City::name)
			.isEqualTo("Washington, D.C.");
	}

	@Test
	void anUnknownIdFindsNothing() {
		assertThat(this.repository.findById(-1)).isEmpty();
	}

	@Test
	void aPrefixFindsTheLargestCityFirstWhateverItsCase() {
		assertThat(this.repository.findByNamePrefix("lOnDon", 5)).first()
			.satisfies((city) -> assertThat(city.country()).isEqualTo("GB"));
	}

	@Test
	void wildcardsInAPrefixAreTakenAsTheyStand() {
		assertThat(this.repository.findByNamePrefix("%", 5)).isEmpty();
		assertThat(this.repository.findByNamePrefix("_", 5)).isEmpty();
	}

	@Test
	void theNearestCitiesComeInTheOrderOfTheirDistance() {
		Point point = new Point(47.4, 8.5);
		List<City> nearest = this.repository.findNearest(point, 20);
		assertThat(nearest).hasSize(20).extracting(City::name).contains("Zürich");
		assertThat(nearest).isSortedAccordingTo((a, b) -> Double.compare(point.distanceTo(a), point.distanceTo(b)));
	}

	@Test
	void theNearestCitiesAreFoundAcrossTheDateLine() {
		assertThat(this.repository.findNearest(new Point(-16.8, -179.9), 10)).extracting(City::country).contains("FJ");
	}

	@Test
	void theZonesOfACountryAreThoseOfItsCities() {
		assertThat(this.repository.findZones("CH")).containsExactly("Europe/Zurich");
		assertThat(this.repository.findZones("US")).contains("America/New_York", "America/Los_Angeles");
	}

	@Test
	void theIdsComeByPopulation() {
		List<Long> ids = this.repository.findIdsByPopulation();
		assertThat(ids).hasSize(30_674).doesNotHaveDuplicates();
		assertThat(this.repository.findById(ids.get(0)).orElseThrow().population()).isGreaterThan(15_000_000);
	}

}
