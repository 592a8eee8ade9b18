package io.bespokecache.benchmarks.selection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.bespokecache.benchmarks.CommandLine;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.CostModel;
import io.bespokecache.workload.PredictedCost;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;

/**
 * Draws which strategy is chosen over the number of entries and the share of reads, from
 * a table that was measured: a picture for each demand, with lasting keys on its left and
 * keys that come and go on its right. Each field has the first letters of the strategy
 * and how much faster it is predicted to be than the plain library, so that nobody needs
 * the colours.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.selection.WinnerMap --out docs/images
 *     [--table costs.tsv] [--threads 2]
 * </pre>
 */
public final class WinnerMap {

	private static final List<Integer> ENTRIES = List.of(100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000,
			1_000_000);

	private static final List<Double> READS = List.of(0.9999, 0.999, 0.99, 0.97, 0.95, 0.9, 0.8, 0.5, 0.1);

	private static final int FIELD_WIDTH = 46;

	private static final int FIELD_HEIGHT = 34;

	private static final int LEFT = 64;

	private static final int TOP = 64;

	private static final int GAP = 80;

	private static final int LEGEND = 46;

	private static final double NOTABLE = 1.005;

	private final Demand demand;

	private final int threads;

	private final StringBuilder svg = new StringBuilder();

	private final Set<Strategy> shown = EnumSet.noneOf(Strategy.class);

	private final CostModel model;

	private WinnerMap(CostModel model, Demand demand, int threads) {
		this.model = model;
		this.demand = demand;
		this.threads = threads;
	}

	/**
	 * Draws.
	 * @param args see above
	 * @throws IOException if a picture cannot be written
	 */
	public static void main(String[] args) throws IOException {
		CommandLine options = new CommandLine(args, "--out", "--threads", "--table");
		CostModel model = CostModel.parse(Files.readString(Path.of(options.text("--table", "costs.tsv"))));
		Path directory = Files.createDirectories(Path.of(options.text("--out", "docs/images")));
		for (Demand demand : Demand.values()) {
			String picture = new WinnerMap(model, demand, options.number("--threads", 2)).draw();
			Files.writeString(directory.resolve("winners-" + demand.id() + ".svg"), picture);
		}
	}

	private String draw() {
		int panel = FIELD_WIDTH * ENTRIES.size();
		int width = LEFT + panel + GAP + panel + LEFT / 4;
		int height = TOP + FIELD_HEIGHT * READS.size() + LEGEND + FIELD_HEIGHT;
		panel(LEFT, Workload.FOREVER, "keys that stay: writes overwrite");
		panel(LEFT + panel + GAP, Workload.LONG_LIFETIME, "keys that come and go: writes bring new ones");
		legend(height - LEGEND / 2);
		return String.format(Locale.ROOT, """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" role="img" \
				font-family="system-ui, sans-serif" font-size="11">
				<title>Which strategy is chosen for a cache that is %3$s</title>
				<rect width="%1$d" height="%2$d" fill="#ffffff"/>
				<text x="%4$d" y="22" font-size="15" font-weight="bold">%3$s: chosen strategy, and how many times \
				as fast as %5$s</text>
				""", width, height, this.demand.id(), LEFT,
				this.demand.hasPlain() ? this.demand.plain().id() : "the next") + this.svg + "</svg>\n";
	}

	private void panel(int left, Duration lifetime, String title) {
		text(left, TOP - 18, title, "font-weight=\"bold\"");
		for (int row = 0; row < READS.size(); row++) {
			int y = TOP + row * FIELD_HEIGHT;
			text(left - 6, y + FIELD_HEIGHT / 2 + 4, percent(READS.get(row)), "text-anchor=\"end\"");
			for (int column = 0; column < ENTRIES.size(); column++) {
				field(left + column * FIELD_WIDTH, y, select(ENTRIES.get(column), READS.get(row), lifetime));
			}
		}
		for (int column = 0; column < ENTRIES.size(); column++) {
			text(left + column * FIELD_WIDTH + FIELD_WIDTH / 2, TOP + READS.size() * FIELD_HEIGHT + 14,
					entries(ENTRIES.get(column)), "text-anchor=\"middle\"");
		}
		text(left + ENTRIES.size() * FIELD_WIDTH / 2, TOP + READS.size() * FIELD_HEIGHT + 28,
				"entries; rows: share of reads", "text-anchor=\"middle\"");
	}

