package io.bespokecache.spring.actuate;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.spring.IncoherentPolicy;
import io.bespokecache.spring.WarmUpReport;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.AdviceKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of {@code docs/operations/endpoint.md} name each field of an answer, and no
 * other.
 */
class EndpointDocumentationTests {

	private static final Path PAGE = Path.of("..", "docs", "operations", "endpoint.md");

	private static final Pattern FIELD = Pattern.compile("(?m)^\\| `([a-zA-Z.\\[\\]]+)` \\|");

	private static final Map<String, Class<?>> SECTIONS = Map.ofEntries(Map.entry("## A cache", CacheDescriptor.class),
			Map.entry("### `selection`", SelectionDescriptor.class),
			Map.entry("### `workload`", WorkloadDescriptor.class),
			Map.entry("### `observed`", ObservedDescriptor.class), Map.entry("### `advice[]`", AdviceDescriptor.class),
			Map.entry("### `configuration`", ConfigurationDescriptor.class),
			Map.entry("### `statistics`", StatisticsDescriptor.class),
			Map.entry("### `secondLevel`", SecondLevelDescriptor.class),
			Map.entry("### `policy`", PolicyDescriptor.class),
			Map.entry("### `recentPromotions[]`", PromotionDescriptor.class),
			Map.entry("### `recentChanges[]`", StrategyChangeDescriptor.class),
			Map.entry("## A change", StrategyChangeDescriptor.class),
			Map.entry("## A removal", RemovalDescriptor.class), Map.entry("## A problem", ProblemDescriptor.class));

	@Test
	void eachFieldHasALineAndEachLineAField() throws IOException {
		Map<String, String> documented = sections();
		SECTIONS.forEach((section, type) -> {
			Set<String> fields = new TreeSet<>();
			collect(type, "", type != CacheDescriptor.class, fields);
			assertThat(fieldsIn(documented, section)).as(section).isEqualTo(fields);
		});
		Set<String> warmUp = new TreeSet<>();
		collect(WarmUpReport.class, "", true, warmUp);
		assertThat(fieldsIn(documented, "### `warmUp`")).isEqualTo(warmUp);
	}

	@Test
	void everySectionOfFieldsIsLookedAt() throws IOException {
		Map<String, String> documented = sections();
		assertThat(documented.keySet()).filteredOn((section) -> !fieldsIn(documented, section).isEmpty())
			.hasSize(SECTIONS.size() + 1);
	}

	@Test
	void eachValueOfAnEnumIsNamed() throws IOException {
		String page = Files.readString(PAGE);
		for (AdviceKind kind : AdviceKind.values()) {
			assertThat(page).contains("`" + kind.id() + "`");
		}
		for (Adaptivity adaptivity : Adaptivity.values()) {
			assertThat(page).contains("`" + adaptivity.id() + "`");
		}
		for (BreakerState breaker : BreakerState.values()) {
			assertThat(page).contains("`" + breaker.id() + "`");
		}
		for (IncoherentPolicy policy : IncoherentPolicy.values()) {
			assertThat(page).contains("`" + policy.id() + "`");
		}
		for (ReportFormat format : ReportFormat.values()) {
			assertThat(page).contains("`" + format.getProducedMimeType() + "`");
		}
	}

	private static Map<String, String> sections() throws IOException {
		Map<String, String> sections = new TreeMap<>();
		Pattern.compile("(?m)^(?=##+ )")
			.splitAsStream(Files.readString(PAGE))
			.forEach((section) -> sections.put(section.lines().findFirst().orElseThrow(), section));
		return sections;
	}

	private static Set<String> fieldsIn(Map<String, String> sections, String section) {
		Set<String> fields = new TreeSet<>();
		Matcher field = FIELD.matcher(sections.getOrDefault(section, ""));
		while (field.find()) {
			fields.add(field.group(1));
		}
		return fields;
	}

	private static void collect(Class<?> type, String prefix, boolean nested, Set<String> fields) {
		for (RecordComponent component : type.getRecordComponents()) {
			fields.add(prefix + component.getName());
			Class<?> element = elementOf(component);
			if (nested && component.getType().isRecord()) {
				collect(component.getType(), prefix + component.getName() + ".", true, fields);
			}
			else if (nested && element != null && element.isRecord()) {
				collect(element, prefix + component.getName() + "[].", true, fields);
			}
		}
	}

	private static @Nullable Class<?> elementOf(RecordComponent component) {
		boolean list = List.class.isAssignableFrom(component.getType());
		if (list && component.getGenericType() instanceof ParameterizedType type) {
			Type element = type.getActualTypeArguments()[0];
			return (element instanceof Class<?> elementClass) ? elementClass : null;
		}
		return null;
	}

}
