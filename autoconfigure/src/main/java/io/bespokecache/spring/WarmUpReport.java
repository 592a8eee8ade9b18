package io.bespokecache.spring;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What became of a cache's entries when the application started, and when it stopped.
 *
 * @param restored what was taken from the snapshot; {@code null} if the cache has none,
 * or there was no file
 * @param preloaded what the preload did; {@code null} if the cache has none
 * @param written the snapshot that was written last; {@code null} if there was none
 */
public record WarmUpReport(@Nullable Restored restored, @Nullable Preloaded preloaded, @Nullable Written written) {

	/** Nothing has happened yet. */
	public static final WarmUpReport NOTHING = new WarmUpReport(null, null, null);

	/**
	 * What was taken from a snapshot.
	 *
	 * @param entries entries that were taken
	 * @param left entries that were not, because they had expired or their key was
	 * present
	 * @param unreadable entries that could not be read
	 * @param writtenAt when the snapshot was written; {@code null} if it was not used
	 * @param restoredAt when this was done
	 * @param duration how long it took
	 * @param problem why the snapshot was not used, or its first entry that could not be
	 * read was not; {@code null} if there was no problem
	 */
	public record Restored(long entries, long left, long unreadable, @Nullable Instant writtenAt, Instant restoredAt,
			Duration duration, @Nullable String problem) {

	}

	/**
	 * What a preload did.
	 *
	 * @param entries entries that were added
	 * @param present entries whose key was present
	 * @param preloadedAt when it ended
	 * @param duration how long it took
	 * @param problem why the preload ended early; {@code null} if it did not
	 */
	public record Preloaded(long entries, long present, Instant preloadedAt, Duration duration,
			@Nullable String problem) {

	}

	/**
	 * A snapshot that was written, or was to be.
	 *
	 * @param entries entries in it
	 * @param skipped entries that cannot be represented
	 * @param leftOut entries beyond the bounds of the file
	 * @param bytes size of the file
	 * @param writtenAt when it was written; {@code null} if there is no file
	 * @param problem why there is no file, or why the first entry was skipped that was;
	 * {@code null} if there was no problem
	 */
	public record Written(long entries, long skipped, long leftOut, long bytes, @Nullable Instant writtenAt,
			@Nullable String problem) {

	}

}
