package io.bespokecache.spring.redis.observer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.zip.CRC32C;

import io.bespokecache.testing.TcpProxy;
import io.bespokecache.testing.TcpProxy.Direction;
import io.bespokecache.testing.TcpProxy.Kind;

/**
 * What befalls the virtual machines, their Redis, and the network between them. Each
 * fault begins, goes on, and ends.
 */
enum Fault {

	/** For comparison. */
	NONE,

	SERVER_KILLED_AND_EMPTY {

		@Override
		void begin(Scene scene) {
			scene.server().kill();
		}

		@Override
		void end(Scene scene) {
			scene.server().startAgainEmpty();
		}

	},

	/** Evictions that were acknowledged after the server stored all it had are undone. */
	SERVER_BACK_WITH_OLD_VALUES {

		@Override
		void begin(Scene scene) {
			scene.server().save();
			Pause.of(Duration.ofMillis(700).toNanos());
			scene.server().kill();
		}

		@Override
		void end(Scene scene) {
			scene.server().startAgain();
		}

	},

	/** So quickly that it may be the same connection attempt that reaches the new one. */
	SERVER_RESTARTED_AT_ONCE {

		@Override
		void begin(Scene scene) {
			scene.server().save();
			Pause.of(Duration.ofMillis(300).toNanos());
			scene.server().kill();
			scene.server().startAgain();
		}

	},

	SERVER_PAUSED {

		@Override
		void begin(Scene scene) {
			scene.server().pause();
		}

		@Override
		void end(Scene scene) {
			scene.server().resume();
		}

	},

	NODE_PAUSED {

		@Override
		void begin(Scene scene) {
			scene.nodes().get(0).pause();
		}

		@Override
		void end(Scene scene) {
			scene.nodes().get(0).resume();
		}

	},

	ANNOUNCEMENTS_CUT {

		@Override
		void begin(Scene scene) {
			cut(scene.proxies(), scene, (proxy) -> proxy.connections(Kind.PUBSUB));
		}

	},

	ANNOUNCEMENTS_LATE {

		@Override
		void begin(Scene scene) {
			scene.proxies().forEach((proxy) -> {
				TcpProxy.Fault stall = proxy.connections(Kind.PUBSUB).stall(Direction.TO_CLIENT);
				scene.hold(stall::end);
			});
		}

	},

	COMMANDS_CUT {

		@Override
		void begin(Scene scene) {
			cut(scene.proxies(), scene, (proxy) -> proxy.connections(Kind.COMMANDS));
		}

	},

	COMMANDS_OF_ONE_NODE_CUT {

		@Override
		void begin(Scene scene) {
			cut(scene.proxies().subList(0, 1), scene, (proxy) -> proxy.connections(Kind.COMMANDS));
		}

	},

	ONE_NODE_UNREACHABLE {

		@Override
		void begin(Scene scene) {
			cut(scene.proxies().subList(0, 1), scene, TcpProxy::connections);
		}

	},

	SERVER_UNREACHABLE {

		@Override
		void begin(Scene scene) {
			cut(scene.proxies(), scene, TcpProxy::connections);
		}

	},

	CONNECTIONS_REFUSED {

		@Override
		void begin(Scene scene) {
			scene.proxies().forEach((proxy) -> {
				TcpProxy.Fault refusal = proxy.refuse();
				scene.hold(refusal::end);
				proxy.connections().reset();
			});
		}

	},

	SUBSCRIBERS_KILLED {

		@Override
		void goOn(Scene scene) {
			scene.server().command("CLIENT", "KILL", "TYPE", "pubsub");
		}

	},

	CLIENTS_KILLED {

		@Override
		void goOn(Scene scene) {
			scene.server()
				.command("CLIENT", "KILL", "TYPE", ThreadLocalRandom.current().nextBoolean() ? "normal" : "pubsub");
		}

	},

	BYTES_LATE {

		@Override
		void begin(Scene scene) {
			scene.proxies().forEach((proxy) -> {
				TcpProxy.Fault latency = proxy.connections().latency(Duration.ofMillis(50));
				scene.hold(latency::end);
			});
		}

	},

