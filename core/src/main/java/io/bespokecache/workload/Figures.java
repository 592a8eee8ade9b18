package io.bespokecache.workload;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/**
 * How figures read in an advice.
 */
final class Figures {

	private static final int MOST_DIGITS = 6;

	private static final BigDecimal LITTLE = new BigDecimal("0.005");

	private Figures() {
	}

	/** Share as a percentage, with as many digits as tell it from 0 and 100 %. */
	static String percent(double share) {
		double percent = share * 100;
		if (percent == 100 || (percent >= 10 && percent <= 99)) {
			return String.format(Locale.ROOT, "%.0f %%", percent);
		}
		int digits = 1;
		double distance = Math.min(percent, Math.abs(100 - percent));
		while (digits < MOST_DIGITS && distance > 0 && distance < 0.5 * Math.pow(10, -digits)) {
			digits++;
		}
		return String.format(Locale.ROOT, "%." + digits + "f %%", percent);
	}

	/**
	 * Share as it is written in configuration: with so many digits that it is not taken
	 * for 0 or 1.
	 */
	static String share(double share) {
		BigDecimal rest = BigDecimal.valueOf(1 - share);
		BigDecimal rounded = (rest.signum() > 0 && rest.compareTo(LITTLE) < 0)
				? BigDecimal.ONE.subtract(rest.round(new MathContext(2)))
				: BigDecimal.valueOf(share).setScale(3, RoundingMode.HALF_UP);
		return rounded.stripTrailingZeros().toPlainString();
	}

	static String count(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	static String count(double number) {
		return count(Math.round(number));
	}

	static String bytes(long bytes) {
		return bytes((double) bytes);
	}

	static String bytes(double bytes) {
		if (bytes >= 1 << 30) {
			return String.format(Locale.ROOT, "%.1f GiB", bytes / (1 << 30));
		}
		if (bytes >= 1 << 20) {
			return String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20));
		}
		return String.format(Locale.ROOT, "%.0f KiB", Math.ceil(bytes / (1 << 10)));
	}

	/** A length of time that was measured: it needs no more than two digits. */
	static String time(double nanos) {
		if (nanos < 1e3) {
			return String.format(Locale.ROOT, "%.0f ns", nanos);
		}
		if (nanos < 1e6) {
			return String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
		}
		if (nanos < 1e9) {
			return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
		}
		double seconds = nanos / 1e9;
		if (seconds < 120) {
			return String.format(Locale.ROOT, "%.1f s", seconds);
		}
		return (seconds < 7_200) ? String.format(Locale.ROOT, "%.0f minutes", seconds / 60)
				: String.format(Locale.ROOT, "%,.0f hours", seconds / 3_600);
	}

	static String time(Duration duration) {
		return Durations.format(rounded(duration));
	}

	/**
	 * A duration that people would write in a configuration.
	 */
	static Duration rounded(Duration duration) {
		if (duration.compareTo(Duration.ofHours(2)) >= 0) {
			return Duration.ofHours(Math.round(duration.toMinutes() / 60.0));
		}
		if (duration.compareTo(Duration.ofMinutes(2)) >= 0) {
			return Duration.ofMinutes(Math.round(duration.toSeconds() / 60.0));
		}
		if (duration.compareTo(Duration.ofSeconds(2)) >= 0) {
			return Duration.ofSeconds(Math.round(duration.toMillis() / 1e3));
		}
		return Duration.ofMillis(Math.max(1, duration.toMillis()));
	}

	/**
	 * A number of entries that people would write in a configuration: two digits, the
	 * last of them rounded up.
	 */
	static long rounded(double entries) {
		double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, entries))) - 1));
		return (long) (Math.ceil(entries / unit) * unit);
	}

}
