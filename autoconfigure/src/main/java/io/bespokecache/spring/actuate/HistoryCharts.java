package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.bespokecache.cache.CountsInPeriod;

/**
 * What happened in a cache during the last hour: hit ratio, evictions by cause, and
 * promotions.
 */
final class HistoryCharts {

	private static final List<Series> EVICTIONS = List.of(
			new Series("size", "to keep the bound", (period) -> period.evictions().size()),
			new Series("expired", "expired", (period) -> period.evictions().expired()),
			new Series("collected", "by the garbage collector", (period) -> period.evictions().collected()));

	private static final List<Series> PROMOTIONS = List
		.of(new Series("promoted", "promotions", CountsInPeriod::promotions));

	private static final double[] STEPS = { 1, 1.2, 1.6, 2, 3, 4, 5, 6, 8 };

	private final List<CountsInPeriod> history;

	private final double seconds;

	HistoryCharts(List<CountsInPeriod> history) {
		this.history = history;
		this.seconds = history.isEmpty() ? 1 : seconds(history.get(0).ago().plus(history.get(0).length()));
	}

	boolean isEmpty() {
		return this.history.isEmpty();
	}

	/**
	 * Time that the charts cover.
	 */
	String span() {
		return Figures.duration(Duration.ofSeconds(Math.round(this.seconds)));
	}

	void writeTo(Html html) {
		writeHitRatio(html);
		writeRates(html, "Evictions a minute", EVICTIONS);
		writeRates(html, "Promotions a minute", PROMOTIONS);
	}

	private void writeHitRatio(Html html) {
		html.tag("figure").holds(() -> {
			html.tag("figcaption").holds(() -> html.tag("strong").text("Hit ratio"));
			Plot plot = new Plot(html, 1);
			plot.draw("Hit ratio over the last " + span() + ": " + extent(), "100 %", "0 %", () -> {
				steps().forEach((step) -> plot.lineThrough("curve",
						step.stream().map((point) -> new double[] { Plot.x(point[0]), plot.y(point[1]) }).toList()));
				labelTime(plot);
			});
		});
	}

	private String extent() {
		double[] ratios = this.history.stream()
			.filter((period) -> period.lookups() > 0)
			.mapToDouble(CountsInPeriod::hitRatio)
			.toArray();
		if (ratios.length == 0) {
			return "there was no look-up";
		}
		double least = 1;
		double greatest = 0;
		for (double ratio : ratios) {
			least = Math.min(least, ratio);
			greatest = Math.max(greatest, ratio);
		}
		return "from " + Figures.percent(least) + " to " + Figures.percent(greatest) + ", "
				+ Figures.percent(ratios[ratios.length - 1]) + " at last";
	}

	/**
	 * The hit ratio as lines of steps, with gaps where there was no look-up.
	 * @return lines of points, each a share of the time and the ratio
	 */
	private List<List<double[]>> steps() {
		List<List<double[]>> lines = new ArrayList<>();
		List<double[]> line = new ArrayList<>();
		for (CountsInPeriod period : this.history) {
			if (period.lookups() > 0) {
				line.add(new double[] { start(period), period.hitRatio() });
				line.add(new double[] { start(period) + length(period), period.hitRatio() });
			}
			else if (!line.isEmpty()) {
				lines.add(line);
				line = new ArrayList<>();
			}
		}
		if (!line.isEmpty()) {
			lines.add(line);
		}
		return lines;
	}

	private void writeRates(Html html, String title, List<Series> series) {
		List<Series> shown = series.stream()
			.filter((one) -> this.history.stream().anyMatch((period) -> one.count().applyAsDouble(period) > 0))
			.toList();
		if (shown.isEmpty()) {
			return;
		}
		double most = roundedUp(this.history.stream()
			.mapToDouble((period) -> shown.stream().mapToDouble((one) -> one.rate(period)).sum())
			.max()
			.orElse(1));
		html.tag("figure").holds(() -> {
			html.tag("figcaption").holds(() -> {
				html.tag("strong").text(title);
				if (series.size() > 1) {
					shown.forEach((one) -> writeKey(html, one));
				}
			});
			Plot plot = new Plot(html, most);
			plot.draw(title + " over the last " + span() + ": at most " + Figures.decimal(most), Figures.decimal(most),
					"0", () -> {
						this.history.forEach((period) -> stack(plot, shown, period));
						labelTime(plot);
					});
		});
	}

	/**
	 * The next figure that is easy to read off a scale.
	 */
	private static double roundedUp(double figure) {
		double power = Math.pow(10, Math.floor(Math.log10(figure)));
		for (double step : STEPS) {
			if (figure <= step * power) {
				return step * power;
			}
		}
		return 10 * power;
	}

	private void stack(Plot plot, List<Series> series, CountsInPeriod period) {
		double from = 0;
		for (Series one : series) {
			double to = from + one.rate(period);
			if (to > from) {
				double width = length(period) * (Plot.x(1) - Plot.x(0));
				plot.bar(one.style(), Plot.x(start(period)), Math.max(1, width - 0.6), from, to);
			}
			from = to;
		}
	}

	private static void writeKey(Html html, Series series) {
		html.tag("span").with("class", "key").holds(() -> {
			html.tag("svg")
				.with("viewBox", "0 0 12 12")
				.with("aria-hidden", true)
				.holds(() -> html.tag("rect")
					.with("class", series.style())
					.with("width", 12)
					.with("height", 12)
					.alone());
			html.text(" " + series.name());
		});
	}

	private void labelTime(Plot plot) {
		plot.label("start", Plot.x(0), Plot.HEIGHT - 9, span() + " ago");
		plot.label("end", Plot.x(1), Plot.HEIGHT - 9, "now");
	}

	/**
	 * The hit ratio in a line of text.
	 */
	void writeSparkline(Html html) {
		html.tag("svg").with("class", "spark").with("viewBox", "0 0 100 24").with("aria-hidden", true).holds(() -> {
			Plot plot = new Plot(html, 1);
			steps().forEach((step) -> plot.lineThrough("curve",
					step.stream().map((point) -> new double[] { point[0] * 100, 22 - point[1] * 20 }).toList()));
		});
	}

	void writeTable(Html html) {
		html.tag("table").holds(() -> {
			Table.head(html, "Ended", "Look-ups", "Hit ratio", "Evicted by size", "expired", "collected", "Promotions");
			html.tag("tbody").holds(() -> {
				for (int i = this.history.size() - 1; i >= 0; i--) {
					CountsInPeriod period = this.history.get(i);
					Table.row(html, Figures.duration(period.ago()) + " ago", Figures.count(period.lookups()),
							(period.lookups() > 0) ? Figures.percent(period.hitRatio()) : "–",
							Figures.count(period.evictions().size()), Figures.count(period.evictions().expired()),
							Figures.count(period.evictions().collected()), Figures.count(period.promotions()));
				}
			});
		});
	}

	private double start(CountsInPeriod period) {
		return 1 - seconds(period.ago().plus(period.length())) / this.seconds;
	}

	private double length(CountsInPeriod period) {
		return seconds(period.length()) / this.seconds;
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	/**
	 * Counts of one kind.
	 *
	 * @param style how its bars look
	 * @param name its name in the legend
	 * @param count its count in a period
	 */
	private record Series(String style, String name, ToDoubleFunction<CountsInPeriod> count) {

		double rate(CountsInPeriod period) {
			return this.count.applyAsDouble(period) / seconds(period.length()) * 60;
		}

	}

}