	/** Later than any operation may take. */
	BYTES_TOO_LATE {

		@Override
		void begin(Scene scene) {
			scene.proxies().forEach((proxy) -> {
				TcpProxy.Fault latency = proxy.connections().latency(Duration.ofMillis(300));
				scene.hold(latency::end);
			});
		}

	},

	BYTES_SLICED {

		@Override
		void begin(Scene scene) {
			scene.proxies().forEach((proxy) -> {
				TcpProxy.Fault slice = proxy.connections().slice(7);
				scene.hold(slice::end);
			});
		}

	},

	RESET_WITHIN_ANSWERS {

		@Override
		void goOn(Scene scene) {
			scene.release();
			scene.proxies().forEach((proxy) -> {
				TcpProxy.Fault reset = proxy.connections()
					.resetAfter(ThreadLocalRandom.current().nextInt(5000), Direction.TO_CLIENT);
				scene.hold(reset::end);
			});
		}

	},

	ANSWERS_CORRUPT {

		@Override
		void goOn(Scene scene) {
			scene.release();
			scene.proxies().forEach((proxy) -> {
				TcpProxy.Fault corruption = proxy.connections(Kind.COMMANDS)
					.corruptAfter(ThreadLocalRandom.current().nextInt(2000), Direction.TO_CLIENT);
				scene.hold(corruption::end);
			});
		}

	},

	ANNOUNCEMENTS_CORRUPT {

		@Override
		void goOn(Scene scene) {
			scene.release();
			scene.proxies().forEach((proxy) -> {
				TcpProxy.Fault corruption = proxy.connections(Kind.PUBSUB)
					.corruptAfter(ThreadLocalRandom.current().nextInt(1000), Direction.TO_CLIENT);
				scene.hold(corruption::end);
			});
		}

	},

	LOADS_SLOWER_THAN_THEIR_LEASE {

		@Override
		void begin(Scene scene) {
			scene.registers().slowDown(Effort.slowLoad().toNanos());
		}

		@Override
		void end(Scene scene) {
			scene.registers().slowDown(0);
		}

	},

	/** Under the names of values: noise, what belongs to others, and other types. */
	VALUES_VANDALIZED {

		@Override
		void goOn(Scene scene) {
			List<byte[]> keys = scene.keys("v:");
			if (keys.isEmpty()) {
				return;
			}
			ThreadLocalRandom random = ThreadLocalRandom.current();
			byte[] key = keys.get(random.nextInt(keys.size()));
			byte[] other = keys.get(random.nextInt(keys.size()));
			byte[] noise = new byte[random.nextInt(200)];
			random.nextBytes(noise);
			switch (random.nextInt(6)) {
				case 0 -> scene.command("SET", key, noise);
				case 1 -> scene.command("SET", key, new byte[3_000_000]);
				case 2 -> scene.command("SETRANGE", key, random.nextInt(40), noise);
				case 3 -> scene.command("COPY", other, key, "REPLACE");
				case 4 -> {
					scene.command("DEL", key);
					scene.command("RPUSH", key, noise);
				}
				default -> scene.command("SET", key, "{\"@class\":\"java.lang.Runtime\"}");
			}
		}

	},

	/** Over the channel of the announcements: noise, and what is far ahead. */
	ANNOUNCEMENTS_FORGED {

		@Override
		void goOn(Scene scene) {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			String channel = Scene.PREFIX + "}:m";
			byte[] noise = new byte[random.nextInt(60)];
			random.nextBytes(noise);
			scene.command("PUBLISH", channel, noise);
			int shard = random.nextInt(64);
			String[] control = scene.server()
				.command("HMGET", Scene.PREFIX + ":" + shard + "}:c", "epoch", "seq", "gen")
				.split("\n", -1);
			if (control.length == 3 && !control[1].isEmpty()) {
				long ahead = Long.parseLong(control[1]) + random.nextInt(1000);
				byte[] text = (control[0] + " " + ahead + " " + control[2] + " ").getBytes(StandardCharsets.US_ASCII);
				CRC32C checksum = new CRC32C();
				checksum.update('e');
				checksum.update(noise);
				scene.command("PUBLISH", channel,
						ByteBuffer.allocate(15 + text.length + noise.length)
							.put((byte) 1)
							.put((byte) 'e')
							.put((byte) shard)
							.putLong(random.nextLong())
							.putInt((int) checksum.getValue())
							.put(text)
							.put(noise)
							.array());
			}
		}

	},

