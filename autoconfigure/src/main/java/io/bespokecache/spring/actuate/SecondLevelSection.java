package io.bespokecache.spring.actuate;

import java.util.StringJoiner;

import io.bespokecache.spring.actuate.SecondLevelDescriptor.FlushesDescriptor;

/**
 * The part of the page that is about what a cache shares with other processes: which
 * level answers, and how the second one stands.
 */
final class SecondLevelSection {

	private final StatisticsDescriptor statistics;

	private final SecondLevelDescriptor level;

	private final Html html;

	SecondLevelSection(StatisticsDescriptor statistics, SecondLevelDescriptor level, Html html) {
		this.statistics = statistics;
		this.level = level;
		this.html = html;
	}

	void write() {
		this.html.tag("div").with("class", "columns").holds(() -> {
			this.html.tag("div").with("class", "part").holds(() -> {
				this.html.tag("h3").text("Where values come from");
				writeSources();
			});
			this.html.tag("div").with("class", "part").holds(() -> {
				this.html.tag("h3").text("The second level");
				this.html.tag("dl").with("class", "further").holds(this::writeState);
			});
		});
	}

	/**
	 * Method calls that go Spring's way are out of the cache's sight, and so not here.
	 */
	private void writeSources() {
		long sum = this.statistics.hits() + this.level.hits() + this.statistics.loads();
		this.html.tag("table").with("class", "costs").holds(() -> {
			this.html.tag("caption").text("Since the start, by who had the value or made it");
			this.html.tag("tbody").holds(() -> {
				writeSource("This process", "chosen", this.statistics.hits(), sum);
				writeSource("Second level", "chosen", this.level.hits(), sum);
				writeSource("Loads", "other", this.statistics.loads(), sum);
			});
		});
	}

	private void writeSource(String name, String style, long count, long sum) {
		double share = (sum > 0) ? (double) count / sum : 0;
		this.html.tag("tr").holds(() -> {
			this.html.tag("th").with("scope", "row").text(name);
			Table.bar(this.html, style, share);
			this.html.tag("td").with("class", "number").text(Figures.count(count));
			this.html.tag("td").with("class", "number").text((sum > 0) ? Figures.percent(share) : "–");
		});
	}

	private void writeState() {
		Table.fact(this.html, "Engine",
				this.level.engine() + (this.level.connected() ? ", connected" : ", out of reach"));
		Table.fact(this.html, "Evictions of others", evictionsOfOthers());
		Table.fact(this.html, "Circuit breaker", this.level.breaker());
		Table.fact(this.html, "Evictions that wait", Figures.count(this.level.pending()));
		Table.fact(this.html, "Parts dropped here", flushes());
		if (this.level.operationTime() != null) {
			Table.fact(this.html, "Mean time of an operation", Figures.duration(this.level.operationTime()));
		}
		Table.fact(this.html, "Operations that failed", Figures.count(this.level.failures()));
	}

	private String evictionsOfOthers() {
		if (!this.level.coherent()) {
			return "not heard now";
		}
		return (this.level.staleness() != null) ? "heard within " + Figures.duration(this.level.staleness()) : "heard";
	}

	private String flushes() {
		FlushesDescriptor flushes = this.level.flushes();
		StringJoiner causes = new StringJoiner(", ");
		addCause(causes, "gap", flushes.gap());
		addCause(causes, "missed", flushes.missed());
		addCause(causes, "restart", flushes.restart());
		addCause(causes, "clear", flushes.clear());
		return (causes.length() > 0) ? causes.toString() : "none";
	}

	private static void addCause(StringJoiner causes, String cause, long count) {
		if (count > 0) {
			causes.add(cause + " " + Figures.count(count));
		}
	}

}
