package io.bespokecache.autoconfigure;

import java.time.Duration;

import io.bespokecache.workload.Workload;

import org.springframework.boot.convert.DurationStyle;

/**
 * How long a key is of use: a duration, or {@code forever}.
 *
 * @param duration the duration; {@link Workload#FOREVER} for {@code forever}
 */
public record KeyLifetime(Duration duration) {

	private static final String FOREVER = "forever";

	/**
	 * Reads the text of a configuration file.
	 * @param text a duration, for example {@code 1h}, or {@code forever}
	 * @return the lifetime
	 * @throws IllegalArgumentException if the text is neither
	 */
	public static KeyLifetime of(String text) {
		if (FOREVER.equalsIgnoreCase(text.trim())) {
			return new KeyLifetime(Workload.FOREVER);
		}
		return new KeyLifetime(DurationStyle.detectAndParse(text));
	}

}
