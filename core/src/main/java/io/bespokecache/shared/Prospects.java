package io.bespokecache.shared;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whether those who looked lately found values. Thread-safe.
 */
final class Prospects {

	/**
	 * How far the balance goes at most to either side: a few tip it, whatever was before.
	 */
	private static final int MOST = 8;

	private static final VarHandle BALANCE;

	static {
		try {
			BALANCE = MethodHandles.lookup().findVarHandle(Prospects.class, "balance", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Nothing depends on it but speed: it is read and written as it comes, and of two
	 * changes at the same time one may be lost.
	 */
	@SuppressWarnings("UnusedVariable") // read and written through BALANCE
	private int balance;

	/**
	 * Whether the next one will probably find a value.
	 */
	boolean areGood() {
		return (int) BALANCE.getOpaque(this) > 0;
	}

	/**
	 * Somebody has looked.
	 * @param present whether there was a value
	 */
	void note(boolean present) {
		int before = (int) BALANCE.getOpaque(this);
		int after = present ? Math.min(MOST, before + 1) : Math.max(-MOST, before - 1);
		if (after != before) {
			BALANCE.setOpaque(this, after);
		}
	}

}
