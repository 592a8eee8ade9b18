package io.bespokecache.map;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

import org.jspecify.annotations.Nullable;

/**
 * A key that the garbage collector may take. Equal to other keys as long as it is there,
 * and to itself.
 */
final class WeakKey extends WeakReference<Object> {

	private final int hashCode;

	/** What is to be evicted when the key is gone; set before others see this. */
	@Nullable Node node;

	WeakKey(Object key, ReferenceQueue<Object> queue) {
		super(key, queue);
		this.hashCode = key.hashCode();
	}

	/** Whether this stands for a key. */
	boolean standsFor(Object key) {
		Object referent = get();
		return referent != null && key.equals(referent);
	}

	@Override
	public int hashCode() {
		return this.hashCode;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		if (this == other) {
			return true;
		}
		Object referent = get();
		return referent != null && ((other instanceof WeakKey key) ? key.standsFor(referent) : referent.equals(other));
	}

	/** Finds a weak key that stands for a key in a map of weak keys. */
	record LookUp(Object key) {

		@Override
		public int hashCode() {
			return this.key.hashCode();
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return (other instanceof WeakKey weak) ? weak.standsFor(this.key)
					: other instanceof LookUp lookUp && this.key.equals(lookUp.key);
		}

	}

}
