package io.bespokecache.shared;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Simple formats.
 */
final class TestFormats {

	static final KeyFormat<String> KEYS = new KeyFormat<>() {

		@Override
		public byte[] write(String key) {
			if (key.startsWith("unshareable")) {
				throw new UnshareableException("Key '" + key + "' is not to be shared");
			}
			return key.getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public String read(byte[] bytes) {
			return new String(bytes, StandardCharsets.UTF_8);
		}

	};

	static final ValueFormat<Long> VALUES = new ValueFormat<>() {

		@Override
		public long type() {
			return 7;
		}

		@Override
		public byte[] write(Long value) {
			if (value < 0) {
				throw new UnshareableException("Negative");
			}
			return ByteBuffer.allocate(8).putLong(value).array();
		}

		@Override
		public Long read(byte[] bytes, int offset, int length) {
			if (length != 8) {
				throw new UnshareableException("Not 8 bytes");
			}
			return ByteBuffer.wrap(bytes, offset, length).getLong();
		}

	};

	private TestFormats() {
	}

}
