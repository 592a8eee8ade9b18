package io.bespokecache.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.util.FileSystemUtils;

/**
 * A Redis server in a process of its own, on a free port of this machine. The executable
 * is the {@code redis-server} on the path, or else one of version 6 that a library
 * brings.
 */
public final class RedisProcess implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static @Nullable File executable;

	private final int port;

	private final Path directory;

	private final List<String> arguments;

	private Process process;

	private RedisProcess(int port, Path directory, List<String> arguments) throws IOException {
		this.port = port;
		this.directory = directory;
		this.arguments = arguments;
		this.process = launch();
	}

	/**
	 * Starts a server.
	 * @param arguments further arguments, such as {@code --maxmemory 1mb}
	 * @return the server; it answers
	 */
	public static RedisProcess start(String... arguments) {
		try {
			RedisProcess server = new RedisProcess(freePort(), Files.createTempDirectory("redis"), List.of(arguments));
			server.awaitAnswer();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a Sentinel.
	 * @param configuration what it is to watch over; it writes into the file
	 * @return the Sentinel; it answers
	 */
	public static RedisProcess startSentinel(Path configuration) {
		try {
			RedisProcess sentinel = new RedisProcess(freePort(), Files.createTempDirectory("sentinel"),
					List.of(configuration.toString(), "--sentinel"));
			sentinel.awaitAnswer();
			return sentinel;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether a server can have channels of shards, and so be a useful node of a cluster.
	 */
	public static boolean hasShardedChannels() {
		try {
			Process version = new ProcessBuilder(executable().getPath(), "--version").redirectErrorStream(true).start();
			String text = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return !text.contains("v=6.") && !text.contains("v=5.");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static synchronized File executable() throws IOException {
		File found = executable;
		if (found == null) {
			found = onPath();
			if (found == null) {
				found = ExecutableProvider.newJarResourceProvider().get();
			}
			executable = found;
		}
		return found;
	}

	private static @Nullable File onPath() {
		String path = System.getenv("PATH");
		for (String directory : ((path != null) ? path : "").split(File.pathSeparator, -1)) {
			File file = new File(directory, "redis-server");
			if (file.canExecute()) {
				return file;
			}
		}
		return null;
	}

	/**
	 * Below the ports that systems hand out, and with room for that of the cluster's bus.
	 */
	private static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(12_000, 30_000);
			if (isFree(port) && isFree(port + 10_000)) {
				return port;
			}
		}
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Process launch() throws IOException {
		List<String> command = new ArrayList<>(List.of(executable().getPath()));
		if (this.arguments.contains("--sentinel")) {
			command.addAll(this.arguments);
		}
		command
			.addAll(List.of("--port", String.valueOf(this.port), "--bind", HOST, "--dir", this.directory.toString()));
		if (!this.arguments.contains("--sentinel")) {
			command.addAll(List.of("--save", "", "--appendonly", "no"));
			command.addAll(this.arguments);
		}
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("log").toFile()))
			.start();
	}

	private void awaitAnswer() {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::answers);
	}

	private boolean answers() throws IOException {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("redis-server ended:\n" + Files.readString(this.directory.resolve("log")));
		}
		try {
			String answer = command("PING");
			return answer.equals("PONG") || answer.contains("NOAUTH") || answer.contains("NOPERM");
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	/** Port that the server listens to, from now on or after it was started again. */
	public int port() {
		return this.port;
	}

	/** Host that the server listens on. */
	public String host() {
		return HOST;
	}

	/** What an application connects by. */
	public DataRedisConnectionDetails details() {
		return details(null, null);
	}

	/**
	 * What an application connects by.
	 * @param username name of the user, if any
	 * @param password the user's password, if any
	 * @return the details
	 */
	public DataRedisConnectionDetails details(@Nullable String username, @Nullable String password) {
		return new DataRedisConnectionDetails() {

			@Override
			public @Nullable String getUsername() {
				return username;
			}

			@Override
			public @Nullable String getPassword() {
				return password;
			}

			@Override
			public Standalone getStandalone() {
				return Standalone.of(HOST, RedisProcess.this.port);
			}

		};
	}

	/** Ends the server at once; it stores nothing. */
	public void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/** Lets the server end in an orderly way. */
	public void stop() {
		this.process.destroy();
		awaitEnd();
	}

	private void awaitEnd() {
		try {
			if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("redis-server does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Stores what the server holds, for when it is started again. */
	public void save() {
		command("SAVE");
	}

	/** Starts the server again, with what was stored. */
	public void startAgain() {
		try {
			this.process = launch();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitAnswer();
	}

	/** Starts the server again, without what was stored. */
	public void startAgainEmpty() {
		try {
			Files.deleteIfExists(this.directory.resolve("dump.rdb"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		startAgain();
	}

	/** Halts the server: its connections stay, and nothing is answered. */
	public void pause() {
		signal("STOP");
	}

	/** Lets a halted server go on. */
	public void resume() {
		signal("CONT");
	}

	private void signal(String name) {
		try {
			int status = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill -" + name + " failed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Executes a command over a connection of its own.
	 * @param parts the command and its arguments
	 * @return the answer; the parts of one that has several are in lines
	 */
	public String command(String... parts) {
		byte[][] bytes = new byte[parts.length][];
		for (int i = 0; i < parts.length; i++) {
			bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
		}
		return command(bytes);
	}

	/**
	 * Executes a command over a connection of its own.
	 * @param parts the command and its arguments
	 * @return the answer; the parts of one that has several are in lines
	 */
	public String command(byte[]... parts) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			socket.setSoTimeout((int) PATIENCE.toMillis());
			ByteArrayOutputStream request = new ByteArrayOutputStream();
			request.writeBytes(ascii("*" + parts.length + "\r\n"));
			for (byte[] part : parts) {
				request.writeBytes(ascii("$" + part.length + "\r\n"));
				request.writeBytes(part);
				request.writeBytes(ascii("\r\n"));
			}
			socket.getOutputStream().write(request.toByteArray());
			return answer(new BufferedInputStream(socket.getInputStream()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String answer(InputStream input) throws IOException {
		String line = line(input);
		String rest = line.substring(1);
		return switch (line.charAt(0)) {
			case '$' -> text(input, Integer.parseInt(rest));
			case '*' -> {
				List<String> answers = new ArrayList<>();
				for (int i = Integer.parseInt(rest); i > 0; i--) {
					answers.add(answer(input));
				}
				yield String.join("\n", answers);
			}
			default -> rest;
		};
	}

	private static String text(InputStream input, int length) throws IOException {
		if (length < 0) {
			return "";
		}
		String text = new String(input.readNBytes(length), StandardCharsets.ISO_8859_1);
		line(input);
		return text;
	}

	private static String line(InputStream input) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int octet = input.read(); octet != '\r'; octet = input.read()) {
			if (octet < 0) {
				throw new EOFException();
			}
			line.append((char) octet);
		}
		input.read();
		return line.toString();
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public void close() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "Redis at %s:%d", HOST, this.port);
	}

}
