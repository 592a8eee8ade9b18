package io.bespokecache.spring.redis;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.bespokecache.shared.Shard;

/**
 * How the keys and channels on the server are named.
 * <p>
 * Two are equal only if prefix, cache, shard and key are: what is escaped contains none
 * of the delimiters, and the key comes last. Braces enclose what Redis Cluster
 * distributes by, so that all that belongs to one shard is on one node.
 */
final class RedisKeys {

	private final String prefix;

	private final Map<String, byte[][]> shards = new ConcurrentHashMap<>();

	RedisKeys(String prefix) {
		this.prefix = escape(prefix);
	}

	byte[] control(Shard shard) {
		return join(shard, "c", new byte[0]);
	}

	byte[] value(Shard shard, byte[] key) {
		return join(shard, "v:", key);
	}

	byte[] lease(Shard shard, byte[] key) {
		return join(shard, "l:", key);
	}

	/** The channel of one shard. */
	byte[] channel(Shard shard) {
		return join(shard, "m", new byte[0]);
	}

	/** The channel of all shards of a cache. */
	byte[] channel(String cache) {
		return ascii(this.prefix + ":{" + escape(cache) + "}:m");
	}

	private byte[] join(Shard shard, String kind, byte[] key) {
		byte[] head = this.shards.computeIfAbsent(shard.cache(), this::heads)[shard.index()];
		byte[] joined = new byte[head.length + kind.length() + key.length];
		System.arraycopy(head, 0, joined, 0, head.length);
		for (int i = 0; i < kind.length(); i++) {
			joined[head.length + i] = (byte) kind.charAt(i);
		}
		System.arraycopy(key, 0, joined, joined.length - key.length, key.length);
		return joined;
	}

	private byte[][] heads(String cache) {
		String escaped = escape(cache);
		byte[][] heads = new byte[Shard.COUNT][];
		for (int index = 0; index < heads.length; index++) {
			heads[index] = ascii(this.prefix + ":{" + escaped + ":" + index + "}:");
		}
		return heads;
	}

	/** By UTF-16 units, as there are strings that have no form in UTF-8. */
	private static String escape(String name) {
		StringBuilder escaped = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char unit = name.charAt(i);
			if (isPlain(unit)) {
				escaped.append(unit);
			}
			else {
				escaped.append('%');
				for (int shift = 12; shift >= 0; shift -= 4) {
					escaped.append(Character.forDigit((unit >> shift) & 0xF, 16));
				}
			}
		}
		return escaped.toString();
	}

	private static boolean isPlain(char unit) {
		return (unit >= 'A' && unit <= 'Z') || (unit >= 'a' && unit <= 'z') || (unit >= '0' && unit <= '9')
				|| unit == '_' || unit == '.' || unit == '-';
	}

	private static byte[] ascii(String name) {
		return name.getBytes(StandardCharsets.US_ASCII);
	}

}
