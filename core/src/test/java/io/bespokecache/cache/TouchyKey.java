package io.bespokecache.cache;

/**
 * A key that does something when its hash code is asked for the given time. All such keys
 * are equal. Used by one thread.
 */
final class TouchyKey {

	private final int when;

	private final Runnable action;

	private int touches;

	/**
	 * Creates a key.
	 * @param when which time, from 1; 0 for never
	 * @param action what to do
	 */
	TouchyKey(int when, Runnable action) {
		this.when = when;
		this.action = action;
	}

	@Override
	public int hashCode() {
		this.touches++;
		if (this.touches == this.when) {
			this.action.run();
		}
		return 1;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TouchyKey;
	}

}
