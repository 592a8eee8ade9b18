package io.bespokecache.spring.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.Assert;

/**
 * Where the server is, and how it is talked to.
 *
 * @param candidates addresses to try, one after the other
 * @param kind what they are addresses of
 * @param options how to talk
 */
record RedisAddress(List<RedisURI> candidates, Kind kind, ClientOptions options) {

	/** Includes the handshake. */
	static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

	/**
	 * Commands that are under way on one connection. More are rejected: whoever sends
	 * them would not wait for so long.
	 */
	private static final int MAXIMUM_COMMANDS = 8192;

	/**
	 * What the addresses are.
	 */
	enum Kind {

		/** One server, whatever its role. */
		SERVER,

		/** Servers of which the one to talk to is the master. */
		MASTER,

		/** Nodes of a cluster. */
		CLUSTER

	}

	static RedisAddress of(DataRedisConnectionDetails details) {
		ClientOptions options = options(details.getSslBundle());
		if (details.getSentinel() != null) {
			return new RedisAddress(List.of(sentinel(details, details.getSentinel())), Kind.MASTER, options);
		}
		if (details.getCluster() != null) {
			return new RedisAddress(uris(details, details.getCluster().getNodes()), Kind.CLUSTER, options);
		}
		if (details.getMasterReplica() != null) {
			return new RedisAddress(uris(details, details.getMasterReplica().getNodes()), Kind.MASTER, options);
		}
		Standalone standalone = details.getStandalone();
		Assert.state(standalone != null, "'standalone' must not be null");
		RedisURI uri = uri(details, standalone.getHost(), standalone.getPort());
		uri.setDatabase(standalone.getDatabase());
		return new RedisAddress(List.of(uri), Kind.SERVER, options);
	}

	/**
	 * The address of another server that is talked to in the same way.
	 */
	RedisURI sibling(String host, int port) {
		return RedisURI.builder(this.candidates.get(0)).withHost(host).withPort(port).build();
	}

	private static List<RedisURI> uris(DataRedisConnectionDetails details, List<Node> nodes) {
		return nodes.stream().map((node) -> uri(details, node.host(), node.port())).toList();
	}

	private static RedisURI uri(DataRedisConnectionDetails details, String host, int port) {
		RedisURI.Builder builder = RedisURI.builder().withHost(host).withPort(port);
		return complete(builder, details.getUsername(), details.getPassword(), details.getSslBundle() != null);
	}

	private static RedisURI sentinel(DataRedisConnectionDetails details, Sentinel sentinel) {
		boolean ssl = details.getSslBundle() != null;
		List<RedisURI> sentinels = new ArrayList<>();
		RedisURI.Builder builder = RedisURI.builder().withSentinelMasterId(sentinel.getMaster());
		for (Node node : sentinel.getNodes()) {
			RedisURI.Builder address = RedisURI.builder().withHost(node.host()).withPort(node.port());
			sentinels.add(complete(address, sentinel.getUsername(), sentinel.getPassword(), ssl));
		}
		sentinels.forEach(builder::withSentinel);
		builder.withDatabase(sentinel.getDatabase());
		return complete(builder, details.getUsername(), details.getPassword(), ssl);
	}

	private static RedisURI complete(RedisURI.Builder builder, @Nullable String username, @Nullable String password,
			boolean ssl) {
		if (password != null && username != null) {
			builder.withAuthentication(username, (CharSequence) password);
		}
		else if (password != null) {
			builder.withPassword((CharSequence) password);
		}
		return builder.withSsl(ssl).withTimeout(CONNECT_TIMEOUT).build();
	}

	/**
	 * Lettuce does not connect again by itself: it would send commands once more whose
	 * writing failed, over the next connection. RESP3 is required because with RESP2 the
	 * answer to {@code PING} may be handed on before the announcements that came before
	 * it.
	 */
	private static ClientOptions options(@Nullable SslBundle bundle) {
		ClientOptions.Builder builder = ClientOptions.builder()
			.autoReconnect(false)
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.protocolVersion(ProtocolVersion.RESP3)
			.requestQueueSize(MAXIMUM_COMMANDS)
			.maintNotificationsConfig(MaintNotificationsConfig.disabled())
			.timeoutOptions(TimeoutOptions.create())
			.socketOptions(
					SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).tcpNoDelay(true).build());
		if (bundle != null) {
			builder.sslOptions(sslOptions(bundle));
		}
		return builder.build();
	}

	private static SslOptions sslOptions(SslBundle bundle) {
		SslOptions.Builder builder = SslOptions.builder()
			.keyManager(bundle.getManagers().getKeyManagerFactory())
			.trustManager(bundle.getManagers().getTrustManagerFactory());
		String[] ciphers = bundle.getOptions().getCiphers();
		if (ciphers != null) {
			builder.cipherSuites(ciphers);
		}
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		if (protocols != null) {
			builder.protocols(protocols);
		}
		return builder.build();
	}

}
