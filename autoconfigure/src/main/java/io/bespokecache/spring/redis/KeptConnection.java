package io.bespokecache.spring.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is replaced by a new one whenever it is lost, until it is closed.
 * What is sent over one never reaches the next. Methods are called in the loop unless
 * they say otherwise.
 *
 * @param <C> the type of connections
 */
abstract class KeptConnection<C extends StatefulRedisConnection<byte[], byte[]>> {

	private static final Log logger = LogFactory.getLog(RedisSharedStore.class);

	/** Pause after the first attempt to connect; each further one is twice as long. */
	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

	/**
	 * How long a server may be silent. One that has been stopped, or that is behind a
	 * network that swallows packets, is found out by that only.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final RedisClientThreads threads;

	private final List<RedisURI> candidates;

	private @Nullable C connection;

	private boolean ready;

	private boolean closed;

	/** Which of the candidates is next. */
	private int turn;

	private RedisURI lastTried;

	/** Attempts since a connection was last ready. */
	private int attempts;

	KeptConnection(RedisClientThreads threads, List<RedisURI> candidates) {
		this.threads = threads;
		this.candidates = candidates;
		this.lastTried = candidates.get(0);
	}

	/** Begins to connect. */
	abstract CompletionStage<C> open(RedisURI uri);

	/**
	 * Does what has to be done before the connection is used.
	 * @return completes when it can be used, and fails if it never will
	 */
	abstract CompletionStage<?> prepare(C connection);

	/** The connection can be used from now on. */
	abstract void ready(C connection);

	/** A connection that could be used is lost. */
	abstract void lost(Throwable reason);

	final RedisClientThreads threads() {
		return this.threads;
	}

	final RedisURI lastTried() {
		return this.lastTried;
	}

	final boolean isReady() {
		return this.ready;
	}

	final boolean isCurrent(C connection) {
		return this.connection == connection;
	}

	final void connect() {
		if (this.closed) {
			return;
		}
		RedisURI uri = this.candidates.get(Math.floorMod(this.turn, this.candidates.size()));
		this.lastTried = uri;
		this.turn++;
		this.attempts++;
		attempt(uri).whenCompleteAsync((connection, failure) -> {
			if (failure != null) {
				retry(failure);
			}
			else {
				opened(connection);
			}
		}, this.threads.loop());
	}

	private CompletionStage<C> attempt(RedisURI uri) {
		try {
			return open(uri);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void opened(C connection) {
		if (this.closed) {
			end(connection);
			return;
		}
		this.connection = connection;
		connection.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
				KeptConnection.this.threads
					.execute(() -> drop(connection, new RedisConnectionException("The connection is lost")));
			}

		});
		if (!connection.isOpen()) {
			drop(connection, new RedisConnectionException("The connection is lost"));
			return;
		}
		watch(connection);
		prepare(connection).whenCompleteAsync((done, failure) -> {
			if (!isCurrent(connection)) {
				return;
			}
			if (failure != null) {
				drop(connection, failure);
			}
			else {
				this.attempts = 0;
				this.ready = true;
				ready(connection);
			}
		}, this.threads.loop());
	}

	private void watch(C connection) {
		RedisAsyncCommands<byte[], byte[]> commands = connection.async();
		CompletableFuture<String> answer = commands.ping().toCompletableFuture();
		this.threads.later(() -> {
			if (!isCurrent(connection)) {
				return;
			}
			if (answer.isDone()) {
				watch(connection);
			}
			else {
				drop(connection, new RedisConnectionException(
						"The server has been silent for " + PATIENCE.toSeconds() + " seconds"));
			}
		}, PATIENCE);
	}

	/**
	 * Gives up a connection, if that has not been done, and makes another.
	 */
	final void drop(C connection, Throwable reason) {
		if (!isCurrent(connection)) {
			return;
		}
		boolean wasReady = this.ready;
		this.connection = null;
		this.ready = false;
		end(connection);
		if (wasReady) {
			lost(unwrap(reason));
		}
		retry(reason);
	}

	/**
	 * Goes on to the next of the candidates.
	 */
	final void rotate() {
		C connection = this.connection;
		if (connection != null && this.ready) {
			this.connection = null;
			this.ready = false;
			end(connection);
			connect();
		}
	}

	private void retry(Throwable failure) {
		if (this.closed) {
			return;
		}
		if (this.threads.isWarningDue()) {
			logger.warn("Redis cannot be used for now; connecting again until it can: " + unwrap(failure));
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("Redis cannot be used for now", failure);
		}
		long pause = SHORTEST_PAUSE.toMillis() << Math.min(this.attempts, 10);
		this.threads.later(this::connect, Duration.ofMillis(Math.min(pause, LONGEST_PAUSE.toMillis())));
	}

	/**
	 * Ends the connection for good. Says nothing of its loss.
	 */
	final void close() {
		C connection = this.connection;
		abandon();
		if (connection != null) {
			end(connection);
		}
	}

	/**
	 * Makes no other connection. The present one is ended by the client's end.
	 */
	void abandon() {
		this.closed = true;
		this.connection = null;
		this.ready = false;
	}

	private static void end(StatefulRedisConnection<?, ?> connection) {
		CompletableFuture<Void> unused = connection.closeAsync();
	}

	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

}
