package io.bespokecache.atlas.rate;

import java.io.Serial;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * The source of exchange rates did not answer.
 */
final class RateUnavailableException extends ErrorResponseException {

	@Serial
	private static final long serialVersionUID = 1L;

	RateUnavailableException(String currency, Throwable cause) {
		super(HttpStatus.SERVICE_UNAVAILABLE, ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"The rate of " + currency + " is not cached, and its source does not answer."), cause);
	}

}
