package io.bespokecache.shared;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.zip.CRC32C;

/**
 * How a value lies in an engine: a header of fixed length, and the value's bytes. All
 * numbers are big-endian.
 *
 * <pre>
 *  0  magic         2
 *  2  version       1
 *  3  flags         1  bit 0: the value stands for null, and has no bytes;
 *                      bit 1: there is a value that cannot be shared, and no bytes
 *  4  checksum      4  CRC-32C of all other bytes
 *  8  fill          8  drawn at random
 * 16  generation    8
 * 24  type          8
 * 32  hash of key   8
 * 40  live millis   8
 * 48  fresh millis  8
 * 56  length        4
 * 60  value
 * </pre>
 *
 * No two fills have the same first {@value #IDENTITY_LENGTH} bytes: an engine compares
 * these alone to tell whether a value is still the one that somebody has seen.
 * <p>
 * What is read is not trusted. A length is compared with what is there before anything is
 * done with it, and the value is not looked at before the checksum has been found to fit.
 * The checksum tells of damage, not of malice.
 */
final class Envelope {

	/** How many of the first bytes tell one fill from another. */
	static final int IDENTITY_LENGTH = 16;

	/** Length of the header. */
	static final int HEADER_LENGTH = 60;

	private static final short MAGIC = (short) 0xBC5C;

	private static final byte VERSION = 1;

	private static final byte NO_FLAGS = 0;

	private static final byte NULL_FLAG = 1;

	private static final byte UNSHAREABLE_FLAG = 2;

	private static final byte[] NO_PAYLOAD = {};

	private static final int FLAGS_OFFSET = 3;

	private static final int CHECKSUM_OFFSET = 4;

	private static final int FILL_OFFSET = 8;

	private static final long FNV_BASIS = 0xCBF29CE484222325L;

	private static final long FNV_PRIME = 0x100000001B3L;

	/**
	 * Processes that are restored from one checkpoint would draw the same numbers from
	 * any other generator.
	 */
	private static final SecureRandom RANDOM = new SecureRandom();

	private Envelope() {
	}

	/**
	 * Writes a value.
	 * @param <V> the type of values
	 * @param key bytes of its key
	 * @param generation generation of the shard that it belongs to
	 * @param liveMillis milliseconds until the engine drops it, more than 0
	 * @param freshMillis milliseconds until it has expired for those who read it, more
	 * than 0 and at most {@code liveMillis}
	 * @param value the value
	 * @param format writes it
	 * @param maximumBytes greatest length of header and value
	 * @return header and value
	 * @throws UnshareableException if the format refuses the value, or it is too large
	 * @throws IllegalArgumentException if a duration is out of its range
	 */
	static <V> byte[] write(byte[] key, long generation, long liveMillis, long freshMillis, V value,
			ValueFormat<V> format, int maximumBytes) {
		byte[] payload = payloadOf(value, format);
		if (HEADER_LENGTH + (long) payload.length > maximumBytes) {
			throw new UnshareableException("The value takes " + payload.length + " bytes and a header of "
					+ HEADER_LENGTH + ", more than the " + maximumBytes + " that are allowed");
		}
		byte flags = (payload.length == 0) ? NULL_FLAG : NO_FLAGS;
		return write(key, generation, liveMillis, freshMillis, format.type(), flags, payload);
	}

	/**
	 * Writes what says that there is a value which cannot be shared, so that nobody waits
	 * for one.
	 * @param key bytes of its key
	 * @param generation generation of the shard that it belongs to
	 * @param liveMillis milliseconds until the engine drops it, more than 0
	 * @param type fingerprint of the type of values
	 * @return a header
	 */
	static byte[] writeUnshareable(byte[] key, long generation, long liveMillis, long type) {
		return write(key, generation, liveMillis, liveMillis, type, UNSHAREABLE_FLAG, NO_PAYLOAD);
	}

	private static byte[] write(byte[] key, long generation, long liveMillis, long freshMillis, long type, byte flags,
			byte[] payload) {
		if (!areSensible(liveMillis, freshMillis)) {
			throw new IllegalArgumentException(
					"A value cannot be fresh for " + freshMillis + " ms of the " + liveMillis + " ms that it lives");
		}
		byte[] bytes = new byte[HEADER_LENGTH + payload.length];
		ByteBuffer buffer = ByteBuffer.wrap(bytes)
			.putShort(MAGIC)
			.put(VERSION)
			.put(flags)
			.putInt(0)
			.putLong(RANDOM.nextLong())
			.putLong(generation)
			.putLong(type)
			.putLong(hashOf(key))
			.putLong(liveMillis)
			.putLong(freshMillis)
			.putInt(payload.length)
			.put(payload);
		buffer.putInt(CHECKSUM_OFFSET, checksumOf(bytes));
		return bytes;
	}

	private static <V> byte[] payloadOf(V value, ValueFormat<V> format) {
		try {
			return format.write(value);
		}
		catch (UnshareableException ex) {
			throw ex;
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new UnshareableException("The value cannot be written (" + ex.getClass().getName() + ")", ex);
		}
	}

