package io.bespokecache.spring.redis;

import java.util.concurrent.CompletableFuture;

import io.bespokecache.shared.Shard;
import org.jspecify.annotations.Nullable;

/**
 * The servers that hold the shards. Methods may be called in any thread.
 */
interface RedisTopology extends AutoCloseable {

	/** Begins to connect. */
	void start();

	/**
	 * The connection to the server of a shard.
	 * @return the connection; {@code null} if it is not known which server that is
	 */
	@Nullable CommandConnection commandsOf(Shard shard);

	/** The channel that a shard is announced in. */
	byte[] channelOf(Shard shard);

	/** Command that announces. */
	byte[] publish();

	/** Listens to a cache from now on. */
	void subscribe(String cache);

	/** Waits for the announcements that are under way. */
	CompletableFuture<?> barrier();

	/**
	 * A server refused a command. It may not be the one that it was.
	 * @param connection the connection
	 * @param ready what the command was sent over
	 * @param failure the refusal
	 */
	void refused(CommandConnection connection, CommandConnection.Ready ready, Throwable failure);

	/** Makes no other connections. */
	@Override
	void close();

}
