package io.bespokecache.cache;

/**
 * Sees the loads of a cache, those that run in the background included. What it throws is
 * dropped, and the load goes on.
 */
@FunctionalInterface
public interface LoadObserver {

	/**
	 * A load is about to run. Called by the thread that runs it, or that starts it if it
	 * goes on without a thread.
	 * @param cache name of the cache
	 * @param kind why it runs
	 * @return hears of the rest; {@link ObservedLoad#UNOBSERVED} to hear nothing
	 */
	ObservedLoad begin(String cache, LoadKind kind);

	/**
	 * Observer that looks away.
	 * @return the observer
	 */
	static LoadObserver none() {
		return (cache, kind) -> ObservedLoad.UNOBSERVED;
	}

}
