package io.bespokecache.spring.actuate;

/**
 * Rows of tables whose first column names what the row is about, and of lists of facts.
 */
final class Table {

	private Table() {
	}

	static void head(Html html, String... columns) {
		html.tag("thead").holds(() -> html.tag("tr").holds(() -> {
			for (String column : columns) {
				html.tag("th").with("scope", "col").text(column);
			}
		}));
	}

	static void row(Html html, String name, String... cells) {
		html.tag("tr").holds(() -> {
			html.tag("th").with("scope", "row").text(name);
			for (String cell : cells) {
				html.tag("td").text(cell);
			}
		});
	}

	/**
	 * A cell with a bar.
	 * @param style {@code chosen} for a solid one, {@code other} for a striped one
	 * @param share length of the bar, from 0 to 1
	 */
	static void bar(Html html, String style, double share) {
		html.tag("td")
			.with("class", "bar")
			.holds(() -> html.tag("svg")
				.with("viewBox", "0 0 100 10")
				.with("preserveAspectRatio", "none")
				.with("aria-hidden", true)
				.holds(() -> html.tag("rect")
					.with("class", style)
					.with("width", Plot.number(share * 100))
					.with("height", 10)
					.alone()));
	}

	/**
	 * A line of a list of facts.
	 */
	static void fact(Html html, String name, String value) {
		html.tag("div").holds(() -> html.tag("dt").text(name).tag("dd").text(value));
	}

}
