package io.bespokecache.workload;

import java.io.Serial;
import java.time.Duration;

/**
 * A workload was refused: it names the property, its value, what is wrong, and what to
 * write instead.
 */
public final class InvalidWorkloadException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String property;

	private final String value;

	private final String problem;

	private final String remedy;

	/**
	 * Creates a refusal.
	 * @param property name of the property, without the path that leads to it
	 * @param value the value that is refused
	 * @param problem what is wrong with it: the rest of a sentence, without a full stop
	 * @param remedy what to write instead: a sentence
	 */
	public InvalidWorkloadException(String property, Object value, String problem, String remedy) {
		super(property + " (" + text(value) + ") " + problem + ". " + remedy);
		this.property = property;
		this.value = text(value);
		this.problem = problem;
		this.remedy = remedy;
	}

	private static String text(Object value) {
		return (value instanceof Duration duration) ? Durations.format(duration) : value.toString();
	}

	/**
	 * Name of the property, for example {@code read-ratio}.
	 * @return the name, without the path that leads to it
	 */
	public String property() {
		return this.property;
	}

	/**
	 * The value that was refused.
	 * @return the value as text
	 */
	public String value() {
		return this.value;
	}

	/**
	 * What is wrong with the value, to be read after it.
	 * @return the rest of a sentence, without a full stop
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to write instead.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
