package io.bespokecache.spring.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.shared.Shard;
import io.bespokecache.shared.SharedStore.Listener;
import io.bespokecache.spring.redis.AnnouncementConnection.Subscription;
import io.lettuce.core.RedisReadOnlyException;

/**
 * One server, or the one of several that is the master.
 */
final class SingleServerTopology implements RedisTopology, RedisServer.Owner {

	private static final byte[] PUBLISH = "PUBLISH".getBytes(StandardCharsets.US_ASCII);

	private final RedisClientThreads threads;

	private final RedisKeys keys;

	private final RedisAddress.Kind kind;

	private final Listener listener;

	private final RedisServer server;

	/** Subscriptions that the loop has not yet heard of. */
	private final AtomicInteger subscribing = new AtomicInteger();

	SingleServerTopology(RedisClientThreads threads, RedisAddress address, RedisKeys keys, Listener listener) {
		this.threads = threads;
		this.keys = keys;
		this.kind = address.kind();
		this.listener = listener;
		this.server = new RedisServer(threads, address.candidates(), address.kind(), this);
	}

	@Override
	public void start() {
		this.threads.execute(this.server::connect);
	}

	@Override
	public CommandConnection commandsOf(Shard shard) {
		return this.server.commands();
	}

	@Override
	public byte[] channelOf(Shard shard) {
		return this.keys.channel(shard.cache());
	}

	@Override
	public byte[] publish() {
		return PUBLISH;
	}

	@Override
	public void subscribe(String cache) {
		Subscription subscription = new Subscription(this.keys.channel(cache), cache, -1);
		this.subscribing.incrementAndGet();
		this.threads.execute(() -> {
			this.subscribing.decrementAndGet();
			this.server.subscribe(List.of(subscription));
		});
	}

	@Override
	public CompletableFuture<?> barrier() {
		return this.server.announcements().barrier();
	}

	/** A master that was made a replica need not have ended the connection. */
	@Override
	public void refused(CommandConnection connection, CommandConnection.Ready ready, Throwable failure) {
		if (this.kind == RedisAddress.Kind.MASTER && failure instanceof RedisReadOnlyException) {
			this.threads.execute(() -> connection.drop(ready, failure));
		}
	}

	@Override
	public void close() {
		this.threads.execute(this.server::abandon);
	}

	@Override
	public void connected() {
		this.listener.connected();
	}

	@Override
	public void disconnected(Throwable reason) {
		this.listener.disconnected(reason);
	}

	@Override
	public void listening() {
		if (this.subscribing.get() == 0) {
			this.listener.listening();
		}
	}

	@Override
	public void deaf(Throwable reason) {
		this.listener.deaf(reason);
	}

	@Override
	public void received(Subscription subscription, byte[] message) {
		AnnouncementReader.read(subscription, message, this.listener);
	}

}
