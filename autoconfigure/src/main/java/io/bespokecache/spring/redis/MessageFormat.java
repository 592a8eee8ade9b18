package io.bespokecache.spring.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

import io.bespokecache.shared.Control;
import io.bespokecache.shared.Message;
import io.bespokecache.shared.Shard;
import org.jspecify.annotations.Nullable;

/**
 * How announcements are written. The sender makes the head: version, kind, shard, number
 * of the process, and a checksum of the key, in 15 bytes. The server appends where the
 * shard stands, in decimal with a space after each number, and the key.
 * <p>
 * One that has been damaged on its way is either read as none, and then missing in the
 * sequence; or it says wrongly where the shard stands, which the next heartbeat finds. A
 * damaged key alone would be found by nobody: therefore the checksum.
 */
final class MessageFormat {

	private static final byte VERSION = 1;

	private static final byte EVICTION = 'e';

	private static final byte CLEAR = 'c';

	private static final int CHECKSUM = 3 + Long.BYTES;

	private static final int HEAD = CHECKSUM + Integer.BYTES;

	private static final byte[] NO_KEY = {};

	/** Of a number in decimal, with its sign. */
	private static final int MAXIMUM_DIGITS = 20;

	private MessageFormat() {
	}

	static byte[] headOfEviction(Shard shard, long node, byte[] key) {
		return head(EVICTION, shard, node, key);
	}

	static byte[] headOfClear(Shard shard, long node) {
		return head(CLEAR, shard, node, NO_KEY);
	}

	private static byte[] head(byte kind, Shard shard, long node, byte[] key) {
		return ByteBuffer.allocate(HEAD)
			.put(VERSION)
			.put(kind)
			.put((byte) shard.index())
			.putLong(node)
			.putInt(checksum(kind, key, 0))
			.array();
	}

	/** Of the kind as well: an eviction is not to become a clear, nor the reverse. */
	private static int checksum(byte kind, byte[] bytes, int start) {
		CRC32C checksum = new CRC32C();
		checksum.update(kind);
		checksum.update(bytes, start, bytes.length - start);
		return (int) checksum.getValue();
	}

	/**
	 * Reads an announcement.
	 * @param cache name of the cache whose channel it came from
	 * @param bytes what came
	 * @return the announcement; {@code null} if it is none
	 */
	static @Nullable Message read(String cache, byte[] bytes) {
		if (bytes.length < HEAD || bytes[0] != VERSION) {
			return null;
		}
		byte kind = bytes[1];
		int index = bytes[2];
		if ((kind != EVICTION && kind != CLEAR) || index < 0 || index >= Shard.COUNT) {
			return null;
		}
		long[] numbers = new long[3];
		int position = HEAD;
		for (int i = 0; i < numbers.length; i++) {
			int end = endOfNumber(bytes, position);
			if (end < 0) {
				return null;
			}
			try {
				numbers[i] = Long.parseLong(new String(bytes, position, end - position, StandardCharsets.US_ASCII));
			}
			catch (NumberFormatException ex) {
				return null;
			}
			position = end + 1;
		}
		if ((kind == CLEAR && position != bytes.length)
				|| ByteBuffer.wrap(bytes).getInt(CHECKSUM) != checksum(kind, bytes, position)) {
			return null;
		}
		return new Message(new Shard(cache, index), new Control(numbers[0], numbers[1], numbers[2]),
				ByteBuffer.wrap(bytes, 3, Long.BYTES).getLong(),
				(kind == CLEAR) ? null : Arrays.copyOfRange(bytes, position, bytes.length));
	}

	private static int endOfNumber(byte[] bytes, int start) {
		int limit = Math.min(bytes.length, start + MAXIMUM_DIGITS + 1);
		for (int i = start; i < limit; i++) {
			if (bytes[i] == ' ') {
				return i;
			}
		}
		return -1;
	}

}
