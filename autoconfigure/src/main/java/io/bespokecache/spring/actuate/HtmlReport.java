package io.bespokecache.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.bespokecache.spring.actuate.ReportedCache.State;

/**
 * The page for people: which cache is wrong and what to do, then each cache in full. It
 * needs nothing beside itself, runs no script, and forbids the browser to fetch anything.
 */
final class HtmlReport {

	private final List<ReportedCache> caches;

	private final Instant time;

	private final String style;

	private final Html html = new Html();

	/**
	 * Makes a report.
	 * @param caches the caches that it is about
	 * @param time when they were looked at
	 * @param style the style sheet
	 */
	HtmlReport(List<ReportedCache> caches, Instant time, String style) {
		this.caches = caches.stream()
			.sorted(Comparator.comparing(ReportedCache::state).thenComparing(ReportedCache::name))
			.toList();
		this.time = time;
		this.style = style;
	}

	/**
	 * Title of a kind of advice: {@code Bound too small} for {@code bound-too-small}.
	 */
	static String title(String kind) {
		String words = kind.replace('-', ' ');
		return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
	}

	/**
	 * Writes the report.
	 * @return a document
	 */
	String write() {
		return this.html.tag("html").with("lang", "en").holds(() -> {
			this.html.tag("head").holds(this::writeHead);
			this.html.tag("body").holds(() -> {
				writePatterns();
				this.html.tag("main").holds(() -> {
					this.html.tag("header").with("class", "top").holds(this::writeTop);
					writeAdvice();
					if (this.caches.size() > 1) {
						writeOverview();
					}
					for (int i = 0; i < this.caches.size(); i++) {
						new CacheSection(this.caches.get(i), anchor(i), this.html).write();
					}
				});
			});
		}).toString();
	}

	private void writeHead() {
		this.html.tag("meta").with("charset", "utf-8").alone();
		this.html.tag("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1").alone();
		this.html.tag("meta")
			.with("http-equiv", "Content-Security-Policy")
			.with("content", "default-src 'none'; img-src data:; style-src 'sha256-" + hash(this.style) + "'")
			.alone();
		this.html.tag("meta").with("name", "robots").with("content", "noindex").alone();
		this.html.tag("link").with("rel", "icon").with("href", "data:,").alone();
		this.html.tag("title").text(verdict());
		this.html.style(this.style);
	}

	private static String hash(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Patterns that tell bars from each other without colour.
	 */
	private void writePatterns() {
		this.html.tag("svg").with("class", "patterns").with("aria-hidden", true).holds(() -> {
			pattern("stripes", () -> this.html.tag("path").with("d", "M-1 5l6-6M0 8l8-8M3 9l6-6").alone());
			pattern("dots", () -> this.html.tag("circle").with("cx", 4).with("cy", 4).with("r", 1.6).alone());
		});
	}

	private void pattern(String id, Runnable content) {
		this.html.tag("pattern")
			.with("id", id)
			.with("width", 8)
			.with("height", 8)
			.with("patternUnits", "userSpaceOnUse")
			.holds(content);
	}

	private void writeTop() {
		this.html.tag("p").with("class", "brand").text("Bespoke Cache");
		this.html.tag("h1").text(verdict());
		long lookups = this.caches.stream().map(ReportedCache::cache).mapToLong(HtmlReport::lookups).sum();
		long hits = this.caches.stream().mapToLong((reported) -> reported.cache().statistics().hits()).sum();
		this.html.tag("p").with("class", "quiet").holds(() -> {
			this.html.text(Figures.number(lookups, "look-up", "look-ups") + " since the start" + ((lookups > 0)
					? ", " + Figures.percent((double) hits / lookups) + " answered from a cache. " : ". "));
			this.html.tag("time")
				.with("datetime", this.time)
				.text(this.time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC"));
			this.html.text(" · ");
			this.html.tag("a").with("href", "").text("Reload");
		});
	}

	private String verdict() {
		long change = count(State.CHANGE);
		long look = count(State.LOOK);
		if (this.caches.isEmpty()) {
			return "There is no cache yet";
		}
		String others = (look > 0) ? ", " + look + " to look at" : "";
		if (this.caches.size() == 1) {
			String name = this.caches.get(0).name();
			return name + switch (this.caches.get(0).state()) {
				case CHANGE -> ": to be changed";
				case LOOK -> ": to be looked at";
				case FINE -> ": " + nothingToDo();
			};
		}
		if (change == 0) {
			return this.caches.size() + " caches" + ((look > 0) ? others : ", " + nothingToDo());
		}
		return change + " of " + this.caches.size() + " caches to be changed" + others;
	}

	/**
	 * Nobody knows what is to be done about a cache that has not been observed.
	 */
	private String nothingToDo() {
		boolean observed = this.caches.stream().allMatch((reported) -> reported.cache().observed() != null);
		return observed ? "nothing to do" : "nothing to do so far";
	}

	private long count(State state) {
		return this.caches.stream().filter((reported) -> reported.state() == state).count();
	}

	private void writeAdvice() {
		if (count(State.FINE) == this.caches.size()) {
			return;
		}
		this.html.tag("section").with("class", "todo").with("aria-labelledby", "todo").holds(() -> {
			this.html.tag("h2").with("id", "todo").text("What to do");
			this.html.tag("ol").holds(() -> {
				for (int i = 0; i < this.caches.size(); i++) {
					if (this.caches.get(i).state() != State.FINE) {
						writeActions(this.caches.get(i), anchor(i));
					}
				}
			});
		});
	}

	private void writeActions(ReportedCache reported, String anchor) {
		Stream<String> actions = (reported.state() == State.CHANGE)
				? reported.cache().advice().stream().map((advice) -> title(advice.kind()) + ". " + advice.action())
				: Signs.of(reported).stream();
		this.html.tag("li").holds(() -> {
			this.html.tag("a").with("href", "#" + anchor).text(reported.name());
			reported.state().writeTo(this.html);
			this.html.tag("ul").holds(() -> actions.forEach((action) -> this.html.tag("li").text(action)));
		});
	}

	private void writeOverview() {
		this.html.tag("section").with("class", "overview").with("aria-labelledby", "overview").holds(() -> {
			this.html.tag("h2").with("id", "overview").text("All caches");
			this.html.tag("table").holds(() -> {
				Table.head(this.html, "Cache", "State", "Hit ratio", "Lately", "Entries");
				this.html.tag("tbody").holds(() -> {
					for (int i = 0; i < this.caches.size(); i++) {
						writeLine(this.caches.get(i), anchor(i));
					}
				});
			});
		});
	}

	private void writeLine(ReportedCache reported, String anchor) {
		CacheDescriptor cache = reported.cache();
		this.html.tag("tr").holds(() -> {
			this.html.tag("th").with("scope", "row").holds(() -> {
				this.html.tag("a").with("href", "#" + anchor).text(reported.name());
				this.html.tag("code").text(cache.strategy());
			});
			this.html.tag("td").holds(() -> reported.state().writeTo(this.html));
			this.html.tag("td")
				.with("class", "number")
				.text((lookups(cache) > 0) ? Figures.percent(cache.statistics().hitRatio()) : "–");
			this.html.tag("td").holds(() -> new HistoryCharts(reported.history()).writeSparkline(this.html));
			this.html.tag("td").with("class", "number").text(Figures.count(cache.size()));
		});
	}

	private static long lookups(CacheDescriptor cache) {
		return cache.statistics().hits() + cache.statistics().misses();
	}

	private static String anchor(int index) {
		return "cache-" + (index + 1);
	}

}
