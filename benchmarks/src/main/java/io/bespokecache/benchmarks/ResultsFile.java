package io.bespokecache.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What was measured, in the order in which it was, in a file that several runs append to.
 * The first line names machine and JVM, for one file holds figures that can be compared.
 * Each other line is what one JVM measured: a name, and its figures, set apart by tabs. A
 * line that was not finished is not counted.
 */
public final class ResultsFile {

	private static final String COMMENT = "# ";

	private final @Nullable Path file;

	private final Map<String, List<double[]>> figures = new LinkedHashMap<>();

	/**
	 * Opens a file, and makes it if it is not there.
	 * @param file the file; {@code null} to keep the results in memory only
	 * @param machine the machine and the JVM that measure
	 * @throws IllegalArgumentException if the file has results of another machine or JVM
	 */
	ResultsFile(@Nullable Path file, String machine) {
		this.file = file;
		if (file == null) {
			return;
		}
		try {
			Path directory = file.toAbsolutePath().getParent();
			if (directory != null) {
				Files.createDirectories(directory);
			}
			String text = Files.exists(file) ? Files.readString(file) : "";
			String whole = text.substring(0, text.lastIndexOf('\n') + 1);
			Files.writeString(file, whole.isEmpty() ? COMMENT + machine + "\n" : whole);
			read(whole, machine);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(String text, String machine) {
		for (String line : text.lines().toList()) {
			if (!line.startsWith(COMMENT)) {
				String[] parts = line.split("\t", -1);
				keep(parts[0], Arrays.stream(parts).skip(1).mapToDouble(Double::parseDouble).toArray());
			}
			else if (!line.equals(COMMENT + machine)) {
				throw new IllegalArgumentException("The results in " + this.file + " are of '"
						+ line.substring(COMMENT.length()) + "', not of '" + machine + "'; name another file");
			}
		}
	}

	void append(String name, double... figures) {
		if (this.file != null) {
			String line = name
					+ Arrays.stream(figures).mapToObj((figure) -> "\t" + figure).collect(Collectors.joining()) + "\n";
			try {
				Files.writeString(this.file, line, StandardOpenOption.APPEND);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		keep(name, figures);
	}

	private void keep(String name, double[] figures) {
		this.figures.computeIfAbsent(name, (key) -> new ArrayList<>()).add(figures);
	}

	/**
	 * What was measured under a name, oldest first: the first is that of the first round.
	 */
	public List<double[]> of(String name) {
		return this.figures.getOrDefault(name, List.of());
	}

}
