package io.bespokecache.spring.redis;

import java.util.List;

import io.bespokecache.shared.Shard;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandArgs;
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
		CommandArgs<byte[], byte[]> args = CommandConnection.args().add(script).add(this.keys.size());
		this.keys.forEach(args::addKey);
		for (Object argument : this.arguments) {
			if (argument instanceof byte[] bytes) {
				args.addValue(bytes);
			}
			else {
				args.add(argument.toString());
			}
		}
		return CommandConnection.command(type, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), args);
	}

}
