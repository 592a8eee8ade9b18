package io.bespokecache.spring.actuate;

import java.util.List;

/**
 * The frame that charts are drawn in: a box with a scale on its left, and labels below.
 * Lengths are those of a phone's screen, so that text is readable there; a wider screen
 * enlarges it.
 */
final class Plot {

	static final double WIDTH = 320;

	static final double HEIGHT = 168;

	static final double LEFT = 44;

	static final double RIGHT = 14;

	static final double TOP = 18;

	static final double BOTTOM = 26;

	private final Html html;

	private final double maximum;

	/**
	 * Makes a plot.
	 * @param html where it is drawn
	 * @param maximum the value at its upper edge, more than zero
	 */
	Plot(Html html, double maximum) {
		this.html = html;
		this.maximum = maximum;
	}

	/**
	 * Draws the frame and what is in it.
	 * @param description what there is to see, for those who do not see it
	 * @param top label of the upper edge
	 * @param bottom label of the lower edge
	 * @param content draws the rest
	 */
	void draw(String description, String top, String bottom, Runnable content) {
		this.html.tag("svg")
			.with("viewBox", "0 0 " + number(WIDTH) + " " + number(HEIGHT))
			.with("role", "img")
			.with("aria-label", description)
			.holds(() -> {
				line("grid", LEFT, y(this.maximum), WIDTH - RIGHT, y(this.maximum));
				line("grid", LEFT, y(this.maximum / 2), WIDTH - RIGHT, y(this.maximum / 2));
				line("axis", LEFT, y(0), WIDTH - RIGHT, y(0));
				label("end", LEFT - 6, y(this.maximum) + 4, top);
				label("end", LEFT - 6, y(0) + 4, bottom);
				content.run();
			});
	}

	/**
	 * The place of a value.
	 */
	double y(double value) {
		return HEIGHT - BOTTOM - Math.min(value, this.maximum) / this.maximum * (HEIGHT - TOP - BOTTOM);
	}

	/**
	 * The place of a share of the width, from 0 to 1.
	 */
	static double x(double share) {
		return LEFT + share * (WIDTH - LEFT - RIGHT);
	}

	void line(String style, double x1, double y1, double x2, double y2) {
		this.html.tag("line")
			.with("class", style)
			.with("x1", number(x1))
			.with("y1", number(y1))
			.with("x2", number(x2))
			.with("y2", number(y2))
			.with("stroke", "currentColor")
			.alone();
	}

	void lineThrough(String style, List<double[]> points) {
		StringBuilder coordinates = new StringBuilder();
		points
			.forEach((point) -> coordinates.append(number(point[0])).append(',').append(number(point[1])).append(' '));
		this.html.tag("polyline")
			.with("class", style)
			.with("points", coordinates.toString().trim())
			.with("fill", "none")
			.with("stroke", "currentColor")
			.alone();
	}

	void bar(String style, double x, double width, double from, double to) {
		this.html.tag("rect")
			.with("class", style)
			.with("x", number(x))
			.with("y", number(y(to)))
			.with("width", number(width))
			.with("height", number(y(from) - y(to)))
			.alone();
	}

	void dot(String style, double x, double y, double radius) {
		this.html.tag("circle")
			.with("class", style)
			.with("cx", number(x))
			.with("cy", number(y))
			.with("r", number(radius))
			.with("stroke", "currentColor")
			.alone();
	}

	void label(String anchor, double x, double y, String text) {
		this.html.tag("text").with("text-anchor", anchor).with("x", number(x)).with("y", number(y)).text(text);
	}

	static String number(double figure) {
		String text = Figures.format("%.1f", figure);
		return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
	}

}
