package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicLongArray;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The versions that keys go through, and what a reader of each may see.
 * <p>
 * One thread writes a key. Each of its writes takes the key from one version to the next,
 * and every third version is an absence. A read that began after version <i>a</i> was
 * finished and ended before version <i>b + 1</i> was started may see versions <i>a</i> to
 * <i>b</i>, and nothing older than what its thread has seen of that key before.
 */
final class VersionHistory {

	private final AtomicLongArray started;

	private final AtomicLongArray finished;

	VersionHistory(int keys) {
		this.started = new AtomicLongArray(keys);
		this.finished = new AtomicLongArray(keys);
	}

	int keys() {
		return this.started.length();
	}

	static boolean isAbsent(long version) {
		return version % 3 == 0;
	}

	long finished(int key) {
		return this.finished.get(key);
	}

	long start(int key) {
		return this.started.incrementAndGet(key);
	}

	void finish(int key) {
		this.finished.incrementAndGet(key);
	}

	/** Value of a version, which tells the key as well. */
	@Nullable Long value(int key, long version) {
		return isAbsent(version) ? null : version * keys() + key;
	}

	/**
	 * Checks what was read.
	 * @param key the key
	 * @param oldest the oldest version that the reader may see
	 * @param value what it saw
	 * @return the oldest version that the reader may see from now on
	 */
	long check(int key, long oldest, @Nullable Long value) {
		long newest = this.started.get(key);
		long version = (value != null) ? version(key, value) : (oldest + 2) / 3 * 3;
		if (version < oldest || version > newest) {
			assertThat(version).as("version of key %s that was seen, value %s", key, value).isBetween(oldest, newest);
		}
		return version;
	}

	/**
	 * Checks a presence or an absence.
	 * @param key the key
	 * @param oldest the oldest version that the reader may see
	 * @param present whether the key was present
	 */
	void checkPresence(int key, long oldest, boolean present) {
		long newest = this.started.get(key);
		long version = present ? (isAbsent(oldest) ? oldest + 1 : oldest) : (oldest + 2) / 3 * 3;
		if (version > newest) {
			assertThat(version).as("oldest version with presence %s of key %s", present, key)
				.isLessThanOrEqualTo(newest);
		}
	}

	private long version(int key, long value) {
		if (value % keys() != key) {
			assertThat(value % keys()).as("key of the value %s of key %s", value, key).isEqualTo(key);
		}
		return value / keys();
	}

}
