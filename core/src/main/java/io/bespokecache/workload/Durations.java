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

	/**
	 * Duration of a text that {@link #format} made.
	 * @param text the text
	 * @return the duration
	 */
	static Duration parse(String text) {
		if (text.equals("forever")) {
			return Workload.FOREVER;
		}
		if (text.startsWith("P") || text.startsWith("-P")) {
			return Duration.parse(text);
		}
		int unit = text.endsWith("ms") ? text.length() - 2 : text.length() - 1;
		long number = Long.parseLong(text.substring(0, unit));
		return switch (text.substring(unit)) {
			case "ms" -> Duration.ofMillis(number);
			case "s" -> Duration.ofSeconds(number);
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			case "d" -> Duration.ofDays(number);
			default -> throw new IllegalArgumentException("Not a duration: " + text);
		};
	}

	private static boolean isMillis(Duration duration) {
		long limit = Long.MAX_VALUE / 1_000;
		long seconds = duration.toSeconds();
		return duration.toNanosPart() % 1_000_000 == 0 && seconds < limit && seconds > -limit;
	}

}
