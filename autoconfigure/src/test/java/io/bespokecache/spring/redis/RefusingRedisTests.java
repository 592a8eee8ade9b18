package io.bespokecache.spring.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.bespokecache.shared.Claim;
import io.bespokecache.shared.Control;
import io.bespokecache.shared.Shard;
import io.bespokecache.testing.RedisProcess;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisReadOnlyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.bespokecache.spring.redis.StoreClient.get;
import static io.bespokecache.spring.redis.StoreClient.until;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that refuses, and one that others write to.
 */
class RefusingRedisTests {

	private static final String CACHE = "cities";

	private static final byte[] KEY = { 1, 2, 3 };

	private static final Shard SHARD = new Shard(CACHE, Shard.indexOf(KEY));

	private static final long MINUTE = Duration.ofMinutes(1).toMillis();

	private final RedisKeys keys = new RedisKeys("test");

	@Test
	void theUserNeedsNoMoreThanAFewCommands() {
		try (RedisProcess server = RedisProcess.start()) {
			server.command("ACL", "SETUSER", "app", "on", ">secret", "~test:*", "&test:*", "-@all", "+hello", "+ping",
					"+info", "+get", "+pttl", "+hmget", "+eval", "+evalsha", "+subscribe", "+getrange", "+set", "+del",
					"+exists", "+pexpire", "+hset", "+hget", "+hdel", "+hincrby", "+publish");
			try (StoreClient client = StoreClient.of(server.details("app", "secret"), CACHE)) {
				client.awaitUp();
				Claim claim = get(client.store().claim(SHARD, KEY, null, 1, MINUTE));
				assertThat(get(client.store().fill(SHARD, KEY, 1, claim.control().generation(), new byte[20], MINUTE)))
					.isTrue();
				assertThat(get(client.store().evict(SHARD, KEY, 1))).isTrue();
				get(client.store().adopt(SHARD, 1));
				get(client.store().clear(SHARD, 1));
				get(client.store().barrier());
				assertThat(client.events().messages()).hasSize(2);
			}
		}
	}

	@Test
	void aWrongPasswordIsTriedUntilItIsRight() {
		try (RedisProcess server = RedisProcess.start("--requirepass", "right");
				StoreClient wrong = StoreClient.of(server.details(null, "wrong"), CACHE);
				StoreClient right = StoreClient.of(server.details(null, "right"), CACHE)) {
			right.awaitUp();
			assertThat(wrong.events().connection()).isEmpty();
			assertRefused(wrong.store().read(SHARD, KEY), null);
		}
	}

	@Test
	void aFullServerStillEvictsAndClears() {
		try (RedisProcess server = RedisProcess.start(); StoreClient client = StoreClient.of(server.details(), CACHE)) {
			client.awaitUp();
			Control control = get(client.store().adopt(SHARD, 1));
			assertThat(get(client.store().fillIfUnmoved(SHARD, KEY, control, new byte[20], MINUTE, 1))).isTrue();
			server.command("CONFIG", "SET", "maxmemory", "1");
			assertRefused(client.store().claim(SHARD, new byte[] { 9 }, null, 1, MINUTE), "OOM");
			assertThat(get(client.store().evict(SHARD, KEY, 1))).isTrue();
			Control cleared = get(client.store().clear(SHARD, 1));
			assertThat(cleared)
				.isEqualTo(new Control(control.epoch(), control.sequence() + 3, control.generation() + 1));
			get(client.store().barrier());
			assertThat(client.events().messages()).hasSize(3);
		}
	}

