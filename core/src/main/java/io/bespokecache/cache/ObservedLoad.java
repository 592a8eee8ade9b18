package io.bespokecache.cache;

import org.jspecify.annotations.Nullable;

/**
 * A load that somebody watches. It is left once, and after that ends once.
 */
public interface ObservedLoad {

	/** A load that nobody watches. */
	ObservedLoad UNOBSERVED = new ObservedLoad() {

		@Override
		public void leave() {
		}

		@Override
		public void end(@Nullable Throwable failure) {
		}

	};

	/**
	 * The thread that began the load runs none of its code any more. Called by that
	 * thread.
	 */
	void leave();

	/**
	 * The load has come with a value, or failed. Called by whichever thread completes it.
	 * @param failure how it failed; {@code null} if it did not
	 */
	void end(@Nullable Throwable failure);

}
