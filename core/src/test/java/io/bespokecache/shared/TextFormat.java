package io.bespokecache.shared;

import java.nio.charset.StandardCharsets;

/**
 * Texts as ASCII; the empty one has no bytes.
 */
class TextFormat implements ValueFormat<String> {

	@Override
	public long type() {
		return 0x7E47;
	}

	@Override
	public byte[] write(String value) {
		return value.getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public String read(byte[] bytes, int offset, int length) {
		return new String(bytes, offset, length, StandardCharsets.US_ASCII);
	}

}
