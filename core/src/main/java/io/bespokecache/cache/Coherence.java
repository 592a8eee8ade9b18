package io.bespokecache.cache;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Until when the entries in this process may be believed without hearing of the others.
 * Whoever keeps them coherent extends that time and again; once it has passed, a hit is
 * not fresh. The time is looked at with every read, and not by a timer: after a pause of
 * the whole process a reader may run before any timer does. Thread-safe.
 */
public final class Coherence {

	private final LongSupplier nanoClock;

	private final boolean serveStale;

	/** By the clock of the cache, which may be negative: only differences count. */
	private volatile long until;

	private final LongAdder staleServed = new LongAdder();

	Coherence(LongSupplier nanoClock, boolean serveStale) {
		this.nanoClock = nanoClock;
		this.serveStale = serveStale;
		this.until = nanoClock.getAsLong();
	}

	/**
	 * Whether an entry may be handed out.
	 * @param now the time by the clock of the cache
	 * @return {@code false} if it is not to be believed
	 */
	boolean admits(long now) {
		return now - this.until < 0 || admitsStale();
	}

	private boolean admitsStale() {
		if (this.serveStale) {
			this.staleServed.increment();
		}
		return this.serveStale;
	}

	/**
	 * The time by the clock of the cache.
	 * @return nanoseconds, of which only differences mean anything
	 */
	public long now() {
		return this.nanoClock.getAsLong();
	}

	/**
	 * Lets entries be believed until a moment.
	 * @param until the moment by {@linkplain #now() this clock}
	 */
	public void extend(long until) {
		this.until = until;
	}

	/**
	 * Lets no entry be believed from now on.
	 */
	public void lose() {
		this.until = now();
	}

	/**
	 * How long entries may yet be believed.
	 * @return nanoseconds, 0 or less if they may not
	 */
	public long remaining() {
		return this.until - now();
	}

	/**
	 * Entries that were handed out although they were not to be believed, because that
	 * was preferred to none.
	 * @return how many there were
	 */
	public long staleServed() {
		return this.staleServed.sum();
	}

}
