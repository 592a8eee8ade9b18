package io.bespokecache.spring.actuate;

/**
 * Rows of tables whose first column names what the row is about.
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

}
