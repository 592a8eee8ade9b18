package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Accesses that threads tell of and one thread at a time takes, in their order as far as
 * that matters. It loses some, and never makes anybody wait.
 * <p>
 * <b>What may be lost.</b> What comes while the buffer is full; and of two threads that
 * tell at the same time, the access of one. Who takes a place writes to it later, so a
 * taker may find it empty, and goes past it: then the access is seen in its place one
 * round later, or is overwritten. All of it is harmless, since what is made of accesses
 * is an estimate, and needs no order between threads: hence nothing stronger than opaque
 * here but the one CAS that gives each place to one thread.
 */
final class AccessBuffer {

	private static final int PLACES = 256;

	private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(int[].class);

	private static final VarHandle TOLD;

	private static final VarHandle TAKEN;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			TOLD = lookup.findVarHandle(AccessBuffer.class, "told", int.class);
			TAKEN = lookup.findVarHandle(AccessBuffer.class, "taken", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** A ring; zero where there is no access. */
	private final int[] places = new int[PLACES];

	/** Places that were given away, ever. */
	@SuppressWarnings("UnusedVariable") // read and written through TOLD
	private int told;

	/** Places that were taken back, ever. Written by the one that takes. */
	@SuppressWarnings("UnusedVariable") // read and written through TAKEN
	private int taken;

	/**
	 * Tells of an access. Any thread.
	 * @param access what was accessed, not zero
	 * @return {@code false} if the buffer is full
	 */
	boolean offer(int access) {
		int told = (int) TOLD.getOpaque(this);
		if (told - (int) TAKEN.getOpaque(this) >= PLACES) {
			return false;
		}
		if (TOLD.weakCompareAndSetPlain(this, told, told + 1)) {
			PLACE.setOpaque(this.places, told & (PLACES - 1), access);
		}
		return true;
	}

	/**
	 * Takes the next access. One thread at a time.
	 * @return what was accessed; zero if nothing is left, or if its place is empty
	 */
	int poll() {
		int taken = (int) TAKEN.getOpaque(this);
		if (taken == (int) TOLD.getOpaque(this)) {
			return 0;
		}
		int place = taken & (PLACES - 1);
		int access = (int) PLACE.getOpaque(this.places, place);
		PLACE.setOpaque(this.places, place, 0);
		TAKEN.setOpaque(this, taken + 1);
		return access;
	}

	/** Whether nothing is left, as the one that takes sees it. */
	boolean isEmpty() {
		return (int) TAKEN.getOpaque(this) == (int) TOLD.getOpaque(this);
	}

}
