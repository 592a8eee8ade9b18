package io.bespokecache.spring.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.bespokecache.shared.UnshareableException;

/**
 * The bytes of a key that is being written, up to a limit. Numbers are big-endian.
 */
final class KeyOutput {

	/** Greatest length of a key. */
	static final int MAXIMUM_BYTES = 1 << 16;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

	void octet(int octet) {
		requireRoom(1);
		this.bytes.write(octet);
	}

	void octets(byte[] octets) {
		requireRoom(octets.length);
		this.bytes.write(octets, 0, octets.length);
	}

	void int16(int number) {
		octet(number >>> Byte.SIZE);
		octet(number);
	}

	void int32(int number) {
		int16(number >>> Short.SIZE);
		int16(number);
	}

	void int64(long number) {
		int32((int) (number >>> Integer.SIZE));
		int32((int) number);
	}

	/**
	 * Seven bits an octet, the least significant first; all but the last have the eighth
	 * bit set.
	 */
	void length(int length) {
		int rest = length;
		while (rest > 0x7F) {
			octet((rest & 0x7F) | 0x80);
			rest >>>= 7;
		}
		octet(rest);
	}

	void block(byte[] octets) {
		length(octets.length);
		octets(octets);
	}

	/**
	 * UTF-8, unless that would not come back: half of a surrogate pair has none.
	 */
	void text(String text) {
		requireRoom(text.length());
		if (isWellFormed(text)) {
			byte[] octets = text.getBytes(StandardCharsets.UTF_8);
			length(octets.length << 1);
			octets(octets);
		}
		else {
			length((text.length() << 1) | 1);
			text.chars().forEach(this::int16);
		}
	}

	private static boolean isWellFormed(String text) {
		int i = 0;
		while (i < text.length()) {
			int character = text.codePointAt(i);
			if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
				return false;
			}
			i += Character.charCount(character);
		}
		return true;
	}

	byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

	private void requireRoom(int length) {
		if (this.bytes.size() + (long) length > MAXIMUM_BYTES) {
			throw new UnshareableException("A key of more than " + MAXIMUM_BYTES
					+ " bytes cannot be shared: use a shorter one, or a hash of it");
		}
	}

}