	@Test
	void aReplicaRefusesWhatWrites() {
		try (RedisProcess server = RedisProcess.start();
				RedisProcess replica = RedisProcess.start("--replicaof", server.host() + " " + server.port());
				StoreClient client = StoreClient.of(replica.details(), CACHE)) {
			until(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
			client.awaitUp();
			assertThat(client.store().evict(SHARD, KEY, 1)).failsWithin(StoreClient.PATIENCE)
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(RedisReadOnlyException.class);
			assertThat(get(client.store().read(SHARD, KEY)).control()).isNull();
		}
	}

	@Test
	void nonsenseInAShardIsNoShardUntilItIsMended() {
		try (RedisProcess server = RedisProcess.start(); StoreClient client = StoreClient.of(server.details(), CACHE)) {
			client.awaitUp();
			byte[] control = this.keys.control(SHARD);
			server.command(ascii("HSET"), control, ascii("epoch"), ascii("x"), ascii("seq"), ascii("1"));
			assertThat(get(client.store().read(SHARD, KEY)).control()).isNull();
			assertThat(get(client.store().controls(CACHE)).get(SHARD.index())).isNull();
			Control mended = get(client.store().adopt(SHARD, 1));
			assertThat(get(client.store().read(SHARD, KEY)).control()).isEqualTo(mended);
		}
	}

	@Test
	void aShardThatNobodyHasAdoptedIsClearedByWhoDoes() {
		try (RedisProcess server = RedisProcess.start(); StoreClient client = StoreClient.of(server.details(), CACHE)) {
			client.awaitUp();
			server.command(ascii("HSET"), this.keys.control(SHARD), ascii("epoch"), ascii("9223372036854775807"),
					ascii("seq"), ascii("9007199254740993"), ascii("gen"), ascii("9007199254740993"));
			assertThat(get(client.store().adopt(SHARD, 1)))
				.isEqualTo(new Control(Long.MAX_VALUE, 9007199254740994L, 9007199254740994L));
			get(client.store().barrier());
			assertThat(client.events().messages()).singleElement()
				.satisfies((message) -> assertThat(message.control().sequence()).isEqualTo(9007199254740994L));
		}
	}

	@Test
	void aValueThatNeverExpiresHasNoTimeLeft() {
		try (RedisProcess server = RedisProcess.start(); StoreClient client = StoreClient.of(server.details(), CACHE)) {
			client.awaitUp();
			server.command(ascii("SET"), this.keys.value(SHARD, KEY), ascii("foreign"));
			assertThat(get(client.store().read(SHARD, KEY)).remainingMillis()).isZero();
		}
	}

	@Test
	void nonsenseInAChannelIsReportedAndDoesNoHarm() {
		try (RedisProcess server = RedisProcess.start(); StoreClient client = StoreClient.of(server.details(), CACHE)) {
			client.awaitUp();
			byte[] channel = this.keys.channel(CACHE);
			byte[][] hostile = { {}, { 1 }, new byte[1000], ascii("\1e"), ascii("\1e\100" + "12345678" + "1 2 3 "),
					ascii("\1e\0" + "12345678" + "1 2 3"), ascii("\1c\0" + "12345678" + "1 2 3 key"),
					ascii("\1e\0" + "12345678" + "1 x 3 "), ascii("\1e\0" + "12345678" + "9999999999999999999 2 3 "),
					ascii("\1e\0" + "12345678" + "\0\0\0\0" + "1 2 3 key"), ascii("\2e\0" + "12345678" + "1 2 3 "),
					ascii("x".repeat(1_000_000)) };
			for (byte[] message : hostile) {
				server.command(ascii("PUBLISH"), channel, message);
			}
			get(client.store().barrier());
			assertThat(client.events().nonsense()).hasSize(hostile.length).containsOnly(CACHE);
			get(client.store().evict(SHARD, KEY, 1));
			get(client.store().barrier());
			assertThat(client.events().messages()).hasSize(1);
			assertThat(client.events().announcements()).containsExactly("listening");
		}
	}

	private static void assertRefused(CompletableFuture<?> future, @Nullable String reason) {
		assertThat(future).failsWithin(StoreClient.PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(RedisException.class)
			.withMessageContaining((reason != null) ? reason : "");
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
