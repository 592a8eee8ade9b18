package io.bespokecache.spring.actuate;

import java.io.Serial;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * A cache was not changed. The message says why, and what to ask for instead.
 */
final class RefusedOperationException extends InvalidEndpointRequestException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** The request is wrong. */
	static final int BAD_REQUEST = 400;

	/** There is no such cache. */
	static final int NOT_FOUND = 404;

	/** The cache cannot be changed now. */
	static final int CONFLICT = 409;

	private final int status;

	private final String problem;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param status what HTTP calls it
	 * @param problem what is wrong; a sentence
	 * @param remedy what to ask for instead; a sentence
	 */
	RefusedOperationException(int status, String problem, String remedy) {
		super(problem + " " + remedy, problem);
		this.status = status;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * The request is wrong.
	 * @param problem what is wrong; a sentence
	 * @param remedy what to ask for instead; a sentence
	 */
	static RefusedOperationException of(String problem, String remedy) {
		return new RefusedOperationException(BAD_REQUEST, problem, remedy);
	}

	int status() {
		return this.status;
	}

	ProblemDescriptor descriptor() {
		return new ProblemDescriptor(this.problem, this.remedy);
	}

}
