package io.bespokecache.spring.redis.observer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A virtual machine of its own that runs {@link NodeMain}.
 */
final class Node implements AutoCloseable {

	private final int number;

	private final Path log;

	private final Process process;

	private final BufferedReader answers;

	private final Writer questions;

	/**
	 * Starts one. It is ready when {@link #awaitReady()} returns.
	 * @param number its number
	 * @param directory where it writes its log
	 * @param args what it is given, after its number
	 */
	Node(int number, Path directory, List<String> args) {
		this.number = number;
		this.log = directory.resolve("node-" + number + ".log");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms48m", "-Xmx256m",
						"-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp",
						System.getProperty("java.class.path"), NodeMain.class.getName(), String.valueOf(number)));
		command.addAll(args);
		try {
			this.process = new ProcessBuilder(command).redirectError(this.log.toFile()).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.answers = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		this.questions = new OutputStreamWriter(this.process.getOutputStream(), StandardCharsets.UTF_8);
	}

	int number() {
		return this.number;
	}

	void awaitReady() {
		answer();
	}

	/**
	 * Asks it for something.
	 * @param question what
	 * @return the lines of the answer
	 */
	synchronized List<String> ask(String question) {
		try {
			this.questions.write(question + "\n");
			this.questions.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return answer();
	}

	private List<String> answer() {
		try {
			List<String> lines = new ArrayList<>();
			for (String line = this.answers.readLine(); !".".equals(line); line = this.answers.readLine()) {
				if (line == null) {
					throw new IllegalStateException("Node " + this.number + " ended:\n" + Files.readString(this.log));
				}
				lines.add(line);
			}
			return lines;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	boolean isSettled() {
		return ask("status").get(0).equals("settled");
	}

	/** Halts it: its connections stay, and none of its threads runs. */
	void pause() {
		signal("STOP");
	}

	/** Lets it go on. */
	void resume() {
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

	/** Ends it at once. */
	void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		kill();
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
