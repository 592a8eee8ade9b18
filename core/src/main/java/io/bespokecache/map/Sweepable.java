package io.bespokecache.map;

import java.util.concurrent.Executor;

/**
 * A map that drops expired and collected entries though nobody reads them, when the
 * {@link Sweeper} comes.
 */
interface Sweepable {

	/**
	 * Begins a walk over the entries that may have expired by now.
	 * @return the walk, which takes no lock before its first step
	 */
	Sweep sweep();

	/** Where the walks are done. */
	Executor background();

}
