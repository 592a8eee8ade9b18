package io.bespokecache.atlas.city;

import java.util.List;

import io.bespokecache.atlas.web.NotFoundException;
import io.bespokecache.atlas.web.TimedLookUp;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

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

	private final TimedLookUp timed;

	CityController(Cities cities, TimedLookUp timed) {
		this.cities = cities;
		this.timed = timed;
	}

	@GetMapping("/{id}")
	ResponseEntity<City> city(@PathVariable long id) {
		return this.timed.answer("city-by-id", id, "database",
				() -> this.cities.byId(id).orElseThrow(() -> new NotFoundException("There is no city " + id + ".")));
	}

	@GetMapping(params = "name")
	List<City> search(@RequestParam @Size(min = 1, max = 100, message = "must have 1 to 100 characters") String name) {
		return this.cities.startingWith(name);
	}

	@GetMapping("/nearest")
	ResponseEntity<List<NearbyCity>> nearest(@RequestParam @Min(-90) @Max(90) double latitude,
			@RequestParam @Min(-180) @Max(180) double longitude) {
		Point point = new Point(latitude, longitude);
		return this.timed.answer("nearest-cities", point, "database", () -> this.cities.nearest(point));
	}

	@PutMapping("/{id}/population")
	City correctPopulation(@PathVariable long id, @RequestParam @PositiveOrZero long value) {
		return this.cities.correctPopulation(id, value);
	}

}
