package io.bespokecache.atlas.traffic;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The switch of the traffic over HTTP.
 */
@RestController
@RequestMapping("/api/traffic")
class TrafficController {

	private final Traffic traffic;

	TrafficController(Traffic traffic) {
		this.traffic = traffic;
	}

	@GetMapping
	Traffic.State state() {
		return this.traffic.state();
	}

	@PutMapping
	Traffic.State start() {
		this.traffic.start();
		return this.traffic.state();
	}

	@DeleteMapping
	Traffic.State stop() {
		this.traffic.stop();
		return this.traffic.state();
	}

}
