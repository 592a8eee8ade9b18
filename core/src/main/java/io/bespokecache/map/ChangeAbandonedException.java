package io.bespokecache.map;

/**
 * A change of a map was given up because others kept it from being made: everything is as
 * it was, and the same change may succeed later.
 */
public final class ChangeAbandonedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	/** For a writer that did not come to an end, or an interrupt while he was awaited. */
	static ChangeAbandonedException becauseOfAWriter() {
		return new ChangeAbandonedException(Thread.currentThread().isInterrupted()
				? "The thread that was to change the map was interrupted, and everything is as it was"
				: "A writer has been busy for too long, in a function that the map has called, and everything is as "
						+ "it was");
	}

	/**
	 * Creates an exception.
	 * @param message why, a sentence without its full stop
	 */
	public ChangeAbandonedException(String message) {
		super(message);
	}

}
