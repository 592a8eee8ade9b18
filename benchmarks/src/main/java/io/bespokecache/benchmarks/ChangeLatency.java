package io.bespokecache.benchmarks;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.bespokecache.cache.LocalCache;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;

/**
 * How long single reads of a cache take while its entries move to another map, against
 * those in between; as a Markdown table. One thread reads keys that are there, uniformly,
 * one overwrites them, some thousand times a second, and another one changes the map back
 * and forth. Reads in between count once a change is over for a while, for as long as it
 * took.
 *
 * <pre>
 * java -Xmx3g -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.ChangeLatency [--entries 100000]
 *     [--changes 100]
 * </pre>
 */
public final class ChangeLatency {

	private static final int ENTRIES = 100_000;

	private static final int CHANGES = 100;

	/** Changes before any read counts: what is compiled by then knows all maps. */
	private static final int WARM_UP_CHANGES = 20;

	/** What a change has left to do, and to collect, is done by then. */
	private static final long SETTLING_NANOS = 300_000_000;

	/** Between two writes, at the least. */
	private static final long WRITE_PAUSE_NANOS = 100_000;

	private static final double[] PERCENTILES = { 0.5, 0.99, 0.999 };

	private static final Workload UNBOUNDED = Workload.builder().build();

	private static final Workload BOUNDED = Workload.builder().maximumSize(1L << 30).build();

	private static final List<Pair> PAIRS = List.of(new Pair(UNBOUNDED, Strategy.SHARDED, Strategy.PROMOTING),
			new Pair(UNBOUNDED, Strategy.CONCURRENT, Strategy.SHARDED),
			new Pair(UNBOUNDED, Strategy.SNAPSHOT, Strategy.READ_WRITE_LOCK),
			new Pair(BOUNDED, Strategy.CAFFEINE, Strategy.ADAPTIVE_FIFO),
			new Pair(BOUNDED, Strategy.ADAPTIVE_FIFO, Strategy.LRU_REFERENCE));

	private final LocalCache<Integer, Integer> cache;

	private final Pair pair;

	private final int entries;

	private volatile Phase phase = Phase.WARM_UP;

	private ChangeLatency(Pair pair, int entries) {
		this.cache = LocalCache.<Integer, Integer>builder("measured", pair.workload())
			.selection(StrategySelector.override(pair.workload(), pair.first()))
			.build();
		this.pair = pair;
		this.entries = entries;
	}

	/**
	 * Measures and prints.
	 * @param args see above
	 */
	public static void main(String[] args) throws InterruptedException {
		CommandLine options = new CommandLine(args, "--entries", "--changes");
		int entries = options.number("--entries", ENTRIES);
		int changes = options.number("--changes", CHANGES);
		System.out.printf("%s%n%n| maps | entries | reads during changes | longest change ms |", Machine.describe());
		System.out.println(" p50 ns, between, ratio | p99 ns, between, ratio | p99.9 ns, between, ratio |");
		System.out.println("|---|---|---|---|---|---|---|");
		for (Pair pair : PAIRS) {
			new ChangeLatency(pair, entries).measure(changes);
		}
	}

	private void measure(int changes) throws InterruptedException {
		for (int key = 0; key < this.entries; key++) {
			this.cache.put(key, key);
		}
		Map<Phase, Durations> durations = new EnumMap<>(Phase.class);
		Stream.of(Phase.values()).forEach((phase) -> durations.put(phase, new Durations()));
		Thread reader = new Thread(() -> read(durations));
		Thread writer = new Thread(this::write);
		reader.start();
		writer.start();
		long longest = 0;
		for (int i = 0; i < WARM_UP_CHANGES + changes; i++) {
			boolean counted = i >= WARM_UP_CHANGES;
			this.phase = counted ? Phase.CHANGING : Phase.WARM_UP;
			long nanos = change((i % 2 == 0) ? this.pair.second() : this.pair.first());
			longest = Math.max(longest, counted ? nanos : 0);
			this.phase = Phase.WARM_UP;
			pause(SETTLING_NANOS);
			this.phase = counted ? Phase.STEADY : Phase.WARM_UP;
			pause(nanos);
		}
		this.phase = Phase.END;
		reader.join();
		writer.join();
		this.cache.close();
		print(durationsOf(durations, Phase.CHANGING), durationsOf(durations, Phase.STEADY), longest);
	}

	private static void pause(long nanos) {
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() - end < 0) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
	}

	private void write() {
		SplittableRandom random = new SplittableRandom(2);
		while (this.phase != Phase.END) {
			Integer key = random.nextInt(this.entries);
			this.cache.put(key, key);
			LockSupport.parkNanos(WRITE_PAUSE_NANOS);
		}
	}

	private long change(Strategy strategy) {
		return this.cache.change(this.pair.workload(), StrategySelector.override(this.pair.workload(), strategy))
			.duration()
			.toNanos();
	}

	private void read(Map<Phase, Durations> durations) {
		SplittableRandom random = new SplittableRandom(1);
		Phase phase = this.phase;
		while (phase != Phase.END) {
			Integer key = random.nextInt(this.entries);
			long start = System.nanoTime();
			Integer value = this.cache.get(key);
			long nanos = System.nanoTime() - start;
			if (value == null) {
				throw new IllegalStateException("Key " + key + " is gone");
			}
			durationsOf(durations, phase).add(nanos);
			phase = this.phase;
		}
	}

	private static Durations durationsOf(Map<Phase, Durations> durations, Phase phase) {
		return Objects.requireNonNull(durations.get(phase));
	}

	private void print(Durations changing, Durations steady, long longest) {
		StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| `%s` and `%s` | %,d | %,d | %.1f |",
				this.pair.first().id(), this.pair.second().id(), this.entries, changing.count(), longest / 1e6));
		for (double percentile : PERCENTILES) {
			long during = changing.percentile(percentile);
			long before = steady.percentile(percentile);
			row.append(String.format(Locale.ROOT, " %,d, %,d, **%.2f** |", during, before, (double) during / before));
		}
		System.out.println(row);
	}

	/** What the reader's durations count for; those of the warm-up for nothing. */
	private enum Phase {

		WARM_UP, STEADY, CHANGING, END

	}

	/** Two strategies, and a workload that both can do. */
	private record Pair(Workload workload, Strategy first, Strategy second) {

	}

	/** Durations to the nanosecond, those beyond a limit as one. */
	private static final class Durations {

		private final long[] counts = new long[1 << 20];

		void add(long nanos) {
			this.counts[(int) Math.min(nanos, this.counts.length - 1)]++;
		}

		long count() {
			long count = 0;
			for (long each : this.counts) {
				count += each;
			}
			return count;
		}

		long percentile(double part) {
			long left = (long) Math.ceil(count() * part);
			int nanos = 0;
			while (left > this.counts[nanos]) {
				left -= this.counts[nanos++];
			}
			return nanos;
		}

	}

}
