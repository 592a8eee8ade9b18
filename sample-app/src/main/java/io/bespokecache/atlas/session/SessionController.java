package io.bespokecache.atlas.session;

import java.util.UUID;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sessions over HTTP.
 */
@RestController
@RequestMapping("/api/sessions")
class SessionController {

	private final Sessions sessions;

	SessionController(Sessions sessions) {
		this.sessions = sessions;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Session begin(
			@RequestParam @NotBlank @Size(max = 100, message = "must have at most 100 characters") String visitor) {
		return this.sessions.begin(visitor);
	}

	@GetMapping("/{id}")
	Session session(@PathVariable UUID id) {
		return this.sessions.byId(id);
	}

	@PutMapping("/{id}/city/{cityId}")
	Session lookAt(@PathVariable UUID id, @PathVariable long cityId) {
		return this.sessions.lookAt(id, cityId);
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void end(@PathVariable UUID id) {
		this.sessions.end(id);
	}

}
