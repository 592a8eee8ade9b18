package io.bespokecache.atlas.city;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:cities")
class CitiesTests {

	private static final long ZURICH = 2657896;

	private static final Point POINT = new Point(47.4, 8.5);

	@Autowired
	private Cities cities;

	@Autowired
	private BespokeCacheManager cacheManager;

	@Autowired
	private TransactionTemplate transactions;

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
	void thatACityDoesNotExistIsReadFromTheDatabaseOnce() {
		CacheStatistics before = statistics("city-by-id");
		assertThat(this.cities.byId(-1)).isEmpty();
		assertThat(this.cities.byId(-1)).isEmpty();
		assertThat(statistics("city-by-id").misses() - before.misses()).isEqualTo(1);
	}

	@Test
	void theNearestCitiesAreComputedOnce() {
		CacheStatistics before = statistics("nearest-cities");
		assertThat(this.cities.nearest(POINT)).hasSize(Cities.NEAREST).isEqualTo(this.cities.nearest(POINT));
		assertThat(statistics("nearest-cities").loads() - before.loads()).isEqualTo(1);
	}

	@Test
	void aCorrectionIsCachedAndForgetsTheListsThatShowTheOldValue() {
		long population = population();
		this.cities.nearest(POINT);
		assertThat(this.cities.correctPopulation(ZURICH, population + 1).population()).isEqualTo(population + 1);
		assertThat(population()).isEqualTo(population + 1);
		assertThat(cache("nearest-cities").getStore().size()).isZero();
		this.cities.correctPopulation(ZURICH, population);
	}

	@Test
	void aCorrectionThatIsRolledBackIsNeitherCachedNorForgetsAnything() {
		long population = population();
		this.cities.nearest(POINT);
		this.transactions.executeWithoutResult((transaction) -> {
			this.cities.correctPopulation(ZURICH, population + 1);
			assertThat(population()).as("inside the transaction").isEqualTo(population + 1);
			transaction.setRollbackOnly();
		});
		assertThat(population()).isEqualTo(population);
		assertThat(cache("nearest-cities").getStore().size()).isEqualTo(1);
	}

	private long population() {
		return this.cities.byId(ZURICH).orElseThrow().population();
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
