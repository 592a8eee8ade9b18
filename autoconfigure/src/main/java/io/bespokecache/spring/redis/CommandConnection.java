package io.bespokecache.spring.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one server that operations are sent over.
 */
final class CommandConnection extends KeptConnection<StatefulRedisConnection<byte[], byte[]>> {

	private final RedisAddress.Kind kind;

	private final Owner owner;

	/** What {@link #prepare} has heard. */
	private @Nullable ServerInfo server;

	private volatile @Nullable Ready current;

	CommandConnection(RedisClientThreads threads, List<RedisURI> candidates, RedisAddress.Kind kind, Owner owner) {
		super(threads, candidates);
		this.kind = kind;
		this.owner = owner;
	}

	/**
	 * The connection as it is now. May be called in any thread.
	 * @return the connection; {@code null} if there is none
	 */
	@Nullable Ready current() {
		return this.current;
	}

	@Override
	CompletionStage<StatefulRedisConnection<byte[], byte[]>> open(RedisURI uri) {
		return threads().client().connectAsync(ByteArrayCodec.INSTANCE, uri);
	}

	/**
	 * Lets the server load the scripts, so that each operation is executed when its turn
	 * comes. A server that refuses that may still take them one by one.
	 */
	@Override
	CompletionStage<?> prepare(StatefulRedisConnection<byte[], byte[]> connection) {
		Collection<RedisCommand<byte[], byte[], ?>> loads = new ArrayList<>();
		for (Script script : Script.values()) {
			loads.add(EncodedCommand.of(CommandType.SCRIPT, new StatusOutput<>(ByteArrayCodec.INSTANCE), "LOAD",
					script.source()));
		}
		connection.dispatch(loads);
		return ServerInfo.ask(connection, this.kind).thenAccept((info) -> this.server = info);
	}

	@Override
	void ready(StatefulRedisConnection<byte[], byte[]> connection) {
		ServerInfo server = this.server;
		if (server == null) {
			throw new IllegalStateException("Not prepared");
		}
		this.current = new Ready(connection, server.run());
		this.owner.commandsReady();
	}

	@Override
	void lost(Throwable reason) {
		this.current = null;
		this.owner.commandsLost(reason);
	}

	/**
	 * Gives the present connection up.
	 */
	void drop(Ready ready, Throwable reason) {
		drop(ready.connection, reason);
	}

	@Override
	void abandon() {
		super.abandon();
		this.current = null;
	}

	/**
	 * Sends commands, after all that were sent before, and in one piece. The loop does
	 * it: there they are written one after the other and flushed together, where Lettuce
	 * would hand each of them to the loop by itself. Nor do those that the loop sends
	 * pass by those that it has still to write.
	 */
	void send(Ready ready, Collection<RedisCommand<byte[], byte[], ?>> commands) {
		try {
			threads().loop().execute(() -> ready.connection.dispatch(commands));
		}
		catch (RejectedExecutionException ex) {
			// The loop has ended.
			commands.forEach((command) -> command.completeExceptionally(ex));
		}
	}

	static RedisException notConnected() {
		return new RedisException("Redis is not connected");
	}

	/**
	 * A connection that is in use.
	 *
	 * @param connection the connection
	 * @param run number of the run of the server that it leads to
	 */
	record Ready(StatefulRedisConnection<byte[], byte[]> connection, String run) {

	}

	/**
	 * Hears of the connection.
	 */
	interface Owner {

		void commandsReady();

		void commandsLost(Throwable reason);

	}

}
