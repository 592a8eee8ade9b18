package io.bespokecache.atlas.visit;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Visits over HTTP.
 */
@RestController
@RequestMapping("/api/cities/{id}/visits")
class VisitController {

	private final Visits visits;

	VisitController(Visits visits) {
		this.visits = visits;
	}

	@GetMapping
	long visits(@PathVariable long id) {
		return this.visits.of(id);
	}

	@PostMapping
	long visit(@PathVariable long id) {
		return this.visits.add(id);
	}

}