	/** What says where a shard stands: lost, or not to be read. */
	SHARDS_VANDALIZED {

		@Override
		void goOn(Scene scene) {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			String control = Scene.PREFIX + ":" + random.nextInt(64) + "}:c";
			switch (random.nextInt(3)) {
				case 0 -> scene.command("DEL", control);
				case 1 -> scene.command("HSET", control, "gen", "many");
				default -> scene.command("HDEL", control, "epoch");
			}
		}

	},

	/** The next operation on the shard puts a hash in its place. */
	SHARD_OF_ANOTHER_TYPE {

		@Override
		void begin(Scene scene) {
			scene.command("SET", Scene.PREFIX + ":7}:c", "nonsense");
		}

		@Override
		void end(Scene scene) {
			scene.command("DEL", Scene.PREFIX + ":7}:c");
		}

	},

	FLUSHED {

		@Override
		void goOn(Scene scene) {
			scene.server().command("FLUSHALL");
			Pause.of(Duration.ofMillis(200).toNanos());
		}

	},

	MEMORY_FULL {

		@Override
		void begin(Scene scene) {
			scene.server().command("CONFIG", "SET", "maxmemory", "1");
		}

		@Override
		void end(Scene scene) {
			scene.server().command("CONFIG", "SET", "maxmemory", "0");
		}

	},

	/** The server makes room by removing whatever it likes. */
	MEMORY_FULL_AND_KEYS_REMOVED {

		@Override
		void begin(Scene scene) {
			scene.server().command("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
			scene.server().command("CONFIG", "SET", "maxmemory", "1");
		}

		@Override
		void end(Scene scene) {
			scene.server().command("CONFIG", "SET", "maxmemory", "0");
			scene.server().command("CONFIG", "SET", "maxmemory-policy", "noeviction");
		}

	},

	SCRIPTS_FORBIDDEN {

		@Override
		void begin(Scene scene) {
			scene.server().command("ACL", "SETUSER", "node", "-eval", "-evalsha", "-script");
		}

		@Override
		void end(Scene scene) {
			scene.server().command("ACL", "SETUSER", "node", "+@all");
		}

	},

	/** An eviction is then half done. */
	ANNOUNCEMENTS_FORBIDDEN {

		@Override
		void begin(Scene scene) {
			scene.server().command("ACL", "SETUSER", "node", "-publish");
		}

		@Override
		void end(Scene scene) {
			scene.server().command("ACL", "SETUSER", "node", "+@all");
		}

	},

	CHANNELS_FORBIDDEN {

		@Override
		void begin(Scene scene) {
			scene.server().command("ACL", "SETUSER", "node", "resetchannels");
		}

		@Override
		void end(Scene scene) {
			scene.server().command("ACL", "SETUSER", "node", "allchannels");
		}

	},

	SERVER_READ_ONLY {

		@Override
		void begin(Scene scene) {
			scene.server().command("REPLICAOF", "127.0.0.1", "1");
		}

		@Override
		void end(Scene scene) {
			scene.server().command("REPLICAOF", "NO", "ONE");
		}

	},

	/** Where the server may be asked to; else nothing happens. */
	SERVER_RELOADED {

		@Override
		void goOn(Scene scene) {
			scene.server().command("DEBUG", "RELOAD");
			Pause.of(Duration.ofMillis(100).toNanos());
		}

	};

	void begin(Scene scene) {
	}

	void goOn(Scene scene) {
	}

	/** Does nothing more than {@link #stop} unless it is overridden. */
	void end(Scene scene) {
	}

	/** Ends whatever has begun. */
	final void stop(Scene scene) {
		end(scene);
		scene.release();
	}

	/**
	 * Packets vanish. No connection survives that for long, and none is to go on with a
	 * gap in it: so they are reset in the end.
	 */
	private static void cut(List<TcpProxy> proxies, Scene scene, Function<TcpProxy, TcpProxy.Connections> chosen) {
		proxies.forEach((proxy) -> {
			TcpProxy.Connections connections = chosen.apply(proxy);
			TcpProxy.Fault hole = connections.blackHole();
			scene.hold(() -> {
				connections.reset();
				hole.end();
			});
		});
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
