package io.bespokecache.map;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A nano clock that moves only when it is told to. It starts below zero, as
 * {@link System#nanoTime()} may.
 */
public final class FakeClock implements LongSupplier {

	private final AtomicLong nanos = new AtomicLong(-1_000);

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	/**
	 * Moves on.
	 * @param duration how far
	 */
	public void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

}
