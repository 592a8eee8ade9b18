package io.bespokecache.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A new JVM that measures once, with a fixed heap of three gigabytes and G1, and prints
 * its figures as its last line.
 */
final class ChildJvm {

	private ChildJvm() {
	}

	/**
	 * Runs a main class.
	 * @param main the class
	 * @param options further options of the JVM
	 * @param args what the class is given
	 * @return the figures that it printed, set apart by blanks
	 * @throws IllegalStateException if it fails
	 */
	static double[] run(Class<?> main, List<String> options, Object... args) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xms3g", "-Xmx3g", "-XX:+UseG1GC", "-XX:+AlwaysPreTouch"));
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		Arrays.stream(args).map(String::valueOf).forEach(command::add);
		try {
			Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			int status = process.waitFor();
			if (status != 0) {
				throw new IllegalStateException(command + " ended with status " + status + ": " + output);
			}
			String last = output.stripTrailing().substring(output.stripTrailing().lastIndexOf('\n') + 1);
			return Arrays.stream(last.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a child", ex);
		}
	}

	/**
	 * The median of one figure over several runs.
	 * @param runs the figures of each run
	 * @param index which of them
	 */
	static double median(List<double[]> runs, int index) {
		return Figures.median(runs.stream().mapToDouble((run) -> run[index]).sorted().toArray());
	}

	/**
	 * The greatest of one figure over several runs.
	 * @param runs the figures of each run
	 * @param index which of them
	 */
	static double greatest(List<double[]> runs, int index) {
		return runs.stream().mapToDouble((run) -> run[index]).max().orElseThrow();
	}

}
