package io.bespokecache.map;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The nano clock as a map reads it at each look-up: what the {@link Sweeper} has last
 * seen of the system's clock, which costs a load, where the clock itself costs more than
 * the look-up. A clock of somebody else's is asked each time.
 */
final class CoarseClock {

	private final @Nullable LongSupplier source;

	private CoarseClock(@Nullable LongSupplier source) {
		this.source = source;
	}

	static CoarseClock of(LongSupplier nanoClock) {
		return new CoarseClock((nanoClock != CacheMapBuilder.SYSTEM_NANO_CLOCK) ? nanoClock : null);
	}

	/** The time, some milliseconds ago at the earliest while the sweeper runs. */
	long now() {
		return (this.source != null) ? this.source.getAsLong() : Sweeper.now();
	}

	/** The time as it is. */
	long exact() {
		return (this.source != null) ? this.source.getAsLong() : System.nanoTime();
	}

}
