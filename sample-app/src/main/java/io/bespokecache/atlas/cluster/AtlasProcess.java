package io.bespokecache.atlas.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One node of Atlas, in a process of its own. What it prints is printed here, behind its
 * name.
 */
final class AtlasProcess implements AutoCloseable {

	private static final Duration LONGEST_START = Duration.ofMinutes(5);

	private static final Duration LONGEST_END = Duration.ofSeconds(20);

	private static final Duration PAUSE = Duration.ofMillis(200);

	private final String name;

	private final int port;

	private final Process process;

	private AtlasProcess(String name, int port, Process process) {
		this.name = name;
		this.port = port;
		this.process = process;
	}

	/**
	 * Starts a node.
	 * @param name name of the node
	 * @param port port that it listens to
	 * @param arguments what else it is told
	 * @param servers what it is to end if this process is no more
	 */
	static AtlasProcess start(String name, int port, List<String> arguments, List<ProcessHandle> servers)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m", "-Xshare:auto",
						"-XX:TieredStopAtLevel=1", AtlasNode.class.getName(), "--server.port=" + port,
						"--atlas.cluster.self=" + name));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		// Too long for a command line of Windows.
		builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
		Process process = builder.start();
		AtlasProcess node = new AtlasProcess(name, port, process);
		Thread printer = new Thread(node::print, "atlas-" + name);
		printer.setDaemon(true);
		printer.start();
		node.tell(servers);
		return node;
	}

	private void print() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				System.out.println(this.name + " | " + line);
			}
		}
		catch (IOException ex) {
			System.out.println(this.name + " | cannot be heard: " + ex);
		}
	}

	/**
	 * Names the servers to a node; the stream stays open for as long as this process
	 * lives.
	 */
	@SuppressWarnings("resource") // closed by the end of this process, and meant to be
	private void tell(List<ProcessHandle> servers) {
		PrintStream output = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		servers.forEach((server) -> output.println(server.pid()));
	}

	/**
	 * Waits until the node serves.
	 */
	void awaitAnswer() {
		HttpClient client = HttpClient.newBuilder().connectTimeout(PAUSE).build();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/actuator/health"))
			.timeout(LONGEST_END)
			.build();
		long deadline = System.nanoTime() + LONGEST_START.toNanos();
		while (!answers(client, request)) {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("node " + this.name + " has ended, and its output says why");
			}
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("node " + this.name + " does not answer");
			}
		}
	}

	private boolean answers(HttpClient client, HttpRequest request) {
		try {
			// Its own node, not whoever else listens to the port.
			return !this.process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
					&& client.send(request, BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted before node " + this.name + " answered", ex);
		}
	}

	String name() {
		return this.name;
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	/**
	 * Lets the node end, and does not wait for it. The process itself would close its
	 * standard input as well, and the node take that for the end of this one.
	 */
	void end() {
		handle().destroy();
	}

	@Override
	public void close() {
		end();
		try {
			if (this.process.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

}
