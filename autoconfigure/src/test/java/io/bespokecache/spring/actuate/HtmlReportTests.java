package io.bespokecache.spring.actuate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link HtmlReport}.
 */
class HtmlReportTests {

	private static final Pattern TAG = Pattern
		.compile("<(/?)([a-z][a-z0-9]*)((?:\\s+[a-zA-Z][a-zA-Z0-9-]*=\"[^\"<>]*\")*)>");

	private static final Set<String> WITHOUT_END = Set.of("meta", "link");

	@Test
	void theHeadingSaysHowManyCachesAreWrong() {
		assertThat(heading(Reports.write(Reports.fine("a"), Reports.advised("b"), Reports.troubled("c"))))
			.isEqualTo("1 of 3 caches to be changed, 1 to look at");
		assertThat(heading(Reports.write(Reports.fine("a"), Reports.troubled("b"))))
			.isEqualTo("2 caches, 1 to look at");
		assertThat(heading(Reports.write(Reports.fine("a"), Reports.fine("b")))).isEqualTo("2 caches, nothing to do");
		assertThat(heading(Reports.write(Reports.advised("cities")))).isEqualTo("cities: to be changed");
		assertThat(heading(Reports.write())).isEqualTo("There is no cache yet");
	}

	@Test
	void whatToDoComesFirst() {
		String html = Reports.write(Reports.fine("airports"), Reports.advised("cities"));
		assertThat(html).containsSubsequence("<h1>", "What to do", "cities", "Raise maximum-size to 4000.",
				"All caches", "id=\"cache-1-name\">cities", "id=\"cache-2-name\">airports");
	}

	@Test
	void nothingToDoIsNotAList() {
		assertThat(Reports.write(Reports.fine("airports"), Reports.fine("cities"))).doesNotContain("What to do");
	}

	@Test
	void adviceIsShownInFullWithSettingsToCopy() {
		assertThat(Reports.write(Reports.advised("cities"))).contains("Bound too small")
			.contains("Twice the bound of 2,000 entries")
			.contains("41 s of loading an hour")
			.contains("<code>bespoke:\n  cache:\n    caches:\n      cities:\n        maximum-size: 4000</code>");
	}

	@Test
	void declaredAndObservedStandSideBySide() {
		assertThat(cells(Reports.write(Reports.advised("cities")))).contains("Read ratio 75 % 64.2 %10.8 points lower",
				"Key lifetime 1 h 14 min0.23 times as long; half of them 90 s to 55 min",
				"Entries 2,000assumed 2,000as many as declared");
	}

	@Test
	void whatCannotBeDeclaredIsShownToo() {
		assertThat(Reports.write(Reports.advised("cities"))).contains("<dt>Mean time of a load</dt><dd>1.2 ms</dd>")
			.contains("<dt>Size of a value</dt><dd>420 bytes, largest 9.6 KiB</dd>")
			.contains("<dt>Look-ups of the hottest key</dt><dd>31 %</dd>");
	}

	@Test
	void aCacheThatHasNotBeenObservedSaysSo() {
		assertThat(Reports.write(Reports.troubled("cities"))).contains("Not observed for long enough yet.");
	}

	@Test
	void theChoiceShowsWhatEachStrategyIsPredictedToCost() {
		assertThat(cells(Reports.write(Reports.advised("cities")))).contains("adaptive-fifochosen  38 ns",
				"caffeine  61 ns", "lru-reference  112 ns");
	}

	@Test
	void aSharedCacheShowsWhichLevelAnswersAndHowTheSecondOneStands() {
		String html = Reports.write(Reports.shared("cities"));
		assertThat(cells(html)).contains("This process  64,200 64.1 %", "Second level  101 0.1 %",
				"Loads  35,800 35.8 %", "second-level redis", "when-incoherent bypass");
		assertThat(html).contains("<dt>Engine</dt><dd>redis, connected</dd>")
			.contains("<dt>Evictions of others</dt><dd>heard within 5 s</dd>")
			.contains("<dt>Circuit breaker</dt><dd>closed</dd>")
			.contains("<dt>Evictions that wait</dt><dd>0</dd>")
			.contains("<dt>Parts dropped here</dt><dd>gap 112, missed 113, restart 114, clear 115</dd>")
			.contains("<dt>Mean time of an operation</dt><dd>1.3 ms</dd>")
			.contains("<dt>Operations that failed</dt><dd>118</dd>");
		assertThat(heading(html)).isEqualTo("cities: nothing to do");
	}

