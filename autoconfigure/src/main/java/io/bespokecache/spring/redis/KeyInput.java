package io.bespokecache.spring.redis;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that may be those of a key. Nothing is allocated for what is not there.
 */
final class KeyInput {

	private final ByteBuffer bytes;

	KeyInput(byte[] bytes, int offset) {
		this.bytes = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
	}

	byte octet() {
		return this.bytes.get();
	}

	short int16() {
		return this.bytes.getShort();
	}

	int int32() {
		return this.bytes.getInt();
	}

	long int64() {
		return this.bytes.getLong();
	}

	/**
	 * How many elements follow.
	 * @throws BufferUnderflowException if there are not even as many octets left
	 */
	int length() {
		return requireLeft(number());
	}

	private int number() {
		int number = 0;
		int shift = 0;
		byte octet;
		do {
			octet = this.bytes.get();
			number |= (octet & 0x7F) << shift;
			shift += 7;
		}
		while (octet < 0 && shift < Integer.SIZE);
		return number;
	}

	private int requireLeft(int length) {
		if (length < 0 || length > this.bytes.remaining()) {
			throw new BufferUnderflowException();
		}
		return length;
	}

	byte[] block() {
		return octets(length());
	}

	private byte[] octets(int length) {
		byte[] octets = new byte[length];
		this.bytes.get(octets);
		return octets;
	}

	String text() {
		int number = number();
		int length = requireLeft(number >>> 1);
		if ((number & 1) == 0) {
			return new String(octets(length), StandardCharsets.UTF_8);
		}
		char[] characters = new char[length];
		for (int i = 0; i < length; i++) {
			characters[i] = (char) int16();
		}
		return new String(characters);
	}

}
