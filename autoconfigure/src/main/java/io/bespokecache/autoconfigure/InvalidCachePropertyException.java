package io.bespokecache.autoconfigure;

import java.io.Serial;

/**
 * A property of ours was refused: it names the property by its full path, its value, what
 * is wrong, and what to write instead.
 */
final class InvalidCachePropertyException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String property;

	private final String value;

	private final String problem;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property full path of the property
	 * @param value the value
	 * @param problem what is wrong, to be read after the value; no full stop
	 * @param remedy what to write instead; a sentence
	 */
	InvalidCachePropertyException(String property, Object value, String problem, String remedy) {
		super("Property '" + property + "' (" + value + ") " + problem + ". " + remedy);
		this.property = property;
		this.value = value.toString();
		this.problem = problem;
		this.remedy = remedy;
	}

	String property() {
		return this.property;
	}

	String value() {
		return this.value;
	}

	String problem() {
		return this.problem;
	}

	String remedy() {
		return this.remedy;
	}

}
