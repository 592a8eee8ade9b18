package io.bespokecache.atlas.city;

import java.util.List;
import java.util.Optional;

import io.bespokecache.atlas.web.NotFoundException;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The cities.
 */
@Service
public class Cities {

	static final int NEAREST = 8;

	private static final int FOUND = 8;

	private final CityRepository repository;

	Cities(CityRepository repository) {
		this.repository = repository;
	}

	/**
	 * A city by its id. That there is none is remembered for a while, too.
	 * @param id GeoNames id
	 * @return the city, if there is one
	 */
	@Cacheable("city-by-id")
	public Optional<City> byId(long id) {
		return this.repository.findById(id);
	}

	/**
	 * The cities nearest to a point. Of callers that ask at the same time, one computes.
	 * @param point the point
	 * @return the cities, nearest first
	 */
	@Cacheable(cacheNames = "nearest-cities", sync = true)
	public List<NearbyCity> nearest(Point point) {
		return this.repository.findNearest(point, NEAREST)
			.stream()
			.map((city) -> new NearbyCity(city, point.distanceTo(city)))
			.toList();
	}

	/**
	 * Cities whose name starts with a text, whatever its case.
	 * @param prefix the text
	 * @return the cities, largest first
	 */
	public List<City> startingWith(String prefix) {
		return this.repository.findByNamePrefix(prefix, FOUND);
	}

	/**
	 * Forgets a city, so that the next look-up reads it from the database. Other nodes
	 * forget it too, where the cache is shared.
	 * @param id GeoNames id
	 */
	@CacheEvict("city-by-id")
	public void forget(long id) {
	}

	/**
	 * Corrects the population of a city. Lists of nearest cities that show the old one
	 * are forgotten. The caches hear of it once it is committed, if it is.
	 * @param id GeoNames id
	 * @param population number of inhabitants
	 * @return the city as it is now
	 * @throws NotFoundException if there is none
	 */
	@Transactional
	@CachePut(cacheNames = "city-by-id", key = "#id")
	@CacheEvict(cacheNames = "nearest-cities", allEntries = true)
	public City correctPopulation(long id, long population) {
		if (!this.repository.updatePopulation(id, population)) {
			throw new NotFoundException("There is no city " + id + ".");
		}
		return this.repository.findById(id).orElseThrow();
	}

}
