package io.bespokecache.cache;

import org.jspecify.annotations.Nullable;

/**
 * Tells the observer of one cache's loads, and keeps its failures from them. Thread-safe.
 */
final class LoadWatch {

	private final String cache;

	private final LoadObserver observer;

	LoadWatch(String cache, LoadObserver observer) {
		this.cache = cache;
		this.observer = observer;
	}

	/**
	 * A load is about to run in the calling thread.
	 */
	ObservedLoad begin(LoadKind kind) {
		try {
			ObservedLoad load = this.observer.begin(this.cache, kind);
			return (load != ObservedLoad.UNOBSERVED) ? new Guarded(load) : load;
		}
		catch (RuntimeException | Error ex) {
			// The load is not the observer's to break.
			return ObservedLoad.UNOBSERVED;
		}
	}

	/**
	 * A load whose observer may fail.
	 *
	 * @param load the load as the observer sees it
	 */
	private record Guarded(ObservedLoad load) implements ObservedLoad {

		@Override
		public void leave() {
			try {
				this.load.leave();
			}
			catch (RuntimeException | Error ex) {
				// Nor is the end of it.
			}
		}

		@Override
		public void end(@Nullable Throwable failure) {
			try {
				this.load.end(failure);
			}
			catch (RuntimeException | Error ex) {
				// Nor what comes of it.
			}
		}

	}

}
