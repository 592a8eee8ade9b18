package io.bespokecache.map;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A nano clock that moves only when it is told to. It starts near the overflow of a
 * {@code long}, as {@link System#nanoTime()} may.
 */
final class FakeClock implements LongSupplier {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

	@Override
	public long getAsLong() {
		return this.nanos.get();
	}

	void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

}
