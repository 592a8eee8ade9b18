package io.bespokecache.benchmarks.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Strategy;
import org.cache2k.Cache2kBuilder;

/**
 * What decides which entry to evict.
 */
enum Policy {

	/** Our strategy, as the builder makes it. */
	ADAPTIVE_FIFO("adaptive-fifo") {
		@Override
		Map<Long, Long> create(int size) {
			return CacheMapBuilder.<Long, Long>of(Strategy.ADAPTIVE_FIFO).maximumSize(size).build();
		}
	},

	/** Our strategy in about the order of the last use. */
	LRU_REFERENCE("lru-reference") {
		@Override
		Map<Long, Long> create(int size) {
			return CacheMapBuilder.<Long, Long>of(Strategy.LRU_REFERENCE).maximumSize(size).build();
		}
	},

	/** W-TinyLFU, whose maintenance the caller does, so that nothing is left undone. */
	CAFFEINE("Caffeine", true) {
		@Override
		Map<Long, Long> create(int size) {
			return Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).<Long, Long>build().asMap();
		}
	},

	/** Clock-Pro+. */
	CACHE2K("cache2k") {
		@Override
		Map<Long, Long> create(int size) {
			return Cache2kBuilder.of(Long.class, Long.class).entryCapacity(size).eternal(true).build().asMap();
		}
	},

	/** LRU in four segments. */
	GUAVA("Guava") {
		@Override
		Map<Long, Long> create(int size) {
			return CacheBuilder.newBuilder().maximumSize(size).<Long, Long>build().asMap();
		}
	},

	/** S3-FIFO as it was published, for one thread. */
	S3_FIFO("S3-FIFO") {
		@Override
		Map<Long, Long> create(int size) {
			return new S3Fifo(size);
		}
	},

	/** Least recently used, for one thread. */
	LRU("LRU") {
		@Override
		Map<Long, Long> create(int size) {
			return new LinkedHashMap<>(16, 0.75f, true) {

				@Override
				protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
					return size() > size;
				}

			};
		}
	},

	/** Belady's: what knows the future would do. */
	OPT("OPT") {
		@Override
		Map<Long, Long> create(int size) {
			throw new UnsupportedOperationException("What knows the future is no map");
		}

		@Override
		double hitRatio(Trace trace, int size, int threads) {
			return Belady.hitRatio(trace, size);
		}
	};

	private static final int BATCH = 4;

	private final String title;

	private final boolean random;

	Policy(String title) {
		this(title, false);
	}

	Policy(String title, boolean random) {
		this.title = title;
		this.random = random;
	}

	/** Makes an empty map of a size. */
	abstract Map<Long, Long> create(int size);

	/** Whether two runs may differ. */
	boolean isRandom() {
		return this.random;
	}

	/** Whether it is for more threads than one. */
	boolean isConcurrent() {
		return this != S3_FIFO && this != LRU && this != OPT;
	}

	/**
	 * Replays a trace: what is not found is put.
	 * @param trace the trace
	 * @param size how many entries the map may hold
	 * @param threads how many threads take turns
	 * @return share of the accesses that were hits
	 */
	double hitRatio(Trace trace, int size, int threads) {
		return replay(trace, create(size), threads);
	}

	/**
	 * Replays a trace over a map.
	 * @param trace the trace
	 * @param map the map, empty
	 * @param threads how many threads take turns
	 * @return share of the accesses that were hits
	 */
	static double replay(Trace trace, Map<Long, Long> map, int threads) {
		AtomicInteger next = new AtomicInteger();
		AtomicInteger hits = new AtomicInteger();
		Thread[] replaying = new Thread[threads];
		for (int i = 0; i < threads; i++) {
			replaying[i] = new Thread(() -> hits.addAndGet(replay(trace, map, next)));
			replaying[i].start();
		}
		for (Thread thread : replaying) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("Interrupted while a trace was replayed", ex);
			}
		}
		if (next.get() < trace.length()) {
			throw new IllegalStateException("A thread has failed");
		}
		return (double) hits.get() / trace.length();
	}

	private static int replay(Trace trace, Map<Long, Long> map, AtomicInteger next) {
		int hits = 0;
		int from = next.getAndAdd(BATCH);
		while (from < trace.length()) {
			for (int i = from; i < Math.min(from + BATCH, trace.length()); i++) {
				Long key = trace.key(i);
				if (map.get(key) != null) {
					hits++;
				}
				else {
					map.put(key, key);
				}
			}
			from = next.getAndAdd(BATCH);
		}
		return hits;
	}

	@Override
	public String toString() {
		return this.title;
	}

}
