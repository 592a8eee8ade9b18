package io.bespokecache.spring.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.shared.Shard;
import io.bespokecache.shared.SharedStore.Listener;
import io.bespokecache.spring.redis.AnnouncementConnection.Subscription;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;

/**
 * The masters of a cluster. Each shard has a channel of its own, in the slot of its keys:
 * the server of the keys puts announcements and answers into the same stream, while
 * between servers announcements travel by themselves. When slots move, all connections
 * are made anew, so that whoever listens finds out what it has missed.
 */
final class ClusterTopology implements RedisTopology {

	private static final byte[] PUBLISH = "SPUBLISH".getBytes(StandardCharsets.US_ASCII);

	private static final Duration PERIOD = Duration.ofSeconds(5);

	/** While a server cannot be reached. */
	private static final Duration SHORT_PERIOD = Duration.ofMillis(500);

	private final RedisClientThreads threads;

	private final RedisAddress address;

	private final RedisKeys keys;

	private final Listener listener;

	private final Set<String> caches = ConcurrentHashMap.newKeySet();

	/** The addresses that were given, and those of the masters. */
	private final List<RedisURI> candidates;

	private final NodesConnection nodes;

	private volatile Masters masters = new Masters(Map.of());

	private boolean refreshing;

	/** Subscriptions that the loop has not yet heard of. */
	private final AtomicInteger subscribing = new AtomicInteger();

	ClusterTopology(RedisClientThreads threads, RedisAddress address, RedisKeys keys, Listener listener) {
		this.threads = threads;
		this.address = address;
		this.keys = keys;
		this.listener = listener;
		this.candidates = new CopyOnWriteArrayList<>(address.candidates());
		this.nodes = new NodesConnection();
	}

	@Override
	public void start() {
		this.threads.execute(() -> {
			this.nodes.connect();
			refreshPeriodically();
		});
	}

	private void refreshPeriodically() {
		this.threads.later(() -> {
			refresh();
			refreshPeriodically();
		}, this.masters.isConnected() ? PERIOD : SHORT_PERIOD);
	}

	/**
	 * A node that is cut off from the others may know less than they do, so that another
	 * is asked while something is wrong.
	 */
	private void refresh() {
		if (this.masters.isConnected() || this.candidates.size() < 2) {
			this.nodes.ask();
		}
		else {
			this.nodes.rotate();
		}
	}

	private void refreshSoon() {
		if (!this.refreshing) {
			this.refreshing = true;
			this.threads.later(() -> {
				this.refreshing = false;
				this.nodes.ask();
			}, SHORT_PERIOD.dividedBy(5));
		}
	}

	private void update(Map<RedisURI, BitSet> slots) {
		Masters former = this.masters;
		if (slots.isEmpty() || former.slots.equals(slots)) {
			return;
		}
		Masters masters = new Masters(slots);
		this.masters = masters;
		former.close(new RedisException("The slots of the cluster have moved"));
		this.candidates.clear();
		this.candidates.addAll(slots.keySet());
		this.candidates.addAll(this.address.candidates());
		this.caches.forEach(masters::subscribe);
		masters.connect();
	}

	@Override
	public @Nullable CommandConnection commandsOf(Shard shard) {
		RedisServer server = this.masters.of(shard);
		return (server != null) ? server.commands() : null;
	}

	@Override
	public byte[] channelOf(Shard shard) {
		return this.keys.channel(shard);
	}

	@Override
	public byte[] publish() {
		return PUBLISH;
	}

	@Override
	public void subscribe(String cache) {
		this.subscribing.incrementAndGet();
		this.threads.execute(() -> {
			this.subscribing.decrementAndGet();
			this.caches.add(cache);
			this.masters.subscribe(cache);
		});
	}

	@Override
	public CompletableFuture<?> barrier() {
		Masters masters = this.masters;
		if (masters.servers.isEmpty()) {
			return CompletableFuture.failedFuture(new RedisException("Redis is not listened to"));
		}
		return CompletableFuture.allOf(masters.servers.stream()
			.map((server) -> server.announcements().barrier())
			.toArray(CompletableFuture[]::new));
	}

	/** Whatever the refusal is, it may come of slots that have moved. */
	@Override
	public void refused(CommandConnection connection, CommandConnection.Ready ready, Throwable failure) {
		this.threads.execute(this::refreshSoon);
	}

	@Override
	public void close() {
		this.threads.execute(() -> {
			this.nodes.abandon();
			this.masters.servers.forEach(RedisServer::abandon);
		});
	}

	/**
	 * The connection that asks for the nodes of the cluster.
	 */
	private final class NodesConnection extends KeptConnection<StatefulRedisConnection<byte[], byte[]>> {

		private @Nullable StatefulRedisConnection<byte[], byte[]> current;

		NodesConnection() {
			super(ClusterTopology.this.threads, ClusterTopology.this.candidates);
		}

