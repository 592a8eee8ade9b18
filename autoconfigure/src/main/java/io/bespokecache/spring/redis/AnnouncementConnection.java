package io.bespokecache.spring.redis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one server that announcements come over.
 */
final class AnnouncementConnection extends KeptConnection<StatefulRedisPubSubConnection<byte[], byte[]>> {

	private final RedisAddress.Kind kind;

	private final Owner owner;

	/** All that is to be listened to. */
	private final Map<ByteBuffer, Subscription> subscriptions = new ConcurrentHashMap<>();

	/** What the present connection has been asked to listen to. */
	private final Set<ByteBuffer> asked = new HashSet<>();

	private @Nullable ServerInfo server;

	private boolean listening;

	/** Requests to listen to more that have not been answered. */
	private int unanswered;

	private volatile @Nullable StatefulRedisPubSubConnection<byte[], byte[]> current;

	AnnouncementConnection(RedisClientThreads threads, List<RedisURI> candidates, RedisAddress.Kind kind, Owner owner) {
		super(threads, candidates);
		this.kind = kind;
		this.owner = owner;
	}

	@Override
	CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> open(RedisURI uri) {
		return threads().client().connectPubSubAsync(ByteArrayCodec.INSTANCE, uri);
	}

	@Override
	CompletionStage<?> prepare(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
		this.asked.clear();
		this.unanswered = 0;
		connection.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(byte[] channel, byte[] message) {
				received(channel, message);
			}

			@Override
			public void smessage(byte[] channel, byte[] message) {
				received(channel, message);
			}

			/** The server does so when the channel's slot moves to another. */
			@Override
			public void sunsubscribed(byte[] channel, long count) {
				drop(connection, new RedisException("The server has ended a subscription"));
			}

			private void received(byte[] channel, byte[] message) {
				Subscription subscription = AnnouncementConnection.this.subscriptions.get(ByteBuffer.wrap(channel));
				if (subscription != null && isCurrent(connection)) {
					AnnouncementConnection.this.owner.received(subscription, message);
				}
			}

		});
		return ServerInfo.ask(connection, this.kind).thenCompose((info) -> {
			this.server = info;
			return subscribeAll(connection);
		});
	}

	/**
	 * Goes on until nothing is left: more may be wanted meanwhile.
	 */
	private CompletionStage<?> subscribeAll(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
		List<CompletableFuture<?>> answers = new ArrayList<>();
		this.subscriptions.forEach((channel, subscription) -> {
			if (this.asked.add(channel)) {
				answers.add(subscribe(connection, subscription.channel()));
			}
		});
		if (answers.isEmpty()) {
			return CompletableFuture.completedFuture(null);
		}
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
			.thenComposeAsync((done) -> subscribeAll(connection), threads().loop());
	}

	private CompletableFuture<Void> subscribe(StatefulRedisPubSubConnection<byte[], byte[]> connection,
			byte[] channel) {
		RedisPubSubAsyncCommands<byte[], byte[]> commands = connection.async();
		return ((this.kind == RedisAddress.Kind.CLUSTER) ? commands.ssubscribe(channel) : commands.subscribe(channel))
			.toCompletableFuture();
	}

	@Override
	void ready(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
		this.current = connection;
		listen(connection);
	}

	private void listen(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
		this.unanswered++;
		subscribeAll(connection).whenComplete((done, failure) -> {
			if (!isCurrent(connection)) {
				return;
			}
			this.unanswered--;
			if (failure != null) {
				drop(connection, failure);
			}
			else if (this.unanswered == 0) {
				this.listening = true;
				this.owner.announcementsReady();
			}
		});
	}

	@Override
	void lost(Throwable reason) {
		this.current = null;
		this.listening = false;
		this.owner.announcementsLost(reason);
	}

	@Override
	void abandon() {
		super.abandon();
		this.current = null;
		this.listening = false;
	}

	/**
	 * Listens to more channels, and says so once it does.
	 */
	void subscribe(List<Subscription> further) {
		further
			.forEach((subscription) -> this.subscriptions.put(ByteBuffer.wrap(subscription.channel()), subscription));
		StatefulRedisPubSubConnection<byte[], byte[]> connection = this.current;
		if (connection != null) {
			listen(connection);
		}
	}

	/** Whether all that was asked for is listened to. */
	boolean isListening() {
		return this.listening && this.unanswered == 0;
	}

	/** Number of the run of the server that the present connection leads to. */
	@Nullable String run() {
		ServerInfo server = this.server;
		return (this.current != null && server != null) ? server.run() : null;
	}

	/**
	 * Gives the present connection up if it leads to another run of a server.
	 */
	void dropUnlessTo(String run) {
		StatefulRedisPubSubConnection<byte[], byte[]> connection = this.current;
		String present = run();
		if (connection != null && present != null && !present.equals(run)) {
			drop(connection, new RedisException("The server is not the one that operations are sent to"));
		}
	}

	/**
	 * Waits for announcements. The server puts them and its answers into one stream, in
	 * their order, and with RESP3 Lettuce hands on one after the other as it decodes
	 * them, in the loop: when the answer comes, all before it have been handed on. May be
	 * called in any thread.
	 */
	CompletableFuture<?> barrier() {
		StatefulRedisPubSubConnection<byte[], byte[]> connection = this.current;
		if (connection == null) {
			return CompletableFuture.failedFuture(new RedisException("Redis is not listened to"));
		}
		return connection.async().ping().toCompletableFuture();
	}

	/**
	 * What a channel is about.
	 *
	 * @param channel the channel
	 * @param cache name of the cache
	 * @param shard number of the shard; -1 if it is about all
	 */
	@SuppressWarnings("ArrayRecordComponent") // nobody compares them
	record Subscription(byte[] channel, String cache, int shard) {

	}

	/**
	 * Hears of the connection and what comes over it.
	 */
	interface Owner {

		void announcementsReady();

		void announcementsLost(Throwable reason);

		void received(Subscription subscription, byte[] message);

	}

}
