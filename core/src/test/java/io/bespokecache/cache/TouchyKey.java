package io.bespokecache.cache;

import java.util.HashMap;
import java.util.Map;

/**
 * A key that does something when its hash code is asked for the given times. All such
 * keys are equal. Used by one thread.
 */
final class TouchyKey {

	private final Map<Integer, Runnable> actions = new HashMap<>();

	private int touches;

	/**
	 * Creates a key.
	 * @param when which time, from 1; 0 for never
	 * @param action what to do
	 */
	TouchyKey(int when, Runnable action) {
		this.actions.put(when, action);
	}

	/**
	 * Does something else at another time.
	 * @param when which time, from 1
	 * @param action what to do
	 * @return this key
	 */
	TouchyKey andThen(int when, Runnable action) {
		this.actions.put(when, action);
		return this;
	}

	@Override
	public int hashCode() {
		Runnable action = this.actions.get(++this.touches);
		if (action != null) {
			action.run();
		}
		return 1;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TouchyKey;
	}

}
