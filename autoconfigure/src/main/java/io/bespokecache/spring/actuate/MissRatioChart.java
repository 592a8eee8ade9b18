package io.bespokecache.spring.actuate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.bespokecache.spring.actuate.PolicyDescriptor.PredictionDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The miss ratio that a cache has with its bound, and is predicted to have with others.
 */
final class MissRatioChart {

	private static final int MOST_LABELS = 6;

	private final List<Point> points;

	private MissRatioChart(List<Point> points) {
		this.points = points;
	}

	/**
	 * Makes the chart of a cache.
	 * @return the chart, or {@code null} if nothing is predicted
	 */
	static @Nullable MissRatioChart of(CacheDescriptor cache) {
		Long bound = cache.configuration().maximumSize();
		PolicyDescriptor policy = cache.policy();
		if (policy == null || policy.missRatioCurve().isEmpty() || bound == null || policy.recentHitRatio() == null) {
			return null;
		}
		List<Point> points = new ArrayList<>();
		points.add(new Point(bound, policy.recentHitRatio(), 0, true));
		for (PredictionDescriptor prediction : policy.missRatioCurve()) {
			if (prediction.maximumSize() != bound) {
				points.add(new Point(prediction.maximumSize(), prediction.predictedHitRatio(),
						prediction.sampledMisses(), false));
			}
		}
		points.sort(Comparator.comparingLong(Point::bound));
		return new MissRatioChart(points);
	}

	void writeTo(Html html) {
		html.tag("figure").holds(() -> {
			html.tag("figcaption").holds(() -> {
				html.tag("strong").text("Misses by bound");
				html.text(" The filled point is the present bound in the last hour, the others are predicted.");
			});
			draw(html);
			html.tag("details").holds(() -> {
				html.tag("summary").text("As a table");
				writeTable(html);
			});
		});
	}

	private void draw(Html html) {
		double worst = this.points.stream().mapToDouble(Point::missRatio).max().orElse(1);
		double maximum = Math.max(0.1, Math.min(1, Math.ceil(worst * 10) / 10));
		Plot plot = new Plot(html, maximum);
		plot.draw(description(), Figures.percent(maximum), "0 %", () -> {
			List<double[]> places = this.points.stream()
				.map((point) -> new double[] { x(point), plot.y(point.missRatio()) })
				.toList();
			plot.lineThrough("curve", places);
			for (int i = 0; i < places.size(); i++) {
				Point point = this.points.get(i);
				double[] place = places.get(i);
				plot.dot(point.present() ? "present" : "predicted", place[0], place[1], point.present() ? 5 : 3.5);
				if (this.points.size() <= MOST_LABELS || point.present() || i == 0 || i == places.size() - 1) {
					plot.label((i == places.size() - 1) ? "end" : "start", place[0] + 4, place[1] - 8,
							Figures.percent(point.missRatio()));
					plot.label(anchor(i), place[0], Plot.HEIGHT - 9, Figures.count(point.bound()));
				}
			}
		});
	}

	private String anchor(int index) {
		return (index == 0) ? "start" : (index == this.points.size() - 1) ? "end" : "middle";
	}

	/**
	 * Doubling the bound is a step of the same width everywhere.
	 */
	private double x(Point point) {
		double first = this.points.get(0).logarithm();
		double last = this.points.get(this.points.size() - 1).logarithm();
		return Plot.x((last > first) ? (point.logarithm() - first) / (last - first) : 0.5);
	}

	private String description() {
		StringBuilder description = new StringBuilder("Miss ratio by greatest number of entries:");
		for (Point point : this.points) {
			description.append(" ")
				.append(Figures.percent(point.missRatio()))
				.append(point.present() ? " now, with " : " with ")
				.append(Figures.count(point.bound()))
				.append(",");
		}
		return description.deleteCharAt(description.length() - 1).toString();
	}

	private void writeTable(Html html) {
		html.tag("table").holds(() -> {
			Table.head(html, "Bound", "Miss ratio", "Hit ratio", "Rests on");
			html.tag("tbody")
				.holds(() -> this.points.forEach(
						(point) -> Table.row(html, Figures.count(point.bound()), Figures.percent(point.missRatio()),
								Figures.percent(point.hitRatio()), point.present() ? "counted in the last hour"
										: Figures.number(point.sampledMisses(), "sampled miss", "sampled misses"))));
		});
	}

	/**
	 * A bound and what comes of it.
	 *
	 * @param bound greatest number of entries
	 * @param hitRatio share of look-ups that find a value
	 * @param sampledMisses what the prediction rests on
	 * @param present whether it is the bound that there is
	 */
	private record Point(long bound, double hitRatio, long sampledMisses, boolean present) {

		double missRatio() {
			return 1 - this.hitRatio;
		}

		double logarithm() {
			return Math.log((double) this.bound);
		}

	}

}
