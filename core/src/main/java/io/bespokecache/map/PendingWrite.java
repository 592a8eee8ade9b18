package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * A write that its caller has left to whichever thread holds the map's lock.
 */
final class PendingWrite {

	/** The write that waited before. Written before this one can be seen by others. */
	@Nullable PendingWrite next;

	private final Change change;

	/** Guarded by the map's lock, until {@code done}. */
	private @Nullable Object result;

	/** Guarded by the map's lock, until {@code done}. */
	private @Nullable Throwable failure;

	/** Publishes the outcome to the caller. */
	private volatile boolean done;

	PendingWrite(Change change) {
		this.change = change;
	}

	/**
	 * Makes the change, or notes why it could not be made. The caller holds the lock.
	 * @param draft takes the change
	 * @throws VirtualMachineError if the draft is of no use any more
	 */
	void apply(TrieDraft draft) {
		this.failure = null;
		try {
			this.result = this.change.apply(draft);
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	/** Hands the outcome to the caller. The root that has the change is published. */
	void done() {
		this.done = true;
	}

	/**
	 * Whether the outcome is there.
	 * @return {@code true} if it is
	 */
	boolean isDone() {
		return this.done;
	}

	/**
	 * What the change returned. Called once it is done.
	 * @return the result
	 */
	@Nullable Object result() {
		Throwable failure = this.failure;
		if (failure != null) {
			PendingWrite.<RuntimeException>rethrow(failure);
		}
		return this.result;
	}

	/**
	 * A key's methods throw what they like, declared or not.
	 */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" }) // for the
																		// compiler's
																		// eyes only
	private static <X extends Throwable> void rethrow(Throwable failure) throws X {
		throw (X) failure;
	}

	/**
	 * A change of one key, which does not depend on the thread that makes it.
	 */
	@FunctionalInterface
	interface Change {

		/**
		 * Makes the change.
		 * @param draft takes it
		 * @return what its caller is answered
		 */
		@Nullable Object apply(TrieDraft draft);

	}

}
