package io.bespokecache.spring.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.bespokecache.shared.Shard;
import io.bespokecache.testing.RedisProcess;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

import static io.bespokecache.spring.redis.StoreClient.get;
import static io.bespokecache.spring.redis.StoreClient.until;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract, kept by a cluster of three masters. Skipped where Redis is older than
 * version 7, unless the environment variable {@code BESPOKE_REQUIRE_REDIS} is
 * {@code true}.
 */
class ClusterRedisTests extends SharedStoreContract {

	private static final int SLOTS = 16384;

	private static final List<RedisProcess> nodes = new ArrayList<>();

	@BeforeAll
	static void start() {
		if (!Boolean.parseBoolean(System.getenv("BESPOKE_REQUIRE_REDIS"))) {
			Assumptions.assumeTrue(RedisProcess.hasShardedChannels(), "Redis is older than version 7");
		}
		for (int i = 0; i < 3; i++) {
			nodes.add(RedisProcess.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
		}
		for (int i = 0; i < 3; i++) {
			RedisProcess node = nodes.get(i);
			node.command("CLUSTER", "ADDSLOTSRANGE", String.valueOf(i * SLOTS / 3),
					String.valueOf((i + 1) * SLOTS / 3 - 1));
			node.command("CLUSTER", "MEET", nodes.get(0).host(), String.valueOf(nodes.get(0).port()));
		}
		until(() -> nodes.stream().allMatch(ClusterRedisTests::isComplete));
	}

	private static boolean isComplete(RedisProcess node) {
		return node.command("CLUSTER", "INFO").contains("cluster_state:ok")
				&& node.command("CLUSTER", "NODES").lines().filter((line) -> line.contains("master")).count() == 3;
	}

	@AfterAll
	static void stop() {
		nodes.forEach(RedisProcess::close);
		nodes.clear();
	}

	@Override
	DataRedisConnectionDetails details() {
		return new DataRedisConnectionDetails() {

			@Override
			public Cluster getCluster() {
				return () -> List.of(new Node(nodes.get(0).host(), nodes.get(0).port()));
			}

		};
	}

	@Test
	void theShardsAreOnAllNodes() {
		try (StoreClient client = StoreClient.of(details(), "spread")) {
			client.awaitUp();
			for (int index = 0; index < Shard.COUNT; index++) {
				get(client.store().clear(new Shard("spread", index), 1));
			}
			assertThat(get(client.store().controls("spread"))).doesNotContainNull();
			get(client.store().barrier());
			assertThat(client.events().messages()).hasSize(Shard.COUNT);
			assertThat(nodes).allSatisfy((node) -> assertThat(Integer.parseInt(node.command("DBSIZE"))).isPositive());
		}
	}

	@Test
	void aNodeThatComesBackIsUsedAgain() {
		try (StoreClient client = StoreClient.of(details(), "lost")) {
			client.awaitUp();
			nodes.get(1).kill();
			until(() -> !client.events().isConnected() && !client.events().isListening());
			assertThat(client.store().barrier()).failsWithin(Duration.ofSeconds(10));
			nodes.get(1).startAgain();
			client.awaitUp();
			assertThat(client.events().connection()).containsExactly("connected", "disconnected", "connected");
			until(() -> nodes.stream().allMatch(ClusterRedisTests::isComplete));
			for (int index = 0; index < Shard.COUNT; index++) {
				get(client.store().adopt(new Shard("lost", index), 1));
			}
		}
	}

	@Test
	void slotsThatMoveAreFollowed() {
		Shard shard = new Shard("moved", 5);
		RedisKeys keys = new RedisKeys("test");
		int slot = SlotHash.getSlot(keys.control(shard));
		RedisProcess from = nodes.get(slot / (SLOTS / 3 + 1));
		RedisProcess to = (from == nodes.get(2)) ? nodes.get(0) : nodes.get(2);
		try (StoreClient client = StoreClient.of(details(), "moved")) {
			client.awaitUp();
			String target = to.command("CLUSTER", "MYID");
			nodes.forEach((node) -> node.command("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", target));
			until(() -> client.events().connection().size() >= 3 && client.events().isConnected()
					&& client.events().isListening());
			get(client.store().clear(shard, 1));
			get(client.store().barrier());
			assertThat(client.events().messages()).hasSize(1);
		}
	}

}
