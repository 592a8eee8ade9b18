package io.bespokecache.workload;

import java.time.Duration;

/**
 * The greatest working set of a longer time than a period, and the entries at its
 * beginning. The time has two spells, the second of which goes on. Not thread-safe.
 */
final class LongUse {

	private Duration start = Duration.ZERO;

	private boolean complete;

	private long formerUse;

	private long formerSize;

	private long use;

	private long size = -1;

	/**
	 * Another review.
	 * @param spell how long a spell is to last
	 */
	void add(CacheFacts facts, Duration spell) {
		if (this.size < 0) {
			this.size = facts.size();
			this.start = facts.use().watched();
		}
		this.use = Math.max(this.use, facts.observed().workingSet());
		if (facts.use().watched().minus(this.start).compareTo(spell) >= 0) {
			this.complete = true;
			this.formerUse = this.use;
			this.formerSize = this.size;
			this.use = facts.observed().workingSet();
			this.size = facts.size();
			this.start = facts.use().watched();
		}
	}

	/** Whether it has lasted for a whole spell. */
	boolean isComplete() {
		return this.complete;
	}

	long greatest() {
		return Math.max(this.use, this.formerUse);
	}

	/** Entries when it began. */
	long sizeBefore() {
		return this.formerSize;
	}

}
