package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock that guards a share of a promoting map's keys against other writers, and what
 * is counted under it. The counts are read without the lock too; they order nothing.
 * <p>
 * Read tables and deltas are numbered, and those with odd numbers are counted apart from
 * those with even ones. So who holds the lock and still knows the levels of before a
 * change counts for the table that he has changed. A count is taken over for the table
 * after next once nobody can count for the one before.
 */
final class Stripe {

	/** Reentrant only so that a recursive update can be told and refused. */
	final ReentrantLock lock = new ReentrantLock();

	/** Entries, in whichever level. */
	private final AtomicInteger entries = new AtomicInteger();

	/** Entries in the deltas of even and of odd numbers. */
	private final AtomicInteger[] delta = { new AtomicInteger(), new AtomicInteger() };

	/** Dead slots of the read tables of even and of odd numbers. */
	private final AtomicInteger[] dead = { new AtomicInteger(), new AtomicInteger() };

	/** Whether who has the lock is to help a promotion. Guarded by the lock. */
	boolean helps;

	int entries() {
		return this.entries.getOpaque();
	}

	int delta(int number) {
		return this.delta[number & 1].getOpaque();
	}

	int dead(int number) {
		return this.dead[number & 1].getOpaque();
	}

	void addEntry(int change) {
		add(this.entries, change);
	}

	void addToDelta(int number, int change) {
		add(this.entries, change);
		add(this.delta[number & 1], change);
	}

	/** The holder of the lock has removed or revived an entry of a read table. */
	void addDead(int number, int change) {
		add(this.entries, -change);
		this.dead[number & 1].getAndAdd(change);
	}

	/**
	 * A slot of a read table is dead from the beginning. Whoever moves entries counts it,
	 * without the lock; that is why this count is atomic.
	 */
	void bornDead(int number) {
		this.dead[number & 1].getAndIncrement();
	}

	/** Nobody counts for a delta of this number yet. */
	void resetDelta(int number) {
		this.delta[number & 1].setOpaque(0);
	}

	/** Nobody counts for a read table of this number yet. */
	void resetDead(int number) {
		this.dead[number & 1].setOpaque(0);
	}

	/** For the holder of the lock, who is the only one to change this count. */
	private static void add(AtomicInteger count, int change) {
		count.setOpaque(count.getPlain() + change);
	}

}
