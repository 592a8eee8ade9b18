package io.bespokecache.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Options of a main class, each a name and a value.
 */
public final class CommandLine {

	private final Map<String, String> options = new LinkedHashMap<>();

	/**
	 * Reads options.
	 * @param args what was given, for example {@code --runs 10}
	 * @param known the names that there are
	 * @throws IllegalArgumentException if a name is not known or has no value
	 */
	public CommandLine(String[] args, String... known) {
		for (int i = 0; i < args.length; i += 2) {
			if (!List.of(known).contains(args[i])) {
				throw new IllegalArgumentException(
						"There is no option '" + args[i] + "'; there are " + String.join(", ", known));
			}
			if (i + 1 == args.length) {
				throw new IllegalArgumentException("Option '" + args[i] + "' has no value");
			}
			this.options.put(args[i], args[i + 1]);
		}
	}

	/**
	 * A whole number.
	 * @param name name of the option
	 * @param fallback the number if it is not given
	 * @return the number
	 */
	public int number(String name, int fallback) {
		return Integer.parseInt(text(name, String.valueOf(fallback)));
	}

	/**
	 * Any text.
	 * @param name name of the option
	 * @param fallback the text if it is not given
	 * @return the text
	 */
	public String text(String name, String fallback) {
		return this.options.getOrDefault(name, fallback);
	}

	/**
	 * The results so far, in the file of {@code --results} if it is given.
	 */
	public ResultsFile results() {
		String file = this.options.get("--results");
		return new ResultsFile((file != null) ? Path.of(file) : null, Machine.describe());
	}

	/**
	 * The time of {@code --minutes}, or far more than any run takes.
	 */
	public Duration limit() {
		return Duration.ofMinutes(number("--minutes", RoundRobin.FOREVER_MINUTES));
	}

	List<Implementation> implementations(String name, Implementation... fallback) {
		String text = this.options.get(name);
		return (text == null) ? List.of(fallback)
				: Arrays.stream(text.split(",", -1)).map(Implementation::valueOf).toList();
	}

}
