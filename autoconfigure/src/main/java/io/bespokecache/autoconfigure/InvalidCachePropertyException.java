package io.bespokecache.autoconfigure;

import java.io.Serial;

/**
 * A property of ours was refused: it names the property by its full path, its value, what
 * is wrong, and what to write instead.
 */
final class InvalidCachePropertyException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial") // an exception that ends the start is never serialized
	private final ConfiguredProperty property;

	private final String problem;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property the property, as far as it is known
	 * @param problem what is wrong, to be read after the property; no full stop
	 * @param remedy what to write instead; a sentence
	 */
	InvalidCachePropertyException(ConfiguredProperty property, String problem, String remedy) {
		super(property + " " + problem + ". " + remedy);
		this.property = property;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Creates the exception.
	 * @param property full path of the property
	 * @param value the value
	 * @param problem what is wrong, to be read after the property; no full stop
	 * @param remedy what to write instead; a sentence
	 */
	InvalidCachePropertyException(String property, Object value, String problem, String remedy) {
		this(new ConfiguredProperty(property, value, null), problem, remedy);
	}

	ConfiguredProperty property() {
		return this.property;
	}

	String problem() {
		return this.problem;
	}

	String remedy() {
		return this.remedy;
	}

}