	private Selection select(int entries, double reads, Duration lifetime) {
		Workload workload = this.demand.declare(Workload.builder(), entries)
			.expectedEntries(entries)
			.readRatio(reads)
			.keyLifetime(lifetime)
			.build();
		return StrategySelector.select(workload, this.model, this.threads);
	}

	private void field(int x, int y, Selection selection) {
		Strategy strategy = selection.strategy();
		this.shown.add(strategy);
		Map<Strategy, Double> nanos = new EnumMap<>(Strategy.class);
		selection.costs().forEach((cost) -> nanos.put(cost.strategy(), cost.nanos()));
		double own = nanos.getOrDefault(strategy, 1.0);
		double other = this.demand.hasPlain() ? nanos.getOrDefault(this.demand.plain(), own) : next(selection, own);
		this.svg.append(String.format(Locale.ROOT,
				"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"#ffffff\"/>%n", x, y,
				FIELD_WIDTH, FIELD_HEIGHT, Colour.of(strategy)));
		text(x + FIELD_WIDTH / 2, y + 15, letters(strategy), "text-anchor=\"middle\" font-weight=\"bold\"");
		if (other / own >= NOTABLE) {
			text(x + FIELD_WIDTH / 2, y + 28, String.format(Locale.ROOT, "%.1f×", other / own),
					"text-anchor=\"middle\"");
		}
	}

	private static double next(Selection selection, double own) {
		return selection.costs()
			.stream()
			.filter((cost) -> cost.strategy() != selection.strategy())
			.mapToDouble(PredictedCost::nanos)
			.min()
			.orElse(own);
	}

	private void legend(int y) {
		int x = LEFT;
		for (Strategy strategy : this.shown) {
			this.svg
				.append(String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"26\" height=\"16\" fill=\"%s\"/>%n",
						x, y - 12, Colour.of(strategy)));
			text(x + 13, y, letters(strategy), "text-anchor=\"middle\" font-weight=\"bold\"");
			text(x + 32, y, strategy.id(), "");
			x += 150;
		}
	}

	private void text(int x, int y, String text, String attributes) {
		this.svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" %s>%s</text>%n", x, y, attributes, text));
	}

	/** The first letter of each word, two of a single word. */
	private static String letters(Strategy strategy) {
		String[] words = strategy.id().split("-", -1);
		if (words.length == 1) {
			return strategy.id().substring(0, 2);
		}
		StringBuilder letters = new StringBuilder();
		for (String word : words) {
			letters.append(word.charAt(0));
		}
		return letters.toString();
	}

	private static String percent(double share) {
		return String.format(Locale.ROOT, "%s %%", (share * 100 % 1 == 0) ? String.valueOf(Math.round(share * 100))
				: String.valueOf(Math.round(share * 10_000) / 100.0));
	}

	private static String entries(int number) {
		return (number >= 1_000_000) ? number / 1_000_000 + "M"
				: (number >= 1_000) ? number / 1_000 + "k" : String.valueOf(number);
	}

	/** Light colours that most people can tell from each other, by Okabe and Ito. */
	private static final class Colour {

		private static final Map<Strategy, String> COLOURS = new EnumMap<>(Map.of(Strategy.CONCURRENT, "#d9d9d9",
				Strategy.PROMOTING, "#a8d5f2", Strategy.SHARDED, "#9fdcc4", Strategy.SNAPSHOT, "#f3e28c",
				Strategy.READ_WRITE_LOCK, "#f0c48a", Strategy.MUTEX, "#e6b8d0", Strategy.ADAPTIVE_FIFO, "#b9c9f5",
				Strategy.LRU_REFERENCE, "#e9b49a", Strategy.CAFFEINE, "#cfcfcf"));

		private Colour() {
		}

		static String of(Strategy strategy) {
			return COLOURS.getOrDefault(strategy, "#ffffff");
		}

	}

}
