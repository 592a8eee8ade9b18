package io.bespokecache.spring.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.bespokecache.shared.Control;
import io.bespokecache.shared.Shard;
import io.bespokecache.testing.RedisProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

import static io.bespokecache.spring.redis.StoreClient.get;
import static io.bespokecache.spring.redis.StoreClient.until;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract, kept by a server that Sentinel watches over.
 */
@SuppressWarnings("NullAway.Init") // by JUnit
class SentinelRedisTests extends SharedStoreContract {

	@TempDir
	private static Path directory;

	private static RedisProcess first;

	private static RedisProcess second;

	private static RedisProcess sentinel;

	@BeforeAll
	static void start() throws IOException {
		first = RedisProcess.start("--repl-diskless-sync-delay", "0");
		second = RedisProcess.start("--replicaof", first.host() + " " + first.port(), "--repl-diskless-sync-delay",
				"0");
		until(() -> second.command("INFO", "replication").contains("master_link_status:up"));
		Path configuration = directory.resolve("sentinel.conf");
		Files.writeString(configuration, "sentinel monitor main " + first.host() + " " + first.port()
				+ " 1\nsentinel down-after-milliseconds main 1000\nsentinel failover-timeout main 5000\n");
		sentinel = RedisProcess.startSentinel(configuration);
		until(() -> sentinel.command("SENTINEL", "replicas", "main").contains(String.valueOf(second.port())));
	}

	@AfterAll
	static void stop() {
		sentinel.close();
		second.close();
		first.close();
	}

	@Override
	DataRedisConnectionDetails details() {
		return new DataRedisConnectionDetails() {

			@Override
			public Sentinel getSentinel() {
				return new Sentinel() {

					@Override
					public int getDatabase() {
						return 0;
					}

					@Override
					public String getMaster() {
						return "main";
					}

					@Override
					public List<Node> getNodes() {
						return List.of(new Node(sentinel.host(), sentinel.port()));
					}

					@Override
					public @Nullable String getUsername() {
						return null;
					}

					@Override
					public @Nullable String getPassword() {
						return null;
					}

				};
			}

		};
	}

	@Test
	void theServerThatTakesOverIsUsedAndItsShardsAreCleared() {
		Shard shard = new Shard("failover", 7);
		try (StoreClient client = StoreClient.of(details(), "failover")) {
			client.awaitUp();
			Control before = get(client.store().adopt(shard, 1));
			String key = "test:{failover:7}:c";
			until(() -> (isMaster(first) ? second : first).command("EXISTS", key).equals("1"));
			until(() -> sentinel.command("SENTINEL", "failover", "main").equals("OK"));
			until(() -> client.events().connection().size() >= 3 && client.events().isConnected()
					&& client.events().isListening());
			Control after = get(client.store().adopt(shard, 1));
			assertThat(after).isEqualTo(new Control(before.epoch(), before.sequence() + 1, before.generation() + 1));
			get(client.store().barrier());
			assertThat(client.events().messages()).hasSize(1);
			until(() -> isMaster(first) != isMaster(second));
		}
	}

	private static boolean isMaster(RedisProcess server) {
		return server.command("INFO", "replication").contains("role:master");
	}

}