	@Test
	void aSecondLevelThatIsOutOfReachIsToBeLookedAt() {
		String html = Reports.write(Reports.outOfReach("cities"));
		assertThat(heading(html)).isEqualTo("cities: to be looked at");
		assertThat(html).contains("<dt>Engine</dt><dd>redis, out of reach</dd>")
			.contains("<dt>Evictions of others</dt><dd>not heard now</dd>")
			.contains("<dt>Circuit breaker</dt><dd>open</dd>")
			.contains("<dt>Evictions that wait</dt><dd>7</dd>")
			.contains("<dt>Parts dropped here</dt><dd>none</dd>")
			.doesNotContain("Mean time of an operation");
	}

	@Test
	void aCacheThatSharesNothingShowsNoSecondLevel() {
		assertThat(Reports.write(Reports.fine("cities"))).doesNotContain("econd level").doesNotContain("second-level");
	}

	@Test
	void chartsCanBeReadWithoutSeeingThem() {
		String html = Reports.write(Reports.advised("cities"));
		assertThat(html)
			.contains("aria-label=\"Miss ratio by greatest number of entries: 69 % with 500, 52 % with 1,000, "
					+ "35.8 % now, with 2,000, 18.7 % with 4,000, 9.8 % with 8,000\"")
			.contains("aria-label=\"Hit ratio over the last 40 min: from ");
		assertThat(cells(html)).contains("4,000 18.7 % 81.3 % 9,000 sampled misses",
				"2,000 35.8 % 64.2 % counted in the last hour");
		assertThat(cells(html)).anyMatch((row) -> row.startsWith("19 min ago 0 – "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'onmouseover='alert(1)",
			"</style><script>", "</title><script>alert(1)</script>", "&lt;script&gt;", "]]>", "<!--",
			"javascript:alert(1)" })
	void nothingThatComesFromElsewhereBecomesMarkup(String name) {
		String harmless = Reports.write(Reports.fine("b"), Reports.advised("a"), Reports.troubled("c"),
				Reports.shared("d"));
		String hostile = Reports.write(Reports.fine(name), Reports.advised(name), Reports.troubled(name),
				Reports.shared(name));
		assertThat(structure(hostile)).isEqualTo(structure(harmless));
		assertThat(hostile).doesNotContain("<script").doesNotContain("<img").doesNotContain("<!--");
		assertThat(withoutMarkup(hostile)).contains(name);
	}

	@Test
	void everyElementIsClosedAndNoIdIsThereTwice() {
		String html = Reports.write(Reports.advised("a"), Reports.fine("b"), Reports.troubled("c"), Reports.shared("d"),
				Reports.outOfReach("e"));
		Deque<String> open = new ArrayDeque<>();
		Set<String> ids = new HashSet<>();
		Matcher tag = TAG.matcher(html);
		while (tag.find()) {
			if (tag.group(1).isEmpty() && !WITHOUT_END.contains(tag.group(2))) {
				open.push(tag.group(2));
			}
			else if (!tag.group(1).isEmpty()) {
				assertThat(open.pop()).isEqualTo(tag.group(2));
			}
			Matcher id = Pattern.compile(" id=\"([^\"]*)\"").matcher(tag.group(3));
			if (id.find()) {
				assertThat(ids.add(id.group(1))).as("id %s", id.group(1)).isTrue();
			}
		}
		assertThat(open).isEmpty();
	}

	@Test
	void thePageNeedsNothingBesideItself() {
		String html = Reports.write(Reports.advised("a"), Reports.fine("b"));
		assertThat(html).contains("default-src &#39;none&#39;").doesNotContain("://");
		assertThat(structure(html)).doesNotContain("script", "img", "iframe");
		assertThat(html).doesNotContain(" style=").doesNotContainPattern(" on[a-z]+=");
	}

	private static String heading(String html) {
		Matcher heading = Pattern.compile("<h1>(.*?)</h1>").matcher(html);
		assertThat(heading.find()).isTrue();
		return heading.group(1);
	}

	private static List<String> structure(String html) {
		return TAG.matcher(html).results().map((tag) -> tag.group(1) + tag.group(2)).toList();
	}

	private static List<String> cells(String html) {
		return Pattern.compile("<tr>(.*?)</tr>")
			.matcher(html)
			.results()
			.map((row) -> withoutMarkup(row.group(1).replace("</th>", " ").replace("</td>", " ")).trim())
			.toList();
	}

	private static String withoutMarkup(String html) {
		return TAG.matcher(html)
			.replaceAll("")
			.replace("&lt;", "<")
			.replace("&gt;", ">")
			.replace("&quot;", "\"")
			.replace("&#39;", "'")
			.replace("&amp;", "&");
	}

}
