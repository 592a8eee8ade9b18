package io.bespokecache.atlas.city;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The cities in the database.
 */
@Repository
public class CityRepository {

	private final JdbcClient jdbc;

	CityRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Optional<City> findById(long id) {
		return this.jdbc.sql("select * from city where id = :id").param("id", id).query(City.class).optional();
	}

	List<City> findByNamePrefix(String prefix, int limit) {
		String pattern = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
		return this.jdbc
			.sql("select * from city where lower(name) like lower(:pattern) order by population desc, id limit :limit")
			.param("pattern", pattern)
			.param("limit", limit)
			.query(City.class)
			.list();
	}

	/**
	 * Cities in the order of their great-circle distance: the haversine of the angle
	 * grows with it.
	 */
	List<City> findNearest(Point point, int limit) {
		return this.jdbc.sql("""
				select * from city
				order by power(sin(radians(latitude - :latitude) / 2), 2)
				  + cos(radians(:latitude)) * cos(radians(latitude))
				  * power(sin(radians(longitude - :longitude) / 2), 2), id
				limit :limit
				""")
			.param("latitude", point.latitude())
			.param("longitude", point.longitude())
			.param("limit", limit)
			.query(City.class)
			.list();
	}

	/**
	 * Ids of all cities, the largest first.
	 * @return the ids
	 */
	public List<Long> findIdsByPopulation() {
		return this.jdbc.sql("select id from city order by population desc, id").query(Long.class).list();
	}

	/**
	 * Time zones of the cities of every country that has one of these cities.
	 * @return the ids of the zones, in alphabetical order, by ISO 3166 code
	 */
	public Map<String, List<String>> findZonesByCountry() {
		Map<String, List<String>> zones = new TreeMap<>();
		RowCallbackHandler collect = (row) -> zones
			.computeIfAbsent(row.getString("country"), (country) -> new ArrayList<>())
			.add(row.getString("zone"));
		this.jdbc.sql("select distinct country, zone from city order by zone").query(collect);
		return zones;
	}

	/**
	 * Time zones of the cities of a country.
	 * @param country ISO 3166 code
	 * @return the ids of the zones, in alphabetical order
	 */
	public List<String> findZones(String country) {
		return this.jdbc.sql("select distinct zone from city where country = :country order by zone")
			.param("country", country)
			.query(String.class)
			.list();
	}

	boolean updatePopulation(long id, long population) {
		return this.jdbc.sql("update city set population = :population where id = :id")
			.param("population", population)
			.param("id", id)
			.update() == 1;
	}

}
