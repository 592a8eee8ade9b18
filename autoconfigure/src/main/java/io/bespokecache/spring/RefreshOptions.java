package io.bespokecache.spring;

/**
 * How refreshes are run, those of all caches together.
 *
 * @param threads how many run at the same time, 1 or more
 * @param queueCapacity how many may wait for a thread, 0 or more; one more is put off
 * @param propagateContext whether the context of the caller, as Micrometer Context
 * Propagation captures it, is restored in a refresh
 */
public record RefreshOptions(int threads, int queueCapacity, boolean propagateContext) {

	/** Four at a time, a thousand waiting, and nothing of the caller's context. */
	public static final RefreshOptions DEFAULTS = new RefreshOptions(4, 1_000, false);

}
