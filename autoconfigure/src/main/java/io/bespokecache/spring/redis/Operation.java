package io.bespokecache.spring.redis;

import java.util.ArrayList;
import java.util.List;

import io.bespokecache.shared.Shard;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * One call of a script.
 *
 * @param script the script
 * @param shard what it is about
 * @param keys the script's keys
 * @param arguments the script's arguments: bytes, or what is written in decimal
 */
record Operation(Script script, Shard shard, List<byte[]> keys, List<Object> arguments) {

	/** Names the script. */
	AsyncCommand<byte[], byte[], List<Object>> byDigest() {
		return command(CommandType.EVALSHA, this.script.digest());
	}

	/** Brings the script along, and lets the server keep it. */
	AsyncCommand<byte[], byte[], List<Object>> bySource() {
		return command(CommandType.EVAL, this.script.source());
	}

	private AsyncCommand<byte[], byte[], List<Object>> command(CommandType type, byte[] script) {
		List<Object> all = new ArrayList<>(this.keys.size() + this.arguments.size() + 2);
		all.add(script);
		all.add(this.keys.size());
		all.addAll(this.keys);
		all.addAll(this.arguments);
		return EncodedCommand.of(type, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), all);
	}

}
