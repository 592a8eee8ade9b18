package io.bespokecache.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An entry that expires; 32 bytes with compressed references.
 * <p>
 * A writer sets the value before the deadline, and a reader takes the deadline before the
 * value: so no reader takes a former value for one that has just been written.
 */
class TimedNode extends Node {

	/** How far a deadline may lie ahead, so that two can be compared by subtraction. */
	static final long LONGEST_NANOS = Long.MAX_VALUE >> 1;

	private static final VarHandle DEADLINE;

	static {
		try {
			DEADLINE = MethodHandles.lookup().findVarHandle(TimedNode.class, "deadline", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** By the nano clock. */
	@SuppressWarnings("UnusedVariable") // read and written through DEADLINE
	private long deadline;

	TimedNode(Object key, int hash, long deadline) {
		super(key, hash);
		this.deadline = deadline;
	}

	final long deadline() {
		return (long) DEADLINE.getVolatile(this);
	}

	final void setDeadline(long deadline) {
		DEADLINE.setRelease(this, deadline);
	}

	/** Sets another deadline, unless somebody else has done so. */
	final boolean replaceDeadline(long former, long deadline) {
		return DEADLINE.compareAndSet(this, former, deadline);
	}

	final boolean isExpired(long now) {
		return deadline() - now <= 0;
	}

}
