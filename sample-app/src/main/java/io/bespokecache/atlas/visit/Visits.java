package io.bespokecache.atlas.visit;

import io.bespokecache.atlas.web.NotFoundException;

import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * How often each city was visited.
 */
@Service
public class Visits {

	private final JdbcClient jdbc;

	Visits(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Number of visits to a city.
	 * @param cityId GeoNames id
	 * @return the number, 0 if nobody came
	 */
	@Cacheable("visits")
	public long of(long cityId) {
		return this.jdbc.sql("select visits from city_visits where city_id = :id")
			.param("id", cityId)
			.query(Long.class)
			.optional()
			.orElse(0L);
	}

	/**
	 * Counts a visit.
	 * @param cityId GeoNames id
	 * @return the number of visits with this one
	 * @throws NotFoundException if there is no such city
	 */
	@CachePut("visits")
	public long add(long cityId) {
		if (update(cityId) == 0 && !insert(cityId)) {
			update(cityId);
		}
		return this.jdbc.sql("select visits from city_visits where city_id = :id")
			.param("id", cityId)
			.query(Long.class)
			.optional()
			.orElseThrow(() -> new NotFoundException("There is no city " + cityId + "."));
	}

	private int update(long cityId) {
		return this.jdbc.sql("update city_visits set visits = visits + 1 where city_id = :id")
			.param("id", cityId)
			.update();
	}

	/**
	 * Inserts the first visit, unless another thread has just done so.
	 */
	private boolean insert(long cityId) {
		try {
			return this.jdbc.sql("insert into city_visits (city_id, visits) values (:id, 1)")
				.param("id", cityId)
				.update() == 1;
		}
		catch (DataIntegrityViolationException ex) {
			return false;
		}
	}

}
