package io.bespokecache.test;

/**
 * A fault that was begun. Thread-safe.
 */
public interface Fault {

	/**
	 * How often it has struck so far: operations, answers or announcements that met with
	 * it. A test that asserts this knows that its chaos took place.
	 * @return 0 or more
	 */
	int count();

	/**
	 * Ends it: nothing more meets with it, and what it keeps waiting goes on. Does
	 * nothing if it has ended.
	 */
	void end();

}
