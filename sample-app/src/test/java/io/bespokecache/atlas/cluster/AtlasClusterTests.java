package io.bespokecache.atlas.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The command that starts Atlas as two nodes.
 */
class AtlasClusterTests {

	private static final Duration A_MINUTE = Duration.ofMinutes(1);

	private @Nullable Process command;

	@AfterEach
	void end() {
		if (this.command != null) {
			this.command.destroy();
		}
	}

	/** All that the command starts has it somewhere in its command line. */
	@TempDir
	private Path directory;

	@Test
	void nothingIsLeftWhenTheCommandIsKilled() throws IOException {
		FreePorts ports = FreePorts.find();
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djava.io.tmpdir=" + this.directory, AtlasCluster.class.getName(), String.valueOf(ports.one()),
				String.valueOf(ports.two()))
			.redirectErrorStream(true);
		builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
		Process process = builder.start();
		this.command = process;
		awaitLine(process, "Atlas runs on http://localhost:" + ports.one());
		List<ProcessHandle> nodesAndRedis = process.children().toList();
		assertThat(nodesAndRedis).hasSize(3);
		assertThat(processesInDirectory()).as("Redis and PostgreSQL").hasSizeGreaterThanOrEqualTo(2);
		process.destroyForcibly();
		await().atMost(A_MINUTE).until(() -> nodesAndRedis.stream().noneMatch(ProcessHandle::isAlive));
		await().atMost(A_MINUTE).untilAsserted(() -> assertThat(processesInDirectory()).isEmpty());
	}

	private List<String> processesInDirectory() {
		return ProcessHandle.allProcesses()
			.map((process) -> process.info().commandLine().orElse(""))
			.filter((line) -> line.contains(this.directory.toString()) && !line.contains("java.io.tmpdir"))
			.toList();
	}

	@Test
	void onePortIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> AtlasCluster.main(new String[] { "8080" }))
			.withMessageContaining("Give two ports");
	}

	private static void awaitLine(Process process, String start) throws IOException {
		StringBuilder output = new StringBuilder();
		BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			if (line.startsWith(start)) {
				return;
			}
			output.append(line).append('\n');
		}
		throw new AssertionError("The command has ended:\n" + output);
	}

}
