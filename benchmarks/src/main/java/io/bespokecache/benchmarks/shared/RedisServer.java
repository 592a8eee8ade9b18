package io.bespokecache.benchmarks.shared;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;

/**
 * The {@code redis-server} on the path, in a process of its own on a free port.
 */
final class RedisServer implements AutoCloseable {

	private static final int ATTEMPTS = 200;

	final int port;

	private final Process process;

	RedisServer() {
		try {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				this.port = socket.getLocalPort();
			}
			this.process = new ProcessBuilder("redis-server", "--port", String.valueOf(this.port), "--bind",
					"127.0.0.1", "--save", "", "--appendonly", "no")
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			awaitAnswer();
		}
		catch (IOException ex) {
			throw new IllegalStateException("There is no redis-server on the path", ex);
		}
	}

	private void awaitAnswer() {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + this.port);
		try {
			for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
				try {
					client.connect().sync().ping();
					return;
				}
				catch (RedisConnectionException ex) {
					TimeUnit.MILLISECONDS.sleep(20);
				}
			}
			throw new IllegalStateException("Redis does not answer");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		finally {
			client.shutdown(0, 1, TimeUnit.SECONDS);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
