package io.bespokecache.spring.actuate;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * How a cache is used, as declared and as observed, side by side.
 */
final class UseTable {

	private static final String NOTHING = "–";

	private final CacheDescriptor cache;

	UseTable(CacheDescriptor cache) {
		this.cache = cache;
	}

	void writeTo(Html html) {
		WorkloadDescriptor declared = this.cache.workload();
		ObservedDescriptor observed = this.cache.observed();
		html.tag("table").with("class", "use").holds(() -> {
			Table.head(html, "Use", "Declared", "Observed");
			html.tag("tbody").holds(() -> {
				row(html, "Read ratio", Figures.percent(declared.readRatio()), assumed("readRatio"),
						(observed != null) ? Figures.percent(observed.readRatio()) : NOTHING,
						(observed != null) ? points(observed.readRatio() - declared.readRatio()) : "");
				row(html, "Key lifetime", Figures.duration(declared.keyLifetime()), assumed("keyLifetime"),
						lifetime(observed), lifetimeRatio(observed));
				row(html, "Entries", Figures.count(declared.expectedEntries()), assumed("expectedEntries"),
						Figures.count(this.cache.size()),
						times((double) this.cache.size() / declared.expectedEntries(), "many"));
				if (declared.bulk() != null) {
					row(html, "Bulk operations", declared.bulk(), false, NOTHING, "");
				}
			});
		});
		html.tag("p").with("class", "quiet").text(footnote(observed));
	}

	/**
	 * Writes what is observed, and cannot be declared.
	 */
	static void writeFurther(Html html, ObservedDescriptor observed) {
		html.tag("dl").with("class", "further").holds(() -> {
			Table.fact(html, "Different keys in use", Figures.count(observed.workingSet()));
			Table.fact(html, "New keys a second", Figures.decimal(observed.newKeysPerSecond()));
			if (observed.skew() != null) {
				Table.fact(html, "Skew (Zipf exponent)", Figures.decimal(observed.skew()));
			}
			Table.fact(html, "Look-ups of the hottest key", Figures.percent(observed.hottestKeyShare()));
			Table.fact(html, "Keys never asked for again", Figures.percent(observed.oneHitShare()));
			Table.fact(html, "Loads that found nothing", Figures.percent(observed.negativeShare()));
			if (observed.loadTime() != null) {
				Table.fact(html, "Mean time of a load", Figures.duration(observed.loadTime()));
			}
			if (observed.valueSizes() != null) {
				Table.fact(html, "Size of a value", Figures.bytes(observed.valueSizes().median()) + ", largest "
						+ Figures.bytes(observed.valueSizes().largest()));
			}
		});
	}

	private String footnote(@Nullable ObservedDescriptor observed) {
		if (observed != null) {
			return "Over " + Figures.duration(observed.period()) + ": " + Figures.count(observed.reads()) + " reads, "
					+ Figures.count(observed.writes()) + " writes. Estimated from "
					+ Figures.number(observed.sampledKeys(), "sampled key", "sampled keys") + " and "
					+ Figures.percent(observed.seenHits()) + " of the hits.";
		}
		return this.cache.configuration().adaptive().equals("off") ? "Not observed: adaptive is off."
				: "Not observed for long enough yet.";
	}

	private boolean assumed(String name) {
		return this.cache.workload().assumed().contains(name);
	}

	private static String lifetime(@Nullable ObservedDescriptor observed) {
		if (observed == null || observed.keyLifetime() == null) {
			return NOTHING;
		}
		return (observed.keyLifetime().atLeast() ? "at least " : "")
				+ Figures.duration(observed.keyLifetime().median());
	}

	private String lifetimeRatio(@Nullable ObservedDescriptor observed) {
		if (observed == null || observed.keyLifetime() == null) {
			return "";
		}
		String quartiles = "half of them " + Figures.duration(observed.keyLifetime().lowerQuartile()) + " to "
				+ Figures.duration(observed.keyLifetime().upperQuartile());
		if (observed.keyLifetime().atLeast() || this.cache.workload().keyLifetime().equals("forever")) {
			return quartiles;
		}
		return times(seconds(observed.keyLifetime().median()) / seconds(this.cache.workload().keyLifetime()), "long")
				+ "; " + quartiles;
	}

	private static double seconds(String duration) {
		Duration parsed = DurationStyle.detectAndParse(duration);
		return parsed.getSeconds() + parsed.getNano() / 1e9;
	}

	private static String points(double difference) {
		long tenths = Math.round(Math.abs(difference) * 1_000);
		return (tenths == 0) ? "as declared"
				: Figures.format("%.1f points %s", tenths / 10.0, (difference < 0) ? "lower" : "higher");
	}

	private static String times(double factor, String measure) {
		if (factor > 0.95 && factor < 1.05) {
			return "as " + measure + " as declared";
		}
		return Figures.decimal(factor) + " times as " + measure;
	}

	private static void row(Html html, String name, String declared, boolean assumed, String observed, String note) {
		html.tag("tr").holds(() -> {
			html.tag("th").with("scope", "row").text(name);
			html.tag("td").holds(() -> {
				html.text(declared);
				if (assumed) {
					html.tag("small").text("assumed");
				}
			});
			html.tag("td").holds(() -> {
				html.text(observed);
				if (!note.isEmpty()) {
					html.tag("small").text(note);
				}
			});
		});
	}

}
