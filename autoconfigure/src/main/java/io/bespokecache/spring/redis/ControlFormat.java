package io.bespokecache.spring.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.bespokecache.shared.Control;
import io.lettuce.core.RedisException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * How the server tells where a shard stands: epoch, sequence and generation, in decimal.
 */
final class ControlFormat {

	private static final byte[] EPOCH = ascii("epoch");

	private static final byte[] SEQUENCE = ascii("seq");

	private static final byte[] GENERATION = ascii("gen");

	private ControlFormat() {
	}

	static AsyncCommand<byte[], byte[], List<Object>> command(byte[] key) {
		return EncodedCommand.of(CommandType.HMGET, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), key, EPOCH,
				SEQUENCE, GENERATION);
	}

	/**
	 * Reads what the server told of a shard that need not be there. One that nobody can
	 * read is not: the scripts let it come into being anew.
	 * @param parts the three numbers
	 * @return where the shard stands; {@code null} if it is not there
	 * @throws RedisException if there are not three
	 */
	static @Nullable Control readNullable(List<? extends @Nullable Object> parts) {
		if (parts.size() != 3) {
			throw nonsense();
		}
		Long epoch = parse(parts.get(0));
		Long sequence = parse(parts.get(1));
		Long generation = parse(parts.get(2));
		return (epoch != null && sequence != null && generation != null) ? new Control(epoch, sequence, generation)
				: null;
	}

	static Control read(List<? extends @Nullable Object> parts, int offset) {
		if (parts.size() != offset + 3) {
			throw nonsense();
		}
		return new Control(number(parts.get(offset)), number(parts.get(offset + 1)), number(parts.get(offset + 2)));
	}

	private static long number(@Nullable Object part) {
		Long number = parse(part);
		if (number == null) {
			throw nonsense();
		}
		return number;
	}

	private static @Nullable Long parse(@Nullable Object part) {
		if (!(part instanceof byte[] bytes)) {
			return null;
		}
		try {
			return Long.valueOf(new String(bytes, StandardCharsets.ISO_8859_1));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	static RedisException nonsense() {
		return new RedisException("Redis holds something else than a shard of a cache, or answers nonsense");
	}

	private static byte[] ascii(String name) {
		return name.getBytes(StandardCharsets.US_ASCII);
	}

}
