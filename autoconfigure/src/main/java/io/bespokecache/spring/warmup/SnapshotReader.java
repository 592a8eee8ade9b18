package io.bespokecache.spring.warmup;

import java.time.Duration;
import java.time.Instant;

import io.bespokecache.spring.CacheEntries;
import io.bespokecache.spring.WarmUpReport.Restored;

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
		try {
			if (restore(line)) {
				this.restored++;
			}
			else {
				this.left++;
			}
		}
		catch (SnapshotRefusedException | RuntimeException | LinkageError ex) {
			this.unreadable++;
			this.problem.set(ex);
		}
	}

	private boolean restore(SnapshotContent.Line line) throws SnapshotRefusedException {
		line.requireWhole();
		Duration age = this.since.plus(line.readAge());
		Object key = line.readKey(this.types.keys());
		Object value = line.isNull() ? null : line.readValue(this.types.values());
		return this.entries.restore(key, value, age);
	}

	Restored report(Instant writtenAt, Instant restoredAt, Duration duration) {
		return new Restored(this.restored, this.left, this.unreadable, writtenAt, restoredAt, duration,
				this.problem.text());
	}

}
