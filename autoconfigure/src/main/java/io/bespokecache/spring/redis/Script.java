package io.bespokecache.spring.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the server executes as one step, in Lua.
 * <p>
 * The control hash of a shard has the fields {@code epoch}, {@code seq}, {@code gen}, and
 * {@code run}, the number of the run of the server that adopted it. Numbers of 64 bits
 * are strings here, compared as strings: Lua's own numbers are exact only to 53 bits. So
 * the server counts by {@code HINCRBY}, and what it has counted to is read back as a
 * string.
 * <p>
 * A server that is full refuses commands that may take memory, but only until a script
 * has executed a command that writes and never takes any. Scripts that have to be
 * executed even then begin with one.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody modifies them
enum Script {

	/**
	 * Reads a value or grants a lease. Every value begins with 16 bytes of which no two
	 * values have the same, so that these tell whether it is the one that the claimant
	 * has seen.
	 */
	CLAIM("""
			local control = come_into_being(KEYS[1])
			local found = redis.call('GETRANGE', KEYS[2], 0, ARGV[7])
			if found ~= '' and string.sub(found, 1, 16) ~= ARGV[6] then
				return {2, control[1], control[2], control[3], redis.call('PTTL', KEYS[2]), found}
			end
			local granted = redis.call('SET', KEYS[3], ARGV[4], 'NX', 'PX', ARGV[5])
			return {granted and 0 or 1, control[1], control[2], control[3]}
			"""),

	RENEW("""
			if redis.call('GET', KEYS[1]) ~= ARGV[1] then
				return 0
			end
			return redis.call('PEXPIRE', KEYS[1], ARGV[2])
			"""),

	RELEASE("""
			if redis.call('GET', KEYS[1]) == ARGV[1] then
				redis.call('DEL', KEYS[1])
			end
			return 1
			"""),

	FILL("""
			if redis.call('GET', KEYS[3]) ~= ARGV[1] then
				return 0
			end
			redis.call('DEL', KEYS[3])
			if redis.call('HGET', KEYS[1], 'gen') ~= ARGV[2] then
				return 0
			end
			redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
			return 1
			"""),

	FILL_IF_UNMOVED("""
			if redis.call('EXISTS', KEYS[2], KEYS[3]) ~= 0 then
				return 0
			end
			local control = redis.call('HMGET', KEYS[1], 'epoch', 'seq', 'gen')
			if control[1] ~= ARGV[1] or control[2] ~= ARGV[2] or control[3] ~= ARGV[3] then
				return 0
			end
			redis.call('SET', KEYS[2], ARGV[7], 'PX', ARGV[8])
			redis.call('HINCRBY', KEYS[1], 'seq', 1)
			announce(KEYS[1], KEYS[4], ARGV[6])
			return 1
			"""),

	EVICT("""
			local removed = redis.call('DEL', KEYS[2])
			redis.call('DEL', KEYS[3])
			come_into_being(KEYS[1])
			redis.call('HINCRBY', KEYS[1], 'seq', 1)
			announce(KEYS[1], KEYS[4], ARGV[6])
			return removed
			"""),

	CLEAR("""
			make_room(KEYS[1])
			come_into_being(KEYS[1])
			redis.call('HINCRBY', KEYS[1], 'gen', 1)
			redis.call('HINCRBY', KEYS[1], 'seq', 1)
			return announce(KEYS[1], KEYS[2], '')
			"""),

	ADOPT("""
			make_room(KEYS[1])
			local control = come_into_being(KEYS[1])
			if redis.call('HGET', KEYS[1], 'run') == ARGV[3] then
				return control
			end
			redis.call('HINCRBY', KEYS[1], 'gen', 1)
			redis.call('HINCRBY', KEYS[1], 'seq', 1)
			redis.call('HSET', KEYS[1], 'run', ARGV[3])
			return announce(KEYS[1], KEYS[2], '')
			""");

	private final byte[] source;

	private final byte[] digest;

	Script(String body) {
		StringBuilder source = new StringBuilder();
		if (body.contains("make_room(")) {
			source.append(Functions.MAKE_ROOM);
		}
		if (body.contains("come_into_being(")) {
			source.append(Functions.COME_INTO_BEING);
		}
		if (body.contains("announce(")) {
			source.append(Functions.ANNOUNCE);
		}
		this.source = source.append(body).toString().getBytes(StandardCharsets.UTF_8);
		this.digest = HexFormat.of().formatHex(sha1(this.source)).getBytes(StandardCharsets.US_ASCII);
	}

	/** The server names scripts by SHA-1. */
	private static byte[] sha1(byte[] source) {
		try {
			return MessageDigest.getInstance("SHA-1").digest(source);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] source() {
		return this.source;
	}

	byte[] digest() {
		return this.digest;
	}

	/**
	 * What several scripts have in common.
	 */
	private static final class Functions {

		/**
		 * Executes a command that writes and never takes memory. What is no hash is in
		 * its place by mistake, and replaced afterwards.
		 */
		static final String MAKE_ROOM = """
				local function make_room(key)
					local removed = redis.pcall('HDEL', key, '')
					if type(removed) == 'table' and removed.err and not string.find(removed.err, 'WRONGTYPE', 1, true) then
						redis.call('HDEL', key, '')
					end
				end
				""";

		/**
		 * Uses the arguments 1 to 3: epoch, generation and run of a shard that is not
		 * there, or that nobody can read. What is no hash is in its place by mistake.
		 */
		static final String COME_INTO_BEING = """
				local function come_into_being(key)
					local control = redis.pcall('HMGET', key, 'epoch', 'seq', 'gen')
					if control.err then
						if string.find(control.err, 'WRONGTYPE', 1, true) then
							redis.call('DEL', key)
							control = {}
						else
							control = redis.call('HMGET', key, 'epoch', 'seq', 'gen')
						end
					end
					for i = 1, 3 do
						if not control[i] or not string.find(control[i], '^%d+$') or #control[i] > 19 then
							control = {ARGV[1], '0', ARGV[2]}
							redis.call('HSET', key, 'epoch', ARGV[1], 'seq', '0', 'gen', ARGV[2], 'run', ARGV[3])
							break
						end
					end
					return control
				end
				""";

		/** Uses the arguments 4 and 5: command to publish by, and head of the message. */
		static final String ANNOUNCE = """
				local function announce(key, channel, tail)
					local control = redis.call('HMGET', key, 'epoch', 'seq', 'gen')
					redis.call(ARGV[4], channel, ARGV[5] .. table.concat(control, ' ') .. ' ' .. tail)
					return control
				end
				""";

	}

}
