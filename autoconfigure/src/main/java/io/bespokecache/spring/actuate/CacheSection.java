package io.bespokecache.spring.actuate;

import java.util.List;

import io.bespokecache.spring.actuate.SelectionDescriptor.CostDescriptor;

/**
 * The part of the page that is about one cache: what to do first, then why.
 */
final class CacheSection {

	private final ReportedCache reported;

	private final CacheDescriptor cache;

	private final String anchor;

	private final Html html;

	CacheSection(ReportedCache reported, String anchor, Html html) {
		this.reported = reported;
		this.cache = reported.cache();
		this.anchor = anchor;
		this.html = html;
	}

	void write() {
		this.html.tag("section")
			.with("class", "cache")
			.with("id", this.anchor)
			.with("aria-labelledby", this.anchor + "-name")
			.holds(() -> {
				this.html.tag("header").holds(() -> {
					this.html.tag("h2").with("id", this.anchor + "-name").text(this.reported.name());
					this.reported.state().writeTo(this.html);
					this.html.tag("code").with("class", "strategy").text(this.cache.strategy());
				});
				this.cache.advice().forEach(this::writeAdvice);
				writeSigns(Signs.of(this.reported));
				writeFigures();
				this.html.tag("div").with("class", "columns").holds(() -> {
					this.html.tag("div").with("class", "part").holds(() -> {
						this.html.tag("h3").text("Declared and observed");
						new UseTable(this.cache).writeTo(this.html);
						writeFurther();
					});
					this.html.tag("div").with("class", "part").holds(() -> {
						this.html.tag("h3").text("The choice");
						writeChoice();
					});
				});
				writeSecondLevel();
				writeCharts();
				new CacheDetails(this.cache, this.html).write();
			});
	}

	private void writeFurther() {
		ObservedDescriptor observed = this.cache.observed();
		if (observed != null) {
			this.html.tag("h3").text("Also observed");
			UseTable.writeFurther(this.html, observed);
		}
	}

	private void writeAdvice(AdviceDescriptor advice) {
		String yaml = advice.yaml();
		this.html.tag("article").with("class", "advice").holds(() -> {
			this.html.tag("h3").text(HtmlReport.title(advice.kind()));
			this.html.tag("p").with("class", "action").text(advice.action());
			this.html.tag("dl").holds(() -> {
				this.html.tag("dt").text("Seen").tag("dd").text(advice.seen());
				this.html.tag("dt").text("Costs").tag("dd").text(advice.cost());
			});
			if (yaml != null) {
				this.html.tag("pre")
					.with("title", "A click selects it all")
					.holds(() -> this.html.tag("code").text(yaml));
			}
		});
	}

	private void writeSigns(List<String> signs) {
		if (!signs.isEmpty()) {
			this.html.tag("ul")
				.with("class", "signs")
				.holds(() -> signs.forEach((sign) -> this.html.tag("li").text(sign)));
		}
	}

	private void writeFigures() {
		StatisticsDescriptor statistics = this.cache.statistics();
		StatisticsDescriptor.EvictionsDescriptor evictions = statistics.evictions();
		long lookups = statistics.hits() + statistics.misses();
		this.html.tag("dl").with("class", "figures").holds(() -> {
			figure("Hit ratio", (lookups > 0) ? Figures.percent(statistics.hitRatio()) : "–",
					Figures.number(lookups, "look-up", "look-ups"));
			figure("Entries", Figures.count(this.cache.size()), bound());
			figure("Loads", Figures.count(statistics.loads()), (statistics.loadFailures() > 0)
					? Figures.count(statistics.loadFailures()) + " failed" : "none failed");
			figure("Evictions", Figures.count(evictions.size() + evictions.expired() + evictions.collected()),
					Figures.count(evictions.size()) + " by size, " + Figures.count(evictions.expired()) + " expired");
			if (statistics.promotions() > 0) {
				figure("Promotions", Figures.count(statistics.promotions()),
						Figures.number(statistics.deltaHits(), "delta hit", "delta hits"));
			}
		});
	}

	private String bound() {
		ConfigurationDescriptor configuration = this.cache.configuration();
		if (configuration.maximumSize() != null) {
			return "of at most " + Figures.count(configuration.maximumSize());
		}
		return (configuration.maximumWeight() != null)
				? "of a weight of at most " + Figures.count(configuration.maximumWeight()) : "unbounded";
	}

	private void figure(String name, String value, String note) {
		this.html.tag("div").holds(() -> {
			this.html.tag("dt").text(name);
			this.html.tag("dd").holds(() -> {
				this.html.text(value);
				this.html.tag("small").text(note);
			});
		});
	}

	private void writeChoice() {
		SelectionDescriptor selection = this.cache.selection();
		this.html.tag("p").holds(() -> {
			this.html.tag("code").text(this.cache.strategy());
			this.html.text(": " + selection.reason());
		});
		if (selection.costs() != null) {
			writeCosts(selection.costs());
		}
		this.html.tag("details").holds(() -> {
			this.html.tag("summary").text("Why not another");
			this.html.tag("dl").with("class", "reasons").holds(() -> selection.rejected().forEach((rejection) -> {
				this.html.tag("dt").holds(() -> this.html.tag("code").text(rejection.strategy()));
				this.html.tag("dd").text(rejection.reason());
			}));
		});
	}

	private void writeCosts(List<CostDescriptor> costs) {
		double most = costs.stream().mapToDouble(CostDescriptor::nanos).max().orElse(1);
		this.html.tag("table").with("class", "costs").holds(() -> {
			this.html.tag("caption").text("Predicted time of an operation, by strategy");
			this.html.tag("tbody").holds(() -> costs.forEach((cost) -> this.html.tag("tr").holds(() -> {
				boolean chosen = cost.strategy().equals(this.cache.strategy());
				this.html.tag("th").with("scope", "row").holds(() -> {
					this.html.tag("code").text(cost.strategy());
					if (chosen) {
						this.html.tag("small").text("chosen");
					}
				});
				Table.bar(this.html, chosen ? "chosen" : "other", Math.max(0.01, cost.nanos() / most));
				this.html.tag("td").with("class", "number").text(Figures.decimal(cost.nanos()) + " ns");
			})));
		});
	}

	private void writeSecondLevel() {
		SecondLevelDescriptor level = this.cache.secondLevel();
		if (level != null) {
			new SecondLevelSection(this.cache.statistics(), level, this.html).write();
		}
	}

	private void writeCharts() {
		MissRatioChart curve = MissRatioChart.of(this.cache);
		HistoryCharts charts = new HistoryCharts(this.reported.history());
		if (curve == null && charts.isEmpty()) {
			return;
		}
		this.html.tag("div").with("class", "charts").holds(() -> {
			if (curve != null) {
				curve.writeTo(this.html);
			}
			charts.writeTo(this.html);
		});
		if (!charts.isEmpty()) {
			CacheDetails.fold(this.html, "The last " + charts.span() + " as a table",
					() -> charts.writeTable(this.html));
		}
	}

}
