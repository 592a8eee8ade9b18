package io.bespokecache.atlas.visit;

import java.util.stream.IntStream;

import io.bespokecache.atlas.web.NotFoundException;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:cities")
class VisitsTests {

	private static final long ZURICH = 2657896;

	private static final long OSAKA = 1853909;

	private static final long NAIROBI = 184745;

	@Autowired
	private Visits visits;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private BespokeCacheManager cacheManager;

	@Test
	void aVisitIsSeenByTheNextRead() {
		long before = this.visits.of(ZURICH);
		assertThat(this.visits.add(ZURICH)).isEqualTo(before + 1);
		assertThat(this.visits.of(ZURICH)).isEqualTo(before + 1);
	}

	@Test
	void noVisitOfManyAtOnceIsLost() {
		long before = this.visits.of(OSAKA);
		IntStream.range(0, 200).parallel().forEach((visit) -> this.visits.add(OSAKA));
		assertThat(this.jdbc.sql("select visits from city_visits where city_id = :id")
			.param("id", OSAKA)
			.query(Long.class)
			.single()).isEqualTo(before + 200);
	}

	@Test
	void aCityThatDoesNotExistHasNoVisitsAndTakesNoRoom() {
		long size = store().size();
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.visits.of(-1));
		assertThat(store().size()).isEqualTo(size);
	}

	@Test
	void aVisitedCityIsReadFromTheCache() {
		this.visits.add(ZURICH);
		long misses = store().statistics().misses();
		this.visits.of(ZURICH);
		assertThat(store().statistics().misses()).isEqualTo(misses);
	}

	@Test
	void aCityThatNobodyVisitedHasNone() {
		assertThat(this.visits.of(NAIROBI)).isZero();
	}

	@Test
	void aCityThatDoesNotExistCannotBeVisited() {
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.visits.add(-1));
	}

	private LocalCache<Object, Object> store() {
		BespokeCache cache = this.cacheManager.getCache("visits");
		assertThat(cache).isNotNull();
		return cache.getStore();
	}

}
