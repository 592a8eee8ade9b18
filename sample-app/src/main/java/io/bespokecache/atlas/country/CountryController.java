package io.bespokecache.atlas.country;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The countries over HTTP.
 */
@RestController
@RequestMapping("/api/countries")
class CountryController {

	private final Countries countries;

	CountryController(Countries countries) {
		this.countries = countries;
	}

	@GetMapping
	List<String> codes() {
		return this.countries.codes();
	}

	@GetMapping("/{code}")
	Country country(@PathVariable String code) {
		return this.countries.byCode(code);
	}

}
