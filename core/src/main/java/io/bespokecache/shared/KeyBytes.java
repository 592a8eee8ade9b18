package io.bespokecache.shared;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a key, equal to any that are the same.
 */
final class KeyBytes {

	/** Not to be modified. */
	final byte[] bytes;

	KeyBytes(byte[] bytes) {
		this.bytes = bytes;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof KeyBytes key && Arrays.equals(this.bytes, key.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

}
