package io.bespokecache.atlas.cluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import redis.embedded.core.ExecutableProvider;

/**
 * A Redis on a free port of this machine, that only this machine can reach. It stores
 * nothing.
 */
final class RedisServer implements AutoCloseable {

	static final String HOST = "127.0.0.1";

	private static final String READY = "Ready to accept connections";

	private final int port;

	private final Process process;

	private RedisServer(int port, Process process) {
		this.port = port;
		this.process = process;
	}

	static RedisServer start(Path directory) throws IOException {
		File executable = ExecutableProvider.newJarResourceProvider().get();
		int port = freePort();
		Process process = new ProcessBuilder(executable.getPath(), "--port", String.valueOf(port), "--bind", HOST,
				"--dir", directory.toString(), "--save", "", "--appendonly", "no")
			.redirectErrorStream(true)
			.start();
		RedisServer server = new RedisServer(port, process);
		try {
			server.awaitReady();
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			throw ex;
		}
		return server;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void awaitReady() throws IOException {
		BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8);
		StringBuilder log = new StringBuilder();
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			if (line.contains(READY)) {
				drain(lines);
				return;
			}
			log.append(System.lineSeparator()).append(line);
		}
		throw new IllegalStateException("Redis has ended, and said:" + log);
	}

	/**
	 * Reads on, for a process whose output is not read stops when the pipe is full.
	 */
	private static void drain(BufferedReader lines) {
		Thread reader = new Thread(() -> lines.lines().forEach((line) -> {
		}), "redis-log");
		reader.setDaemon(true);
		reader.setUncaughtExceptionHandler((thread, closed) -> {
		});
		reader.start();
	}

	int port() {
		return this.port;
	}

	ProcessHandle handle() {
		return this.process.toHandle();
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}
