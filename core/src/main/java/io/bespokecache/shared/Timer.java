package io.bespokecache.shared;

/**
 * Runs tasks when their time has come. Thread-safe.
 */
interface Timer extends AutoCloseable {

	/**
	 * Runs a task after a while.
	 * @return cancels it, if it has not begun
	 */
	Runnable after(long nanos, Runnable task);

	/**
	 * Runs a task after a while, unless it is cancelled before, as it nearly always is: a
	 * limit of time. It may be run a little early, and hardly ever late, and even at the
	 * moment at which it is cancelled.
	 * @return cancels it, if it has not begun
	 */
	Runnable limit(long nanos, Runnable task);

	@Override
	void close();

}
