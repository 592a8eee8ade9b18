package io.bespokecache.spring.redis;

import java.io.ByteArrayOutputStream;

import io.bespokecache.shared.UnshareableException;
import io.bespokecache.shared.ValueFormat;
import io.bespokecache.spring.json.JsonType;
import io.bespokecache.spring.json.Sha256;
import io.bespokecache.spring.json.UnrepresentableException;

import org.springframework.cache.support.NullValue;

/**
 * Values of a declared type as JSON. What stands for {@code null} has no bytes. Needs
 * Jackson 3.
 * <p>
 * Messages say nothing that is in a value; their causes may.
 */
public final class JsonValueFormat implements ValueFormat<Object> {

	private final JsonType json;

	private final int maximumBytes;

	private final long type;

	/** Whether some value has been seen to come back. */
	private volatile boolean readBack;

	/**
	 * Creates a format.
	 * @param json the declared type
	 * @param maximumBytes greatest length of a value's JSON
	 */
	public JsonValueFormat(JsonType json, int maximumBytes) {
		this.json = json;
		this.maximumBytes = maximumBytes;
		this.type = Sha256.firstBits(json.shape());
	}

	/**
	 * The first bits of the fingerprint of the declared type, and of all types that it
	 * leads to. A process whose classes have other fields has another type, and reads
	 * none of these values.
	 */
	@Override
	public long type() {
		return this.type;
	}

	@Override
	public byte[] write(Object value) {
		if (value == NullValue.INSTANCE) {
			return new byte[0];
		}
		LimitedOutput output = new LimitedOutput(this.maximumBytes);
		try {
			this.json.write(value, output);
		}
		catch (UnrepresentableException ex) {
			throw new UnshareableException("The value " + ex.getMessage(), ex);
		}
		catch (RuntimeException | StackOverflowError ex) {
			if (output.overflowed) {
				throw new UnshareableException(
						"The value takes more than the " + this.maximumBytes + " bytes that are allowed", ex);
			}
			throw new UnshareableException(
					"The value cannot be written as " + this.json.name() + " (" + ex.getClass().getName() + ")", ex);
		}
		byte[] bytes = output.toByteArray();
		requireReadable(bytes);
		return bytes;
	}

	/**
	 * Reads the first value that is written, so that a type that can only be written is
	 * noticed now, and not as values that nobody ever finds.
	 */
	private void requireReadable(byte[] bytes) {
		if (bytes.length == 0) {
			throw new UnshareableException("The value is written as nothing");
		}
		if (!this.readBack) {
			read(bytes, 0, bytes.length);
			this.readBack = true;
		}
	}

	@Override
	public Object read(byte[] bytes, int offset, int length) {
		if (length == 0) {
			return NullValue.INSTANCE;
		}
		try {
			return this.json.read(bytes, offset, length);
		}
		catch (UnrepresentableException ex) {
			throw new UnshareableException("The value " + ex.getMessage(), ex);
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new UnshareableException(
					"The value cannot be read as " + this.json.name() + " (" + ex.getClass().getName() + ")", ex);
		}
	}

	/**
	 * Takes no more than is allowed: a value may well be larger than the memory that is
	 * left.
	 */
	private static final class LimitedOutput extends ByteArrayOutputStream {

		private final int limit;

		private boolean overflowed;

		LimitedOutput(int limit) {
			this.limit = limit;
		}

		@Override
		public synchronized void write(int b) {
			requireRoom(1);
			super.write(b);
		}

		@Override
		public synchronized void write(byte[] bytes, int offset, int length) {
			requireRoom(length);
			super.write(bytes, offset, length);
		}

		private void requireRoom(int length) {
			if (this.count + (long) length > this.limit) {
				this.overflowed = true;
				throw new IllegalStateException("No room for the value");
			}
		}

	}

}
