package io.bespokecache.benchmarks.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Which keys were asked for, in order. Immutable.
 */
final class Trace {

	private static final String SUFFIX = ".trace.gz";

	private static final String COLUMNS = "# columns: ";

	private final String name;

	private final long[] keys;

	/**
	 * Makes a trace.
	 * @param name its name
	 * @param keys the keys, which the trace keeps
	 */
	Trace(String name, long... keys) {
		this.name = name;
		this.keys = keys;
	}

	/**
	 * Reads all traces of a directory: files named {@code *.trace.gz}, with a header of
	 * lines that begin with {@code #}, of which one names the columns.
	 * @param directory the directory
	 * @return the traces by name; none if there is no such directory
	 */
	static List<Trace> readAll(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(directory)) {
			List<Path> traces = files.filter((file) -> file.getFileName().toString().endsWith(SUFFIX))
				.sorted()
				.toList();
			return traces.stream().map(Trace::read).toList();
		}
	}

	private static Trace read(Path file) {
		LongStream.Builder keys = LongStream.builder();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
			int column = 0;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith(COLUMNS)) {
					column = keyColumn(line);
				}
				else if (!line.startsWith("#")) {
					keys.add(Long.parseLong(line.split(",", -1)[column]));
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			throw new IllegalArgumentException(file + " is no trace: " + ex.getMessage(), ex);
		}
		String name = file.getFileName().toString();
		return new Trace(name.substring(0, name.length() - SUFFIX.length()), keys.build().toArray());
	}

	private static int keyColumn(String header) {
		String[] columns = header.substring(COLUMNS.length()).split(" ", -1)[0].split(",", -1);
		int column = Arrays.asList(columns).indexOf("key");
		if (column < 0) {
			throw new IllegalArgumentException("it has no column 'key'");
		}
		return column;
	}

	String name() {
		return this.name;
	}

	/** Number of accesses. */
	int length() {
		return this.keys.length;
	}

	/** Key of an access. */
	long key(int access) {
		return this.keys[access];
	}

	/** Number of different keys. */
	int distinctKeys() {
		return (int) Arrays.stream(this.keys).distinct().count();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
