package io.bespokecache.cache;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.bespokecache.workload.RecentUse;
import io.bespokecache.workload.UseCounts;

/**
 * What has happened in the last 10 minutes, a minute more or less. Not thread-safe.
 */
final class RecentCounts {

	private static final int MINUTES = 10;

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	/**
	 * What is left of the weight of a review at the next one: it fades in ten minutes.
	 */
	private static final double KEPT = 1 - 1 / 60.0;

	/** One a minute, oldest first; never empty. */
	private final Deque<Mark> marks = new ArrayDeque<>(MINUTES + 1);

	private Mark window;

	private long start;

	private double settledReads;

	private double settledWrites;

	private long settledReviews;

	RecentCounts(long now) {
		this.window = new Mark(UseCounts.NONE, 0, now);
		restart(UseCounts.NONE, 0, now);
	}

	/** Forgets what has happened. */
	void restart(UseCounts counts, long size, long now) {
		this.marks.clear();
		this.window = new Mark(counts, size, now);
		this.marks.add(this.window);
		this.start = now;
		this.settledReads = 0;
		this.settledWrites = 0;
		this.settledReviews = 0;
	}

	/**
	 * Another review.
	 * @param counts what has happened so far
	 * @param size entries
	 * @return what has happened since the time that is remembered began
	 */
	RecentUse add(UseCounts counts, long size, long now) {
		Mark first = this.marks.getFirst();
		UseCounts window = counts.since(this.window.counts());
		settle(window, size);
		RecentUse use = new RecentUse(counts.since(first.counts()), Duration.ofNanos(now - first.time()),
				counts.since(middle(first, now).counts()), window, Duration.ofNanos(now - this.start), first.size(),
				this.settledReads, this.settledWrites, this.settledReviews);
		this.window = new Mark(counts, size, now);
		if (now - this.marks.getLast().time() >= MINUTE) {
			this.marks.addLast(this.window);
			if (this.marks.size() > MINUTES) {
				this.marks.removeFirst();
			}
		}
		return use;
	}

	/** While a cache fills, it is written more than later. */
	private void settle(UseCounts window, long size) {
		if (!RecentUse.isGrowth(this.window.size(), size)) {
			this.settledReads = KEPT * this.settledReads + window.reads();
			this.settledWrites = KEPT * this.settledWrites + window.writes();
			this.settledReviews++;
		}
	}

	private Mark middle(Mark first, long now) {
		Mark middle = first;
		for (Mark mark : this.marks) {
			middle = (mark.time() - first.time() <= now - mark.time()) ? mark : middle;
		}
		return middle;
	}

	/**
	 * How far it had come.
	 *
	 * @param counts what had happened
	 * @param size entries
	 * @param time when that was
	 */
	private record Mark(UseCounts counts, long size, long time) {

	}

}
