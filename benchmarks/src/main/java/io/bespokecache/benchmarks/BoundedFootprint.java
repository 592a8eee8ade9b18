package io.bespokecache.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Strategy;
import org.openjdk.jol.info.GraphStats;

/**
 * The memory that a bounded map takes for an entry beside its key and value, by JOL, with
 * all that its policy remembers: three times as many keys as the bound have been put, and
 * a third of them read.
 *
 * <pre>
 * java -Xms3g -Xmx3g -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.BoundedFootprint [entries ...]
 * </pre>
 */
public final class BoundedFootprint {

	private static final List<String> ENTRIES = List.of("100000", "150000");

	private static final int TURNS = 3;

	private BoundedFootprint() {
	}

	/**
	 * Measures and prints.
	 * @param args bounds; 100,000 and 150,000 if there are none
	 */
	public static void main(String[] args) {
		// Lambdas and records are among the objects; JOL reads this when it starts.
		System.setProperty("jol.magicFieldOffset", "true");
		PrintStream out = System.out;
		// JOL warns there that it is no agent and knows no padding.
		System.setOut(System.err);
		out.println(Machine.describe() + "\n");
		out.println("| bound | map | B an entry with a bound | with a bound and an expiry |");
		out.println("|---|---|---|---|");
		for (String bound : (args.length == 0) ? ENTRIES : List.of(args)) {
			for (BoundedCache.Kind kind : BoundedCache.Kind.values()) {
				int entries = Integer.parseInt(bound);
				out.printf(Locale.ROOT, "| %,d | %s | %.1f | %.1f |%n", entries, Cell.name(kind.name()),
						bytesAnEntry(kind, entries, false), bytesAnEntry(kind, entries, true));
			}
		}
	}

	private static double bytesAnEntry(BoundedCache.Kind kind, int entries, boolean expiring) {
		Map<Object, Object> map = create(kind, entries, expiring);
		for (int id = 0; id < TURNS * entries; id++) {
			map.put(Keys.SHORT_STRING.key(id), map);
			if (id % TURNS == 0) {
				map.get(Keys.SHORT_STRING.key(id / 2));
			}
		}
		if (map.size() > entries || map.size() < entries * 9L / 10) {
			throw new IllegalStateException("The map has " + map.size() + " entries, not " + entries);
		}
		// Values are the map itself, and so are in both.
		long all = GraphStats.parseInstance(map).totalSize();
		long keys = map.keySet().stream().mapToLong((key) -> GraphStats.parseInstance(key).totalSize()).sum();
		long shared = GraphStats.parseInstance(create(kind, 1, expiring)).totalSize();
		return (double) (all - keys - shared) / map.size();
	}

	private static Map<Object, Object> create(BoundedCache.Kind kind, int entries, boolean expiring) {
		return switch (kind) {
			case CAFFEINE -> caffeine(entries, expiring).build().asMap();
			case CAFFEINE_SOFT -> caffeine(entries, expiring).softValues().build().asMap();
			case ADAPTIVE_FIFO -> builder(Strategy.ADAPTIVE_FIFO, entries, expiring).build();
			case LRU_REFERENCE_SOFT -> builder(Strategy.LRU_REFERENCE, entries, expiring).softValues().build();
		};
	}

	private static Caffeine<Object, Object> caffeine(int entries, boolean expiring) {
		Caffeine<Object, Object> builder = Caffeine.newBuilder().maximumSize(entries).executor(Runnable::run);
		return expiring ? builder.expireAfterWrite(BoundedCache.TIME_TO_LIVE) : builder;
	}

	private static CacheMapBuilder<Object, Object> builder(Strategy strategy, int entries, boolean expiring) {
		// The thread of the usual one is no part of a map, and leads to all other
		// threads.
		CacheMapBuilder<Object, Object> builder = CacheMapBuilder.of(strategy)
			.maximumSize(entries)
			.maintenanceExecutor(Runnable::run);
		return expiring ? builder.expireAfterWrite(BoundedCache.TIME_TO_LIVE) : builder;
	}

}
