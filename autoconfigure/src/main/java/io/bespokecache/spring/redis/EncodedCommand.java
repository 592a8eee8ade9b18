package io.bespokecache.spring.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.ByteBuf;

/**
 * A command that is encoded by whoever makes it, and not by the loop, which all callers
 * share and which has only to copy it.
 *
 * @param <T> the type of answers
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">The
 * protocol of Redis</a>
 */
final class EncodedCommand<T> extends Command<byte[], byte[], T> {

	private static final byte[] END = { '\r', '\n' };

	private final byte[] bytes;

	private EncodedCommand(CommandType type, CommandOutput<byte[], byte[], T> output, byte[] bytes) {
		super(type, output);
		this.bytes = bytes;
	}

	/**
	 * Makes a command.
	 * @param type the command
	 * @param output what becomes of the answer
	 * @param arguments the arguments: bytes, or what is written in decimal
	 * @return a command that has not been sent
	 */
	static <T> AsyncCommand<byte[], byte[], T> of(CommandType type, CommandOutput<byte[], byte[], T> output,
			Object... arguments) {
		return of(type, output, List.of(arguments));
	}

	/**
	 * Makes a command.
	 * @see #of(CommandType, CommandOutput, Object...)
	 */
	static <T> AsyncCommand<byte[], byte[], T> of(CommandType type, CommandOutput<byte[], byte[], T> output,
			List<?> arguments) {
		return new AsyncCommand<>(new EncodedCommand<>(type, output, encode(type, arguments)));
	}

	/**
	 * An array of strings, each with its length.
	 */
	private static byte[] encode(CommandType type, List<?> arguments) {
		byte[][] parts = new byte[2 * arguments.size() + 3][];
		parts[0] = head('*', arguments.size() + 1);
		parts[2] = type.getBytes();
		parts[1] = head('$', parts[2].length);
		int next = 3;
		for (Object argument : arguments) {
			byte[] string = string(argument);
			parts[next++] = head('$', string.length);
			parts[next++] = string;
		}
		return join(parts);
	}

	private static byte[] string(Object argument) {
		return (argument instanceof byte[] bytes) ? bytes : argument.toString().getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] head(char kind, int number) {
		return (kind + Integer.toString(number)).getBytes(StandardCharsets.US_ASCII);
	}

	/** Heads and strings end alike. */
	private static byte[] join(byte[][] parts) {
		int length = 0;
		for (byte[] part : parts) {
			length = Math.addExact(length, part.length + END.length);
		}
		ByteBuffer joined = ByteBuffer.allocate(length);
		for (byte[] part : parts) {
			joined.put(part).put(END);
		}
		return joined.array();
	}

	@Override
	public void encode(ByteBuf buffer) {
		buffer.writeBytes(this.bytes);
	}

}
