package io.bespokecache.workload;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Advice.Setting;
import org.jspecify.annotations.Nullable;

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

	private static final Duration LEAST_PERIOD = Duration.ofMinutes(1);

	/** Reviews in a row. */
	private static final int LASTING = 2;

	private final Function<Workload, Selection> selector;

	private int reviews;

	DeclarationAdvice(Function<Workload, Selection> selector) {
		this.selector = selector;
	}

	@Override
	public @Nullable Advice review(CacheFacts facts, boolean given) {
		ObservedWorkload observed = facts.observed();
		if (observed.reads() + observed.writes() < LEAST_CALLS || observed.period().compareTo(LEAST_PERIOD) < 0) {
			return null;
		}
		Workload declared = facts.declared();
		Workload used = ObservedDeclaration.of(facts);
		Strategy chosen = this.selector.apply(declared).strategy();
		Strategy fitting = this.selector.apply(used).strategy();
		List<Setting> settings = new ArrayList<>();
		List<String> seen = new ArrayList<>();
		double margin = given ? STILL_DIFFERENT : MAGNITUDE;
		boolean other = chosen != fitting;
		double difference = Math.abs(declared.readRatio() - used.readRatio());
		boolean writes = declared.readRatio() != DEFAULTS.readRatio()
				&& ratio(1 - declared.readRatio(), 1 - used.readRatio()) >= margin;
		if (difference >= SAME && (writes || other)) {
			seen.add(Figures.percent(observed.readRatio()) + " of the calls are reads, and "
					+ Figures.percent(declared.readRatio()) + " were declared");
			settings.add(new Setting("workload.read-ratio", share(observed.readRatio())));
		}
		Duration lifetime = ObservedDeclaration.lifetime(facts);
		if (!declared.keyLifetime().equals(Workload.FOREVER)
				&& ratio(seconds(declared.keyLifetime()), seconds(lifetime)) >= margin) {
			seen.add("half of the keys are of use for " + Figures.time(lifetime) + " or less, and "
					+ Durations.format(declared.keyLifetime()) + " was declared");
			settings.add(new Setting("workload.key-lifetime", Figures.time(lifetime)));
		}
		boolean entries = declared.expectedEntries() != DEFAULTS.expectedEntries()
				&& ratio((double) declared.expectedEntries(), (double) used.expectedEntries()) >= margin;
		if (entries || (other && settings.isEmpty())) {
			seen.add("it holds " + Figures.count(facts.size()) + " entries, and "
					+ Figures.count(declared.expectedEntries()) + " were expected");
			settings
				.add(new Setting("workload.expected-entries", Long.toString(Figures.rounded((double) facts.size()))));
		}
		this.reviews = settings.isEmpty() ? 0 : this.reviews + 1;
		if (settings.isEmpty() || (!given && this.reviews < LASTING)) {
			return null;
		}
		return new Advice(AdviceKind.DECLARATION_DIFFERS, sentence(String.join("; ", seen)),
				other ? "'" + chosen.id() + "' was chosen for what was declared; for what is, it would be '"
						+ fitting.id() + "'." : "The choice is the same, but whoever reads the declaration is misled.",
				"Declare it as it is.", settings);
	}

	/** How many times the one is the other, whichever is more. */
	private static double ratio(double one, double other) {
		double least = Math.min(one, other);
		return (Math.max(one, other) <= 0) ? 1 : Math.max(one, other) / Math.max(least, 1e-9);
	}

	private static double seconds(Duration duration) {
		return (double) duration.toSeconds() + duration.toNanosPart() / 1e9;
	}

	private static String share(double share) {
		return BigDecimal.valueOf(share).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
	}

	private static String sentence(String text) {
		return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
	}

}
