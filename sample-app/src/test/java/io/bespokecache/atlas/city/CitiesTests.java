package io.bespokecache.atlas.city;

import io.bespokecache.atlas.web.NotFoundException;
import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:cities")
class CitiesTests {

	private static final long ZURICH = 2657896;

	private static final Point POINT = new Point(47.4, 8.5);

	@Autowired
	private Cities cities;

	@Autowired
	private BespokeCacheManager cacheManager;

	@BeforeEach
	void clear() {
		this.cacheManager.resetCaches();
	}

	@Test
	void aCityIsReadFromTheDatabaseOnce() {
		CacheStatistics before = statistics("city-by-id");
		assertThat(this.cities.byId(ZURICH)).isEqualTo(this.cities.byId(ZURICH));
		CacheStatistics after = statistics("city-by-id");
		assertThat(after.misses() - before.misses()).isEqualTo(1);
		assertThat(after.hits() - before.hits()).isEqualTo(1);
	}

	@Test
	void aCityThatDoesNotExistIsNotCached() {
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.cities.byId(-1));
		assertThat(cache("city-by-id").getStore().size()).isZero();
	}

	@Test
	void theNearestCitiesAreComputedOnce() {
		CacheStatistics before = statistics("nearest-cities");
		assertThat(this.cities.nearest(POINT)).hasSize(Cities.NEAREST).isEqualTo(this.cities.nearest(POINT));
		assertThat(statistics("nearest-cities").loads() - before.loads()).isEqualTo(1);
	}

	@Test
	void aCorrectionIsCachedAndForgetsTheListsThatShowTheOldValue() {
		long population = this.cities.byId(ZURICH).population();
		this.cities.nearest(POINT);
		assertThat(this.cities.correctPopulation(ZURICH, population + 1).population()).isEqualTo(population + 1);
		assertThat(this.cities.byId(ZURICH).population()).isEqualTo(population + 1);
		assertThat(cache("nearest-cities").getStore().size()).isZero();
		this.cities.correctPopulation(ZURICH, population);
	}

	private CacheStatistics statistics(String name) {
		return cache(name).getStore().statistics();
	}

	private BespokeCache cache(String name) {
		BespokeCache cache = this.cacheManager.getCache(name);
		assertThat(cache).isNotNull();
		return cache;
	}

}
