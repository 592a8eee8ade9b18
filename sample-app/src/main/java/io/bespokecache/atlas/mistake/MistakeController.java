package io.bespokecache.atlas.mistake;

import java.util.List;

import io.bespokecache.atlas.web.NotFoundException;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Mistakes to make and to stop over HTTP.
 */
@RestController
@RequestMapping("/api/mistakes")
class MistakeController {

	private final Mistakes mistakes;

	MistakeController(Mistakes mistakes) {
		this.mistakes = mistakes;
	}

	@GetMapping
	List<Mistakes.State> states() {
		return this.mistakes.states();
	}

	@PutMapping("/{id}")
	List<Mistakes.State> start(@PathVariable String id) {
		this.mistakes.start(require(id));
		return this.mistakes.states();
	}

	@DeleteMapping("/{id}")
	List<Mistakes.State> stop(@PathVariable String id) {
		this.mistakes.stop(require(id));
		return this.mistakes.states();
	}

	private static Mistake require(String id) {
		return Mistake.of(id).orElseThrow(() -> new NotFoundException("There is no mistake '" + id + "'."));
	}

}
