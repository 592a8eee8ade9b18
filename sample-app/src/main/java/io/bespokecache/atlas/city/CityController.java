package io.bespokecache.atlas.city;

import java.util.List;
import java.util.Locale;

import io.bespokecache.spring.BespokeCacheManager;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

import org.springframework.cache.Cache;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The cities over HTTP.
 */
@RestController
@RequestMapping("/api/cities")
class CityController {

	private final Cities cities;

	private final BespokeCacheManager cacheManager;

	CityController(Cities cities, BespokeCacheManager cacheManager) {
		this.cities = cities;
		this.cacheManager = cacheManager;
	}

	/**
	 * A city, with the time that the look-up took and whether the cache had it.
	 */
	@GetMapping("/{id}")
	ResponseEntity<City> city(@PathVariable long id) {
		boolean cached = isCached(id);
		long start = System.nanoTime();
		City city = this.cities.byId(id);
		double millis = (System.nanoTime() - start) / 1e6;
		return ResponseEntity.ok()
			.header("Server-Timing", String.format(Locale.ROOT, "%s;dur=%.4f", cached ? "cache" : "database", millis))
			.body(city);
	}

	/**
	 * Looks at the map itself, so that showing a hit does not count as one.
	 */
	private boolean isCached(long id) {
		Cache cache = this.cacheManager.getCache("city-by-id");
		return cache != null && cache.getNativeCache() instanceof java.util.Map<?, ?> map && map.containsKey(id);
	}

	@GetMapping(params = "name")
	List<City> search(@RequestParam @Size(min = 1, max = 100) String name) {
		return this.cities.startingWith(name);
	}

	@GetMapping("/nearest")
	List<NearbyCity> nearest(@RequestParam @Min(-90) @Max(90) double latitude,
			@RequestParam @Min(-180) @Max(180) double longitude) {
		return this.cities.nearest(new Point(latitude, longitude));
	}

	@PutMapping("/{id}/population")
	City correctPopulation(@PathVariable long id, @RequestParam @PositiveOrZero long value) {
		return this.cities.correctPopulation(id, value);
	}

}
