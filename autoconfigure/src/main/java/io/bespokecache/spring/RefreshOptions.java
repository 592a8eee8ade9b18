package io.bespokecache.spring;

import io.bespokecache.workload.InvalidWorkloadException;

/**
 * How due entries are loaded again, for all caches of a manager together. Refuses what is
 * out of range.
 *
 * @param threads how many refreshes run at the same time, 1 or more
 * @param queueCapacity how many refreshes may wait for a thread, 0 or more; one for which
 * there is no room is put off
 * @param propagateContext whether a refresh runs in the context of the caller that
 * started it, as far as Micrometer Context Propagation knows it
 */
public record RefreshOptions(int threads, int queueCapacity, boolean propagateContext) {

	/** Four threads, a thousand places to wait, no context. */
	public static final RefreshOptions DEFAULTS = new RefreshOptions(4, 1_000, false);

	public RefreshOptions {
		if (threads < 1) {
			throw new InvalidWorkloadException("threads", threads, "is less than 1", "Give a whole number from 1 up.");
		}
		if (queueCapacity < 0) {
			throw new InvalidWorkloadException("queue-capacity", queueCapacity, "is less than 0",
					"Give a whole number from 1 up, or 0 to put off every refresh for which no thread is free.");
		}
	}

}
