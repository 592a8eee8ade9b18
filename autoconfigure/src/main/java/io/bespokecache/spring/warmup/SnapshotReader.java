package io.bespokecache.spring.warmup;

import java.time.Duration;
import java.time.Instant;

import io.bespokecache.spring.CacheEntries;
import io.bespokecache.spring.WarmUpReport.Restored;
import org.jspecify.annotations.Nullable;

/**
 * Takes the entries of a snapshot into a cache, and counts them. An entry that cannot be
 * read is left out; the others are not the worse for it.
 */
final class SnapshotReader implements SnapshotContent.LineVisitor {

	private final CacheEntries entries;

	private final SnapshotTypes types;

	private final Duration since;

	private final FirstProblem problem = new FirstProblem();

	private long restored;

	private long left;

	private long unreadable;

	/**
	 * Creates a reader.
	 * @param entries the cache
	 * @param types what the snapshot holds
	 * @param since time since the snapshot was written
	 */
	SnapshotReader(CacheEntries entries, SnapshotTypes types, Duration since) {
		this.entries = entries;
		this.types = types;
		this.since = since;
	}

	@Override
	public void visit(SnapshotContent.Line line) {
		Object key;
		@Nullable Object value;
		Duration age;
		try {
			line.requireWhole();
			age = this.since.plus(line.readAge());
			key = line.readKey(this.types.keys());
			value = line.isNull() ? null : line.readValue(this.types.values());
		}
		catch (SnapshotRefusedException | RuntimeException ex) {
			this.unreadable++;
			this.problem.set(ex);
			return;
		}
		if (this.entries.restore(key, value, age)) {
			this.restored++;
		}
		else {
			this.left++;
		}
	}

	Restored report(Instant writtenAt) {
		return new Restored(this.restored, this.left, this.unreadable, writtenAt, this.problem.text());
	}

}
