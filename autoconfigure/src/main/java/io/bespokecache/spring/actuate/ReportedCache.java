package io.bespokecache.spring.actuate;

import java.util.List;
import java.util.Locale;

import io.bespokecache.cache.CountsInPeriod;
import io.bespokecache.spring.BespokeCache;

/**
 * One cache as the page for people shows it.
 *
 * @param name name of the cache
 * @param cache what the endpoint tells of it
 * @param history what happened in it lately, oldest first
 * @param hasRecentErrors whether the cache itself has failed during the last hour
 */
record ReportedCache(String name, CacheDescriptor cache, List<CountsInPeriod> history, boolean hasRecentErrors) {

	static ReportedCache of(BespokeCache cache) {
		return new ReportedCache(cache.getName(), CacheDescriptor.of(cache), cache.getStore().history(),
				cache.hasRecentErrors());
	}

	State state() {
		if (!this.cache.advice().isEmpty()) {
			return State.CHANGE;
		}
		return Signs.of(this).isEmpty() ? State.FINE : State.LOOK;
	}

	/**
	 * What is to be done about a cache, most urgent first.
	 */
	enum State {

		/** There is advice. */
		CHANGE("!", "Change"),

		/** There is no advice, but signs of something wrong around the cache. */
		LOOK("?", "Look"),

		/** Nothing. */
		FINE("✓", "Fine");

		private final String mark;

		private final String label;

		State(String mark, String label) {
			this.mark = mark;
			this.label = label;
		}

		/**
		 * Writes the state so that it can be told without colour.
		 */
		void writeTo(Html html) {
			html.tag("span").with("class", "state " + name().toLowerCase(Locale.ROOT)).holds(() -> {
				html.tag("span").with("class", "mark").with("aria-hidden", true).text(this.mark);
				html.text(" " + this.label);
			});
		}

	}

}
