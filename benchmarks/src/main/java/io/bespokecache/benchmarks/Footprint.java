package io.bespokecache.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.bespokecache.map.CacheMap;
import io.bespokecache.map.Strategy;
import org.openjdk.jol.info.GraphStats;

/**
 * The memory that a map of each kind takes for an entry, by JOL, as a Markdown table.
 *
 * <pre>
 * java -Xms3g -Xmx3g -cp benchmarks/target/benchmarks.jar io.bespokecache.benchmarks.Footprint [entries ...]
 * </pre>
 *
 * Sizes are of the objects that can be reached from the map, and from nothing that it
 * shares with others: what can also be reached from an empty map of the same kind
 * (executors, their threads, class loaders, clocks, constants) or from the values is left
 * out. <em>Over keys and values</em> also leaves out what can be reached from the key
 * objects that were put. A map that keeps the words of a key in place of the object holds
 * no such object, so there its two figures are the same. A promoting map is measured once
 * it has promoted all keys.
 */
public final class Footprint {

	private static final Set<Implementation> MEASURED = EnumSet.of(Implementation.CONCURRENT_HASH_MAP,
			Implementation.SHARDED, Implementation.PROMOTING, Implementation.SNAPSHOT, Implementation.READ_WRITE_LOCK,
			Implementation.MUTEX, Implementation.CAFFEINE, Implementation.CAFFEINE_BOUNDED,
			Implementation.CLASSIC_SYNC_MAP);

	private static final int[] ENTRIES = { 100_000, 150_000 };

	private static final int FEW = 16;

	private static final int ATTEMPTS = 20;

	private Footprint() {
	}

	/**
	 * Measures and prints.
	 * @param args numbers of entries; 100,000 and 150,000 if there are none
	 */
	public static void main(String[] args) {
		// Lambdas and records are among the objects; JOL reads this when it starts.
		System.setProperty("jol.magicFieldOffset", "true");
		int[] entries = (args.length == 0) ? ENTRIES : List.of(args).stream().mapToInt(Integer::parseInt).toArray();
		PrintStream out = System.out;
		// JOL warns there that it is no agent and knows no padding.
		System.setOut(System.err);
		out.println(Machine.describe() + "\n");
		out.println("Maps that were made for their number of entries:\n");
		print(out, entries, true);
		out.println("\nMaps that have grown:\n");
		print(out, entries, false);
	}

	private static void print(PrintStream out, int[] entries, boolean sized) {
		StringBuilder head = new StringBuilder("| keys | map |");
		for (int count : entries) {
			head.append(
					String.format(Locale.ROOT, " %,d: B an entry over keys and values | with keys | ratio |", count));
		}
		out.println(head);
		out.println("|---|---|" + "---|---|---|".repeat(entries.length));
		Set<Implementation> measured = EnumSet.copyOf(MEASURED);
		if (!sized) {
			// Its bound follows from the number of entries that it is made for.
			measured.remove(Implementation.CAFFEINE_BOUNDED);
		}
		for (Keys keys : Keys.values()) {
			List<Size> peer = sizes(Implementation.CONCURRENT_HASH_MAP, keys, entries, sized);
			for (Implementation implementation : measured) {
				boolean isPeer = (implementation == Implementation.CONCURRENT_HASH_MAP);
				print(out, implementation, keys, isPeer ? peer : sizes(implementation, keys, entries, sized), peer);
			}
		}
	}

	private static void print(PrintStream out, Implementation implementation, Keys keys, List<Size> sizes,
			List<Size> peer) {
		StringBuilder row = new StringBuilder(
				String.format(Locale.ROOT, "| %s | %s |", name(keys), name(implementation)));
		for (int i = 0; i < sizes.size(); i++) {
			Size size = sizes.get(i);
			row.append(String.format(Locale.ROOT, " %.1f | %.1f | %.2f |", size.overKeysAndValues(), size.withKeys(),
					size.withKeys() / peer.get(i).withKeys()));
		}
		out.println(row);
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static List<Size> sizes(Implementation implementation, Keys keys, int[] entries, boolean sized) {
		List<Size> sizes = new ArrayList<>();
		for (int count : entries) {
			sizes.add(size(implementation, keys, count, sized));
		}
		return sizes;
	}

	private static Size size(Implementation implementation, Keys keys, int entries, boolean sized) {
		Map<Object, Object> map = implementation.create(sized ? entries : FEW);
		Object value = new Object();
		Object[] stored = new Object[entries];
		for (int i = 0; i < entries; i++) {
			stored[i] = keys.key(i);
			map.put(stored[i], value);
		}
		Filling.promote(map, stored);
		if (map instanceof CacheMap<?, ?> cacheMap && cacheMap.strategy() == Strategy.PROMOTING
				&& cacheMap.statistics().promotions() == 0) {
			throw new IllegalStateException("The map has not promoted its keys");
		}
		if (map.size() != entries) {
			throw new IllegalStateException("The map has " + map.size() + " entries, not " + entries);
		}
		Map<Object, Object> empty = implementation.create(FEW);
		long withKeys = bytesOnlyIn(map, empty, value);
		long overKeysAndValues = bytesOnlyIn(map, empty, value, stored);
		return new Size((double) overKeysAndValues / entries, (double) withKeys / entries);
	}

	/**
	 * Bytes of the objects that can be reached from a map and not from others: a
	 * difference of sums, which a collector that moves objects between the walks does not
	 * change. A thread among the others reaches class loaders and their caches, which
	 * change at times: only a figure counts between whose beginning and end they did not.
	 */
	private static long bytesOnlyIn(Map<Object, Object> map, Object... others) {
		Object[] all = Arrays.copyOf(others, others.length + 1);
		all[others.length] = map;
		long before = bytes(others);
		for (int i = 0; i < ATTEMPTS; i++) {
			long sum = bytes(all);
			long after = bytes(others);
			if (after == before) {
				return sum - after;
			}
			before = after;
		}
		throw new IllegalStateException("What the map shares with others does not come to rest");
	}

	private static long bytes(Object... roots) {
		return GraphStats.parseInstance(roots).totalSize();
	}

	/**
	 * What a map takes.
	 *
	 * @param overKeysAndValues bytes an entry, without keys and values
	 * @param withKeys bytes an entry, without values
	 */
	private record Size(double overKeysAndValues, double withKeys) {

	}

}
