package io.bespokecache.atlas.rate;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Exchange rates, and the switch of their source, over HTTP.
 */
@RestController
@RequestMapping("/api")
class RateController {

	private final Rates rates;

	private final RateSource source;

	RateController(Rates rates, RateSource source) {
		this.rates = rates;
		this.source = source;
	}

	@GetMapping("/rates/{currency}")
	Rate rate(@PathVariable String currency) {
		return this.rates.of(currency);
	}

	@GetMapping("/rate-source")
	SourceState state() {
		return new SourceState(this.source.isRunning());
	}

	@PutMapping("/rate-source")
	SourceState start() {
		this.source.start();
		return state();
	}

	@DeleteMapping("/rate-source")
	SourceState stop() {
		this.source.stop();
		return state();
	}

	/**
	 * State of the source.
	 *
	 * @param running whether it answers
	 */
	record SourceState(boolean running) {

	}

}
