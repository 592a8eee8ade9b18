package io.bespokecache.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What measures.
 */
public final class Machine {

	private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

	private Machine() {
	}

	/**
	 * Processors and JVM, for example
	 * {@code AMD EPYC, 2 processors; OpenJDK 64-Bit Server VM 17.0.15+6}.
	 */
	public static String describe() {
		return String.format(Locale.ROOT, "%s, %d processors; %s %s", processor(),
				Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.name"), Runtime.version());
	}

	private static String processor() {
		try {
			return Files.readAllLines(PROCESSORS)
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

}
