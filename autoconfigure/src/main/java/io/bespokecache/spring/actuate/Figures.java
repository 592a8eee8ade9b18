package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Figures as people read them.
 */
final class Figures {

	private static final Pattern DURATION = Pattern.compile("(\\d+)(ns|us|ms|s|m|h|d)");

	private static final Pattern TRAILING_ZEROS = Pattern.compile("\\.0*$|(?<=\\.\\d)0+$");

	private Figures() {
	}

	/**
	 * A count: {@code 12,345}, or {@code 12.3 million}.
	 */
	static String count(long count) {
		if (count < 10_000_000) {
			return format("%,d", count);
		}
		return (count < 1_000_000_000) ? format("%.1f million", count / 1e6) : format("%.2f billion", count / 1e9);
	}

	/**
	 * A number of things: {@code 1 cache}, {@code 2 caches}.
	 */
	static String number(long count, String one, String many) {
		return count(count) + " " + ((count == 1) ? one : many);
	}

	/**
	 * A share in percent. Where nearly all or nearly nothing is meant, the second digit
	 * tells.
	 */
	static String percent(double share) {
		double percent = share * 100;
		boolean close = (percent > 99 && percent < 100) || (percent > 0 && percent < 1);
		String text = format(close ? "%.2f" : "%.1f", percent);
		return TRAILING_ZEROS.matcher(text).replaceFirst("") + " %";
	}

	static String decimal(double figure) {
		if (figure >= 100) {
			return count(Math.round(figure));
		}
		return format((figure >= 10) ? "%.0f" : (figure >= 1) ? "%.1f" : "%.2f", figure);
	}

	static String bytes(long bytes) {
		if (bytes < 1_024) {
			return bytes + " bytes";
		}
		double kilobytes = bytes / 1_024.0;
		return (kilobytes < 1_024) ? decimal(kilobytes) + " KiB" : decimal(kilobytes / 1_024) + " MiB";
	}

	static String duration(Duration duration) {
		return duration(Rounded.text(duration));
	}

	/**
	 * A duration that a configuration file spells {@code 30m}: {@code 30 min}.
	 */
	static String duration(String text) {
		Matcher matcher = DURATION.matcher(text);
		if (!matcher.matches()) {
			return text.equals("forever") ? "for ever" : text;
		}
		double figure = Double.parseDouble(matcher.group(1));
		return switch (matcher.group(2)) {
			case "us" -> (figure < 1_000) ? amount(figure) + " µs" : amount(figure / 1_000) + " ms";
			case "m" -> (figure < 120) ? amount(figure) + " min" : amount(figure / 60) + " h";
			case "d" -> amount(figure) + ((figure == 1) ? " day" : " days");
			default -> amount(figure) + " " + matcher.group(2);
		};
	}

	private static String amount(double figure) {
		return (figure == Math.rint(figure)) ? format("%,.0f", figure) : format("%.1f", figure);
	}

	static String format(String format, Object... arguments) {
		return String.format(Locale.ROOT, format, arguments);
	}

}
