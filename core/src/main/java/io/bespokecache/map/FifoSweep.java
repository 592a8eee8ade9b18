package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Finds expired entries, without a lock, in those segments in which one may have expired.
 * <p>
 * It goes through a table from its end to its beginning, because entries that change
 * their slots meanwhile move towards the beginning: none gets past. Those that move from
 * the beginning to the end are met there when the last slots are looked at once more.
 */
abstract class FifoSweep implements Sweep {

	/** As far as an entry lies from its home at most. */
	private static final int OVERLAP = 128;

	private final FifoSegment[] segments;

	private final long now;

	private final int most;

	private final BooleanSupplier holdsLock;

	private final List<TimedFifoEntry> expired = new ArrayList<>();

	private int segment;

	/** The table that is being looked through, or {@code null} before one is. */
	private @Nullable FifoTable table;

	/** Slots that are still to be looked at, the last ones twice. */
	private int left;

	private @Nullable Iterator<FifoEntry> overflow;

	/** Earliest deadline that was met; {@link Long#MAX_VALUE} if none was. */
	private long earliest;

	/** Entries that the last step has looked at. */
	private int looks;

	FifoSweep(FifoSegment[] segments, long now, int most, BooleanSupplier holdsLock) {
		this.holdsLock = holdsLock;
		this.segments = segments;
		this.now = now;
		this.most = most;
	}

	/** Drops entries that have expired, if they still have, under the segment's lock. */
	abstract void drop(FifoSegment segment, List<TimedFifoEntry> expired, long now);

	@Override
	public final boolean step() {
		this.looks = 0;
		while (this.segment < this.segments.length) {
			FifoSegment segment = this.segments[this.segment];
			FifoTable table = this.table;
			if (table == null) {
				long earliest = segment.earliest();
				if (earliest == Long.MAX_VALUE || earliest - this.now > 0) {
					this.segment++;
					continue;
				}
				table = begin(segment);
			}
			boolean done = look(table);
			if (!this.expired.isEmpty()) {
				drop(segment, this.expired, this.now);
				this.expired.clear();
			}
			if (!done) {
				return true;
			}
			end(segment, table);
		}
		return false;
	}

	/** How many slots and entries the last step has looked at. */
	final int looks() {
		return this.looks;
	}

	private FifoTable begin(FifoSegment segment) {
		// A writer who has added an entry and noted its deadline has done both before
		// this or does both after it.
		segment.lock(this.holdsLock);
		segment.forgetEarliest();
		segment.unlock();
		this.earliest = Long.MAX_VALUE;
		FifoTable table = segment.table();
		this.table = table;
		this.left = table.length() + Math.min(OVERLAP, table.length());
		ConcurrentHashMap<Object, FifoEntry> overflow = segment.overflowing();
		this.overflow = (overflow != null) ? overflow.values().iterator() : null;
		return table;
	}

	private void end(FifoSegment segment, FifoTable table) {
		if (segment.table() != table) {
			// Another table, which has to be looked through in the next walk.
			segment.noteDeadline(this.now);
		}
		else if (this.earliest != Long.MAX_VALUE) {
			segment.noteDeadline(this.earliest);
		}
		this.table = null;
		this.segment++;
	}

	private boolean look(FifoTable table) {
		while (this.left > 0) {
			if (this.looks == this.most) {
				return false;
			}
			this.looks++;
			this.left--;
			int slot = this.left - Math.min(OVERLAP, table.length());
			look(table.entry((slot >= 0) ? slot : table.length() + slot));
		}
		while (this.overflow != null && this.overflow.hasNext()) {
			if (this.looks == this.most) {
				return false;
			}
			this.looks++;
			look(this.overflow.next());
		}
		return true;
	}

	private void look(@Nullable FifoEntry entry) {
		if (entry == null || entry.value() == null) {
			return;
		}
		TimedFifoEntry timed = (TimedFifoEntry) entry;
		long deadline = timed.deadline();
		if (deadline - this.now <= 0) {
			this.expired.add(timed);
		}
		else if (this.earliest == Long.MAX_VALUE || deadline - this.earliest < 0) {
			this.earliest = deadline;
		}
	}

}
