package io.bespokecache.map;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Finds expired entries, without a lock, in those segments in which one may have expired.
 * <p>
 * It goes through a table from its end to its beginning, because entries that change
 * their slots meanwhile move towards the beginning: none gets past. Those that move from
 * the beginning to the end are met there when the last slots are looked at once more.
 */
abstract class NodeSweep implements Sweep {

	/** Entries that are dropped before the lock is given back once. */
	private static final int BATCH = 64;

	/** As far as an entry lies from its home at most. */
	private static final int OVERLAP = 128;

	private final NodeSegment[] segments;

	private final long now;

	private final int most;

	private final boolean thorough;

	private final List<TimedNode> expired = new ArrayList<>();

	private int segment;

	/** The table that is being looked through, or {@code null} before one is. */
	private @Nullable NodeTable table;

	/** Slots that are still to be looked at, the last ones twice. */
	private int left;

	private @Nullable Iterator<Node> overflow;

	/** Earliest deadline that was met; {@link Long#MAX_VALUE} if none was. */
	private long earliest;

	/** Entries that the last step has looked at. */
	private int looks;

	/**
	 * Begins a walk.
	 * @param segments the segments
	 * @param now the time by which an entry has to have expired
	 * @param most slots and entries that a step looks at
	 * @param thorough whether to look at all segments, also where no entry is known to
	 * have expired, because another walk may be about to drop one
	 */
	NodeSweep(NodeSegment[] segments, long now, int most, boolean thorough) {
		this.segments = segments;
		this.now = now;
		this.most = most;
		this.thorough = thorough;
	}

	/**
	 * Takes the lock of a segment.
	 * @return {@code false} if it is not to be waited for
	 */
	abstract boolean lock(NodeSegment segment);

	/** Drops an entry that has expired, under its segment's lock. */
	abstract void drop(NodeSegment segment, TimedNode entry);

	@Override
	public final boolean step() {
		this.looks = 0;
		while (this.segment < this.segments.length) {
			NodeSegment segment = this.segments[this.segment];
			NodeTable table = this.table;
			if (table == null) {
				table = isDue(segment) ? begin(segment) : null;
				if (table == null) {
					this.segment++;
					continue;
				}
			}
			boolean done = look(table);
			drop(segment);
			if (!done) {
				return true;
			}
			end(segment, table);
		}
		return false;
	}

	private boolean isDue(NodeSegment segment) {
		long earliest = segment.earliest();
		return this.thorough || (earliest != Long.MAX_VALUE && earliest - this.now <= 0);
	}

	/**
	 * Drops what was found. A deadline that was put off meanwhile is noted; so is one of
	 * an entry that could not be dropped.
	 */
	private void drop(NodeSegment segment) {
		int next = 0;
		boolean locked = true;
		while (next < this.expired.size() && locked) {
			locked = lock(segment);
			if (locked) {
				try {
					for (int i = 0; i < BATCH && next < this.expired.size(); i++) {
						TimedNode entry = this.expired.get(next);
						next++;
						if (entry.value() != null) {
							dropIfExpired(segment, entry);
						}
					}
				}
				finally {
					segment.unlock();
				}
			}
		}
		if (next < this.expired.size()) {
			segment.noteDeadline(this.now);
		}
		this.expired.clear();
	}

	private void dropIfExpired(NodeSegment segment, TimedNode entry) {
		if (entry.isExpired(this.now)) {
			drop(segment, entry);
		}
		else {
			segment.noteDeadline(entry.deadline());
		}
	}

	/** How many slots and entries the last step has looked at. */
	final int looks() {
		return this.looks;
	}

	private @Nullable NodeTable begin(NodeSegment segment) {
		// A writer who has added an entry and noted its deadline has done both before
		// this or does both after it.
		if (!lock(segment)) {
			return null;
		}
		segment.forgetEarliest();
		segment.unlock();
		this.earliest = Long.MAX_VALUE;
		NodeTable table = segment.table();
		this.table = table;
		this.left = table.length() + Math.min(OVERLAP, table.length());
		ConcurrentHashMap<Object, Node> overflow = segment.overflowing();
		this.overflow = (overflow != null) ? overflow.values().iterator() : null;
		return table;
	}

	private void end(NodeSegment segment, NodeTable table) {
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

	private boolean look(NodeTable table) {
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

	private void look(@Nullable Node entry) {
		if (entry == null || entry.value() == null) {
			return;
		}
		TimedNode timed = (TimedNode) entry;
		long deadline = timed.deadline();
		if (deadline - this.now <= 0) {
			this.expired.add(timed);
		}
		else if (this.earliest == Long.MAX_VALUE || deadline - this.earliest < 0) {
			this.earliest = deadline;
		}
	}

}
