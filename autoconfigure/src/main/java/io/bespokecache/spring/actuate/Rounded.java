package io.bespokecache.spring.actuate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

import io.bespokecache.workload.Durations;

/**
 * Estimates without the digits that would mean nothing.
 */
final class Rounded {

	private static final MathContext THREE_DIGITS = new MathContext(3);

	/** Durations are rounded to these, in nanoseconds. */
	private static final long[] GRAINS = { 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
			1_000_000_000L, 10_000_000_000L, 60_000_000_000L, 600_000_000_000L, 3_600_000_000_000L,
			86_400_000_000_000L };

	/** Durations have at least so many grains, so that rounding costs at most 2.5 %. */
	private static final long LEAST_GRAINS = 20;

	private static final Duration LONGEST = Duration.ofDays(100 * 365);

	private Rounded() {
	}

	/**
	 * Rounds a share to a hundredth of a percent.
	 */
	static double share(double share) {
		return Math.round(share * 10_000) / 10_000.0;
	}

	/**
	 * Rounds a figure to three digits.
	 */
	static double figure(double figure) {
		return Double.isFinite(figure) ? new BigDecimal(figure).round(THREE_DIGITS).doubleValue() : figure;
	}

	/**
	 * Text of a duration as a configuration file spells it, off by at most 2.5 %.
	 */
	static String text(Duration duration) {
		if (duration.compareTo(LONGEST) > 0) {
			return Durations.format(duration);
		}
		long nanos = duration.toNanos();
		long grain = GRAINS[0];
		for (long candidate : GRAINS) {
			grain = (nanos / LEAST_GRAINS >= candidate) ? candidate : grain;
		}
		long rounded = (nanos + grain / 2) / grain * grain;
		if (rounded == 0 || rounded % 1_000_000 == 0) {
			return Durations.format(Duration.ofNanos(rounded));
		}
		return (rounded % 1_000 == 0) ? rounded / 1_000 + "us" : rounded + "ns";
	}

}
