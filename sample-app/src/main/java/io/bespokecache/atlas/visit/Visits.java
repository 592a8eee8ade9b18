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
	 * Number of visits to a city. A count that is read while a visit is added is not
	 * cached over the newer one.
	 * @param cityId GeoNames id
	 * @return the number, 0 if nobody came
	 * @throws NotFoundException if there is no such city, so that only as many keys as
	 * cities stay in an unbounded cache
	 */
	@Cacheable(cacheNames = "visits", sync = true)
	public long of(long cityId) {
		return this.jdbc.sql("""
				select coalesce(city_visits.visits, 0)
				from city left join city_visits on city_visits.city_id = city.id
				where city.id = :id
				""")
			.param("id", cityId)
			.query(Long.class)
			.optional()
			.orElseThrow(() -> new NotFoundException("There is no city " + cityId + "."));
	}

	/**
	 * Counts a visit. None is lost; of two at the same moment either may be cached last,
	 * so a cached count can be short of the other until the next visit.
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
