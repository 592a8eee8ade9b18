package io.bespokecache.workload;

import java.time.Duration;

/**
 * The text form of durations, as a configuration file spells them.
 */
public final class Durations {

	private Durations() {
	}

	/**
	 * Text of a duration in its largest whole unit: {@code 30m}, {@code 90s},
	 * {@code 1500ms}, {@code forever} for {@link Workload#FOREVER}, or ISO 8601 for what
	 * a number of milliseconds cannot say.
	 * @param duration the duration
	 * @return the text
	 */
	public static String format(Duration duration) {
		if (duration.equals(Workload.FOREVER)) {
			return "forever";
		}
		if (duration.isZero()) {
			return "0s";
		}
		if (duration.toNanosPart() != 0) {
			return isMillis(duration) ? duration.toMillis() + "ms" : duration.toString();
		}
		long seconds = duration.toSeconds();
		if (seconds % 86_400 == 0) {
			return seconds / 86_400 + "d";
		}
		if (seconds % 3_600 == 0) {
			return seconds / 3_600 + "h";
		}
		return (seconds % 60 == 0) ? seconds / 60 + "m" : seconds + "s";
	}

	private static boolean isMillis(Duration duration) {
		long limit = Long.MAX_VALUE / 1_000;
		long seconds = duration.toSeconds();
		return duration.toNanosPart() % 1_000_000 == 0 && seconds < limit && seconds > -limit;
	}

}
