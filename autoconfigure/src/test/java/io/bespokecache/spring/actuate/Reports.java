package io.bespokecache.spring.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.bespokecache.cache.CountsInPeriod;
import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.LoadCounts;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.map.Strategy;
import io.bespokecache.spring.EventfulCache;
import io.bespokecache.spring.GivenSecondLevel;
import io.bespokecache.spring.actuate.ObservedDescriptor.LifetimeDescriptor;
import io.bespokecache.spring.actuate.ObservedDescriptor.ValueSizesDescriptor;
import io.bespokecache.spring.actuate.PolicyDescriptor.PredictionDescriptor;
import io.bespokecache.spring.actuate.SelectionDescriptor.CostDescriptor;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.AdviceKind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

/**
 * Reports of caches that were not there: of what a test needs, and cannot wait for.
 */
final class Reports {

	private static final CacheDescriptor EVENTFUL = CacheDescriptor.of(EventfulCache.create());

	private Reports() {
	}

	/**
	 * A cache with everything that the page can show.
	 */
	static ReportedCache advised(String name) {
		return new ReportedCache(name, descriptor(name, List.of(boundTooSmall(), hotKeys()), GivenSecondLevel.WELL),
				history(), false);
	}

	/**
	 * A cache with everything but advice, and no sign of anything wrong.
	 */
	static ReportedCache fine(String name) {
		return new ReportedCache(name, descriptor(name, List.of(), null), history(), false);
	}

	/**
	 * A cache that is new, and whose loads have failed.
	 */
	static ReportedCache troubled(String name) {
		return new ReportedCache(name, EVENTFUL, List.of(), false);
	}

	/**
	 * A cache that is shared with other processes, and no sign of anything wrong.
	 */
	static ReportedCache shared(String name) {
		return shared(name, GivenSecondLevel.WELL);
	}

	/**
	 * A cache whose second level is out of reach.
	 */
	static ReportedCache outOfReach(String name) {
		return shared(name, GivenSecondLevel.OUT_OF_REACH);
	}

	/**
	 * A cache whose second level shows the given figures.
	 */
	static ReportedCache shared(String name, SecondLevelStatistics secondLevel) {
		return new ReportedCache(name, descriptor(name, List.of(), secondLevel), history(), false);
	}

	static String write(ReportedCache... caches) {
		return new HtmlReport(List.of(caches), Instant.parse("2026-11-26T10:15:30Z"), style()).write();
	}

	private static String style() {
		try {
			return new ClassPathResource(BespokeCachesEndpointWebExtension.STYLE)
				.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	static Advice boundTooSmall() {
		return new Advice(AdviceKind.BOUND_TOO_SMALL,
				"Twice the bound of 2,000 entries would answer 81.3 % of the look-ups instead of 64.2 %.",
				"17 look-ups in a hundred load again what was there: 41 s of loading an hour.",
				"Raise maximum-size to 4000.", List.of(new Setting("maximum-size", "4000")));
	}

	private static Advice hotKeys() {
		return new Advice(AdviceKind.HOT_KEYS, "One key takes 31 % of the look-ups.", "Threads meet at its segment.",
				"Keep its value in a field of the caller.", List.of());
	}

	private static CacheDescriptor descriptor(String name, List<Advice> advice,
			@Nullable SecondLevelStatistics secondLevel) {
		StatisticsDescriptor statistics = new StatisticsDescriptor(64_200, 35_800, 0.642, 35_800, 0, 35_800, 12, 0, 0,
				0, 0, 0, 0, 0, 0, 0, new StatisticsDescriptor.EvictionsDescriptor(33_000, 800, 0), 0, 0, 0);
		ConfigurationDescriptor configuration = new ConfigurationDescriptor("bespoke.cache.caches." + name, 2_000L,
				null, "30m", null, null, 0.1, null, null, null, null, true, null, "store", null, false, null, null,
				(secondLevel != null) ? "redis" : null, null, (secondLevel != null) ? "bypass" : null, "advise");
		return new CacheDescriptor(Strategy.ADAPTIVE_FIFO.id(),
				new SelectionDescriptor("Bounded to 2,000 entries, it is the cheapest that can evict.",
						EVENTFUL.selection().rejected(),
						List.of(new CostDescriptor("adaptive-fifo", 38), new CostDescriptor("caffeine", 61.4),
								new CostDescriptor("lru-reference", 112))),
				new WorkloadDescriptor(0.75, "1h", 2_000, null, Set.of("expectedEntries")), observed(),
				advice.stream().map((one) -> AdviceDescriptor.of(one, name)).toList(), configuration, 2_000, statistics,
				(secondLevel != null) ? SecondLevelDescriptor.of(secondLevel) : null,
				new PolicyDescriptor(0.1, 200, 1_800, "policy", 12_000, 0.642, curve()), EVENTFUL.recentPromotions(),
				List.of(new StrategyChangeDescriptor("caffeine", "adaptive-fifo", "Better for three reviews.",
						Instant.parse("2026-11-26T10:00:00Z"), Duration.ofMillis(12), 2_000)),
				null);
	}

	private static ObservedDescriptor observed() {
		return new ObservedDescriptor("10m", 64_200, 35_800, 0.642, new LifetimeDescriptor("90s", "14m", "55m", false),
				12.4, 5_210, 0.93, 0.31, 0.22, 0.03, "1200us", new ValueSizesDescriptor(420, 9_800), 1_024, 0.31);
	}

	private static List<PredictionDescriptor> curve() {
		return List.of(new PredictionDescriptor(500, 0.31, 9_000), new PredictionDescriptor(1_000, 0.48, 9_000),
				new PredictionDescriptor(4_000, 0.813, 9_000), new PredictionDescriptor(8_000, 0.902, 9_000));
	}

	private static List<CountsInPeriod> history() {
		List<CountsInPeriod> history = new ArrayList<>();
		for (int minute = 40; minute > 0; minute--) {
			long lookups = (minute == 20) ? 0 : 2_000;
			long hits = Math.round(lookups * (0.55 + 0.1 * Math.sin(minute / 5.0)));
			history.add(new CountsInPeriod(Duration.ofMinutes(minute - 1), Duration.ofMinutes(1), hits, lookups - hits,
					new Evictions(lookups - hits, minute % 7 * 20L, minute % 11), (minute % 9 == 0) ? 1 : 0,
					LoadCounts.NONE));
		}
		return history;
	}

}