		@Override
		CompletionStage<StatefulRedisConnection<byte[], byte[]>> open(RedisURI uri) {
			return threads().client().connectAsync(ByteArrayCodec.INSTANCE, uri);
		}

		@Override
		CompletionStage<?> prepare(StatefulRedisConnection<byte[], byte[]> connection) {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		void ready(StatefulRedisConnection<byte[], byte[]> connection) {
			this.current = connection;
			ask();
		}

		@Override
		void lost(Throwable reason) {
			this.current = null;
		}

		void ask() {
			StatefulRedisConnection<byte[], byte[]> connection = this.current;
			if (connection == null || !isReady()) {
				return;
			}
			RedisURI asked = lastTried();
			connection.async()
				.clusterNodes()
				.thenApply((text) -> parse(text, asked))
				.whenCompleteAsync((slots, failure) -> {
					if (!isCurrent(connection)) {
						return;
					}
					if (failure != null) {
						drop(connection, failure);
					}
					else {
						update(slots);
					}
				}, threads().loop());
		}

		private Map<RedisURI, BitSet> parse(String text, RedisURI asked) {
			Map<RedisURI, BitSet> slots = new LinkedHashMap<>();
			for (RedisClusterNode node : ClusterPartitionParser.parse(text)) {
				boolean works = !node.is(RedisClusterNode.NodeFlag.FAIL) && !node.is(RedisClusterNode.NodeFlag.NOADDR);
				if (node.getRole().isUpstream() && works && !node.getSlots().isEmpty()) {
					BitSet ofNode = new BitSet(SlotHash.SLOT_COUNT);
					node.getSlots().forEach(ofNode::set);
					slots.put(addressOf(node, asked), ofNode);
				}
			}
			return slots;
		}

		/** A node that no other has met does not know its own host. */
		private RedisURI addressOf(RedisClusterNode node, RedisURI asked) {
			@Nullable RedisURI uri = node.getUri();
			return (uri != null) ? ClusterTopology.this.address.sibling(uri.getHost(), uri.getPort())
					: ClusterTopology.this.address.sibling(asked.getHost(), asked.getPort());
		}

	}

	/**
	 * The masters as they were at one time.
	 */
	private final class Masters implements RedisServer.Owner {

		private final Map<RedisURI, BitSet> slots;

		private final List<RedisServer> servers = new ArrayList<>();

		private final @Nullable RedisServer[] bySlot = new RedisServer[SlotHash.SLOT_COUNT];

		private boolean connected;

		private boolean listening;

		Masters(Map<RedisURI, BitSet> slots) {
			this.slots = slots;
			slots.forEach((uri, ofServer) -> {
				RedisServer server = new RedisServer(ClusterTopology.this.threads, List.of(uri),
						RedisAddress.Kind.CLUSTER, this);
				this.servers.add(server);
				ofServer.stream().forEach((slot) -> this.bySlot[slot] = server);
			});
		}

		@Nullable RedisServer of(Shard shard) {
			return this.bySlot[SlotHash.getSlot(ClusterTopology.this.keys.control(shard))];
		}

		void connect() {
			this.servers.forEach(RedisServer::connect);
		}

		void subscribe(String cache) {
			Map<RedisServer, List<Subscription>> subscriptions = new LinkedHashMap<>();
			for (int index = 0; index < Shard.COUNT; index++) {
				Shard shard = new Shard(cache, index);
				RedisServer server = of(shard);
				if (server != null) {
					subscriptions.computeIfAbsent(server, (key) -> new ArrayList<>())
						.add(new Subscription(channelOf(shard), cache, index));
				}
			}
			subscriptions.forEach(RedisServer::subscribe);
		}

		boolean isConnected() {
			return this.connected;
		}

		void close(Throwable reason) {
			this.servers.forEach(RedisServer::close);
			disconnected(reason);
			deaf(reason);
		}

		@Override
		public void connected() {
			if (!this.connected && this.servers.stream().allMatch(RedisServer::isConnected)) {
				this.connected = true;
				ClusterTopology.this.listener.connected();
			}
		}

		@Override
		public void disconnected(Throwable reason) {
			if (this.connected) {
				this.connected = false;
				ClusterTopology.this.listener.disconnected(reason);
				refreshSoon();
			}
		}

		@Override
		public void listening() {
			if (ClusterTopology.this.subscribing.get() == 0
					&& this.servers.stream().allMatch(RedisServer::isListening)) {
				this.listening = true;
				ClusterTopology.this.listener.listening();
			}
		}

		@Override
		public void deaf(Throwable reason) {
			if (this.listening) {
				this.listening = false;
				ClusterTopology.this.listener.deaf(reason);
				refreshSoon();
			}
		}

		@Override
		public void received(Subscription subscription, byte[] message) {
			AnnouncementReader.read(subscription, message, ClusterTopology.this.listener);
		}

	}

}
