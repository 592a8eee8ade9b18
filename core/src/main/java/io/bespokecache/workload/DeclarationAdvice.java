package io.bespokecache.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Advice.Setting;
import io.bespokecache.workload.ObservedWorkload.KeyLifetime;

/**
 * The cache is used otherwise than declared: so much that another strategy would have
 * been chosen, or by an order of magnitude. What is only a default differs from nothing.
 */
final class DeclarationAdvice implements AdviceRule {

	private static final Workload DEFAULTS = Workload.builder().build();

	private static final double MAGNITUDE = 10;

	private static final double STILL_DIFFERENT = 5;

	/** Shares of reads that are as good as the same. */
	private static final double SAME = 0.005;

	private static final long LEAST_CALLS = 1_000;

	/** Ten minutes in which the cache did not grow much. */
	private static final long LEAST_REVIEWS = 60;

	private final Function<Workload, Selection> selector;

	DeclarationAdvice(Function<Workload, Selection> selector) {
		this.selector = selector;
	}

	@Override
	public Finding review(CacheFacts facts, boolean given) {
		if (facts.use().settledCalls() < LEAST_CALLS || facts.use().settledReviews() < LEAST_REVIEWS) {
			return Finding.UNKNOWN;
		}
		Workload declared = facts.declared();
		Workload used = ObservedDeclaration.of(facts);
		Strategy chosen = this.selector.apply(declared).strategy();
		Strategy fitting = this.selector.apply(used).strategy();
		List<Setting> settings = new ArrayList<>();
		List<String> seen = new ArrayList<>();
		double margin = given ? STILL_DIFFERENT : MAGNITUDE;
		if (isDeclared(facts, "readRatio") && readRatioDiffers(declared, used, given, margin)) {
			seen.add(Figures.percent(used.readRatio()) + " of the calls are reads, and "
					+ Figures.percent(declared.readRatio()) + " were declared");
			settings.add(new Setting("workload.read-ratio", Figures.share(used.readRatio())));
		}
		if (isDeclared(facts, "keyLifetime") && keyLifetimeDiffers(declared, used, margin)) {
			KeyLifetime observed = facts.observed().keyLifetime();
			boolean longer = observed != null && observed.atLeast();
			seen.add("half of the keys are of use for " + Figures.time(used.keyLifetime()) + " or "
					+ (longer ? "longer" : "less") + ", and " + Durations.format(declared.keyLifetime())
					+ " was declared");
			settings.add(new Setting("workload.key-lifetime", Figures.time(used.keyLifetime())));
		}
		if (isDeclared(facts, "expectedEntries") && expectedEntriesDiffer(facts, used, margin)) {
			seen.add("it holds " + Figures.count(facts.size()) + " entries, and "
					+ Figures.count(declared.expectedEntries()) + " were expected");
			settings.add(new Setting("workload.expected-entries",
					Long.toString(Math.max(1, Figures.rounded((double) used.expectedEntries())))));
		}
		if (settings.isEmpty()) {
			return Finding.NOTHING;
		}
		return Finding.of(new Advice(AdviceKind.DECLARATION_DIFFERS, sentence(String.join("; ", seen)),
				(chosen != fitting)
						? "For what was declared the choice is '" + chosen.id() + "'; for what is, it would be '"
								+ fitting.id() + "'."
						: "The choice is the same, but whoever reads the declaration is misled.",
				"Declare it as it is.", settings));
	}

	/** What is assumed, or left at its default, nobody has declared. */
	private static boolean isDeclared(CacheFacts facts, String name) {
		return !facts.declaration().assumed().contains(name);
	}

	private boolean readRatioDiffers(Workload declared, Workload used, boolean given, double margin) {
		double observed = used.readRatio();
		if (Math.abs(declared.readRatio() - observed) < SAME) {
			return false;
		}
		boolean writes = declared.readRatio() != DEFAULTS.readRatio()
				&& ratio(1 - declared.readRatio(), 1 - observed) >= margin;
		// A ratio near a threshold would make the choice come and go.
		double doubt = given ? 0 : SAME;
		return writes || (flips(declared, withReadRatio(declared, Math.max(0, observed - doubt)))
				&& flips(declared, withReadRatio(declared, Math.min(1, observed + doubt))));
	}

	private boolean keyLifetimeDiffers(Workload declared, Workload used, double margin) {
		boolean given = !declared.keyLifetime().equals(Workload.FOREVER);
		return given && (ratio(seconds(declared.keyLifetime()), seconds(used.keyLifetime())) >= margin
				|| flips(declared, declared.toBuilder().keyLifetime(used.keyLifetime()).build()));
	}

	/** A cache that fills will have more entries. */
	private boolean expectedEntriesDiffer(CacheFacts facts, Workload used, double margin) {
		Workload declared = facts.declared();
		if (facts.isGrowing() && used.expectedEntries() < declared.expectedEntries()) {
			return false;
		}
		return (declared.expectedEntries() != DEFAULTS.expectedEntries()
				&& ratio((double) declared.expectedEntries(), (double) used.expectedEntries()) >= margin)
				|| flips(declared, declared.toBuilder().expectedEntries(used.expectedEntries()).build());
	}

	/** Whether this alone leads to another choice. */
	private boolean flips(Workload declared, Workload changed) {
		return this.selector.apply(changed).strategy() != this.selector.apply(declared).strategy();
	}

	private static Workload withReadRatio(Workload declared, double readRatio) {
		return declared.toBuilder().readRatio(readRatio).build();
	}

	/** How many times the one is the other, whichever is more. */
	private static double ratio(double one, double other) {
		double least = Math.min(one, other);
		return (Math.max(one, other) <= 0) ? 1 : Math.max(one, other) / Math.max(least, 1e-9);
	}

	private static double seconds(Duration duration) {
		return (double) duration.toSeconds() + duration.toNanosPart() / 1e9;
	}

	private static String sentence(String text) {
		return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
	}

}
