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
	 * {@code 1500ms}, {@code forever} for {@link Workload#FOREVER}, or ISO 8601 where a
	 * millisecond is not fine enough.
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
		if (duration.toNanosPart() % 1_000_000 != 0) {
			return duration.toString();
		}
		if (duration.toNanosPart() != 0) {
			return duration.toMillis() + "ms";
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

}