	/**
	 * Reads a value.
	 * @param <V> the type of values
	 * @param bytes what may be header and value
	 * @param key bytes of the key that it was found under
	 * @param format reads it
	 * @param maximumBytes greatest length of header and value
	 * @return what was written
	 * @throws UnshareableException if the bytes are not what was written for a value of
	 * this key and type
	 */
	static <V> SharedEntry<V> read(byte[] bytes, byte[] key, ValueFormat<V> format, int maximumBytes) {
		Header header = readHeader(bytes, key, format.type(), maximumBytes);
		return new SharedEntry<>(readValue(bytes, format), header.generation(), header.liveMillis(),
				header.freshMillis());
	}

	/**
	 * Reads all but the value, and checks that the value is whole.
	 * @param bytes what may be header and value
	 * @param key bytes of the key that it was found under
	 * @param type fingerprint of the type of values
	 * @param maximumBytes greatest length of header and value
	 * @return what the header says
	 * @throws UnshareableException if the bytes are not what was written for a value of
	 * this key and type
	 */
	static Header readHeader(byte[] bytes, byte[] key, long type, int maximumBytes) {
		requireWhole(bytes, maximumBytes);
		ByteBuffer header = ByteBuffer.wrap(bytes, IDENTITY_LENGTH, HEADER_LENGTH - IDENTITY_LENGTH);
		long generation = header.getLong();
		if (header.getLong() != type) {
			throw new UnshareableException("It is a value of another type, or of another version of its class");
		}
		if (header.getLong() != hashOf(key)) {
			throw new UnshareableException("It is the value of another key");
		}
		long liveMillis = header.getLong();
		long freshMillis = header.getLong();
		if (!areSensible(liveMillis, freshMillis)) {
			throw new UnshareableException(
					"It says that it is fresh for " + freshMillis + " ms of the " + liveMillis + " ms that it lives");
		}
		return new Header(generation, liveMillis, freshMillis, bytes[FLAGS_OFFSET] == UNSHAREABLE_FLAG);
	}

	/**
	 * The generation that is written where a value has its own. Nothing is checked.
	 * @param bytes what may be header and value
	 * @return the number, 0 if there are too few bytes
	 */
	static long generationOf(byte[] bytes) {
		return (bytes.length >= HEADER_LENGTH) ? ByteBuffer.wrap(bytes).getLong(IDENTITY_LENGTH) : 0;
	}

	/**
	 * The version comes before the checksum: another one may have it elsewhere.
	 */
	private static void requireWhole(byte[] bytes, int maximumBytes) {
		if (bytes.length > maximumBytes) {
			throw new UnshareableException(
					"It has " + bytes.length + " bytes, more than the " + maximumBytes + " that are allowed");
		}
		if (bytes.length < HEADER_LENGTH) {
			throw new UnshareableException("It has " + bytes.length + " bytes, too few for a header");
		}
		ByteBuffer header = ByteBuffer.wrap(bytes);
		if (header.getShort() != MAGIC) {
			throw new UnshareableException("It was not written by Bespoke Cache");
		}
		byte version = header.get();
		if (version != VERSION) {
			throw new UnshareableException(
					"It has the format version " + (version & 0xFF) + ", of which this one knows only " + VERSION);
		}
		byte flags = header.get();
		int length = header.getInt(HEADER_LENGTH - Integer.BYTES);
		if (length != bytes.length - HEADER_LENGTH) {
			throw new UnshareableException("It says that its value has " + Integer.toUnsignedString(length)
					+ " bytes, and has " + (bytes.length - HEADER_LENGTH));
		}
		if (header.getInt() != checksumOf(bytes)) {
			throw new UnshareableException("It is damaged: its checksum does not fit");
		}
		boolean fit = (length == 0) ? flags == NULL_FLAG || flags == UNSHAREABLE_FLAG : flags == NO_FLAGS;
		if (!fit) {
			throw new UnshareableException("It has flags that do not fit: " + (flags & 0xFF));
		}
	}

	/**
	 * Reads the value after a header that was found to be in order.
	 * @param <V> the type of values
	 * @param bytes header and value
	 * @param format reads it
	 * @return the value
	 * @throws UnshareableException if the format refuses it
	 */
	static <V> V readValue(byte[] bytes, ValueFormat<V> format) {
		try {
			return format.read(bytes, HEADER_LENGTH, bytes.length - HEADER_LENGTH);
		}
		catch (UnshareableException ex) {
			throw ex;
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new UnshareableException("The value cannot be read (" + ex.getClass().getName() + ")", ex);
		}
	}

	private static boolean areSensible(long liveMillis, long freshMillis) {
		return freshMillis > 0 && freshMillis <= liveMillis;
	}

	private static int checksumOf(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, 0, CHECKSUM_OFFSET);
		checksum.update(bytes, FILL_OFFSET, bytes.length - FILL_OFFSET);
		return (int) checksum.getValue();
	}

	/**
	 * FNV-1a of 64 bits.
	 */
	private static long hashOf(byte[] key) {
		long hash = FNV_BASIS;
		for (byte octet : key) {
			hash = (hash ^ (octet & 0xFF)) * FNV_PRIME;
		}
		return hash;
	}

	/**
	 * What a header says.
	 *
	 * @param generation generation of the shard that the value belongs to
	 * @param liveMillis milliseconds from when it was filled until the engine drops it,
	 * more than 0
	 * @param freshMillis milliseconds from when it was filled until it has expired for
	 * those who read it, more than 0 and at most {@code liveMillis}
	 * @param unshareable whether it says that there is a value which cannot be shared
	 */
	record Header(long generation, long liveMillis, long freshMillis, boolean unshareable) {

	}

}
