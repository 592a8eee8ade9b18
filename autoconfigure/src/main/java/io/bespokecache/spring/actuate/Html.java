package io.bespokecache.spring.actuate;

import java.util.Set;

/**
 * Writes HTML, with SVG in it. Every element is closed, and every text and every value of
 * an attribute is escaped, so that nothing that comes from elsewhere becomes markup.
 * Names of elements and attributes are constants of the caller's.
 */
final class Html {

	private static final Set<String> WITHOUT_END = Set.of("meta", "link", "br");

	private final StringBuilder markup = new StringBuilder("<!doctype html>\n");

	/**
	 * Starts an element.
	 * @param name its name
	 * @return the element, to be given its attributes, and then once its content
	 */
	Element tag(String name) {
		return new Element(name);
	}

	Html text(String text) {
		escape(text);
		return this;
	}

	/**
	 * Writes what is a constant of ours, and not to be escaped: a style sheet.
	 */
	Html style(String style) {
		this.markup.append("<style>").append(style).append("</style>\n");
		return this;
	}

	private void escape(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			switch (character) {
				case '&' -> this.markup.append("&amp;");
				case '<' -> this.markup.append("&lt;");
				case '>' -> this.markup.append("&gt;");
				case '"' -> this.markup.append("&quot;");
				case '\'' -> this.markup.append("&#39;");
				default -> this.markup.append(character);
			}
		}
	}

	@Override
	public String toString() {
		return this.markup.toString();
	}

	/**
	 * An element that is being written.
	 */
	final class Element {

		private final String name;

		private Element(String name) {
			this.name = name;
			Html.this.markup.append('<').append(name);
		}

		Element with(String attribute, Object value) {
			Html.this.markup.append(' ').append(attribute).append("=\"");
			escape(String.valueOf(value));
			Html.this.markup.append('"');
			return this;
		}

		Html text(String text) {
			Html.this.markup.append('>');
			escape(text);
			return end();
		}

		Html holds(Runnable content) {
			Html.this.markup.append('>');
			content.run();
			return end();
		}

		Html alone() {
			Html.this.markup.append('>');
			return end();
		}

		private Html end() {
			if (!WITHOUT_END.contains(this.name)) {
				Html.this.markup.append("</").append(this.name).append('>');
			}
			return Html.this;
		}

	}

}
