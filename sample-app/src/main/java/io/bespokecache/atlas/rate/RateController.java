package io.bespokecache.atlas.rate;

import io.bespokecache.atlas.web.TimedLookUp;

import org.springframework.http.ResponseEntity;
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

	private final TimedLookUp timed;

	RateController(Rates rates, RateSource source, TimedLookUp timed) {
		this.rates = rates;
		this.source = source;
		this.timed = timed;
	}

	@GetMapping("/rates/{currency}")
	ResponseEntity<QuotedRate> rate(@PathVariable String currency) {
		return this.timed.answer("rates", currency, "source", () -> {
			Rate rate = this.rates.of(currency);
			return QuotedRate.of(rate, this.timed.isStale("rates", currency));
		});
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
