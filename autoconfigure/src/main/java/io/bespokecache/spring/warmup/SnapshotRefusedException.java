package io.bespokecache.spring.warmup;

import java.io.Serial;

/**
 * A snapshot is not used, or not written. The message is the rest of a sentence about the
 * file, without a full stop.
 */
final class SnapshotRefusedException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	SnapshotRefusedException(String message) {
		super(message);
	}

}
