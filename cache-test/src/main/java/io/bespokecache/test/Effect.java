package io.bespokecache.test;

/**
 * What a fault does.
 */
enum Effect {

	/** A request is refused, an answer or an announcement is lost. */
	LOSE,

	/** A request or an answer waits. */
	PAUSE,

	/** A value is altered, or an announcement becomes nonsense. */
	CORRUPT,

	/** An announcement arrives twice. */
	DUPLICATE,

	/** An announcement waits, and others overtake it. */
	HOLD

}
