package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock that guards a share of a promoting map's keys against other writers, and what
 * is counted under it. The counts are read without the lock too; they order nothing.
 */
final class Stripe {

	/** Reentrant only so that a recursive update can be told and refused. */
	final ReentrantLock lock = new ReentrantLock();

	/** Entries, in whichever level. */
	private final AtomicInteger entries = new AtomicInteger();

	/** Entries in the delta that takes new keys. */
	private final AtomicInteger delta = new AtomicInteger();

	/** Dead slots of the read table. */
	private final AtomicInteger dead = new AtomicInteger();

	/** Dead slots of the read table that is being laid out. */
	private final AtomicInteger deadNext = new AtomicInteger();

	/** Whether who has the lock is to help a promotion. Guarded by the lock. */
	boolean helps;

	int entries() {
		return this.entries.getOpaque();
	}

	int delta() {
		return this.delta.getOpaque();
	}

	int dead() {
		return this.dead.getOpaque();
	}

	void addEntry(int change) {
		add(this.entries, change);
	}

	void addToDelta(int change) {
		add(this.entries, change);
		add(this.delta, change);
	}

	void addDead(int change) {
		add(this.entries, -change);
		add(this.dead, change);
	}

	void addDeadNext(int change) {
		add(this.entries, -change);
		add(this.deadNext, change);
	}

	/** The delta is being folded, and another one takes new keys. */
	void deltaClosed() {
		this.delta.setOpaque(0);
	}

	/** The next read table has become the read table. */
	void promoted() {
		this.dead.setOpaque(this.deadNext.getPlain());
		this.deadNext.setOpaque(0);
	}

	private static void add(AtomicInteger count, int change) {
		count.setOpaque(count.getPlain() + change);
	}

}
