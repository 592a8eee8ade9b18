package io.bespokecache.spring.warmup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

import io.bespokecache.spring.json.JsonType;

/**
 * The format of keys that are a single value.
 */
final class SingleKeyFormat implements KeyFormat {

	private final JsonType type;

	SingleKeyFormat(JsonType type) {
		this.type = type;
	}

	@Override
	public void write(Object key, OutputStream output) throws SnapshotRefusedException {
		ByteArrayOutputStream json = new ByteArrayOutputStream();
		this.type.write(key, json);
		if (!read(json.toByteArray(), 0, json.size()).equals(key)) {
			throw new SnapshotRefusedException("does not come back equal as " + this.type.name());
		}
		try {
			json.writeTo(output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Object read(byte[] json, int offset, int length) {
		return this.type.read(json, offset, length);
	}

}
