package io.bespokecache.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.sun.management.ThreadMXBean;

/**
 * One run of {@link Allocation}, in a JVM of its own. Prints new keys a second as they
 * came to be, bytes allocated a second, collections, milliseconds in their pauses,
 * promotions, and reads a second.
 */
final class AllocationRun {

	private static final int DRAWS = 1 << 17;

	private static final int BATCH = 1_024;

	/** One read in so many is of a new key. */
	private static final int NEW_KEY_SHARE = 10;

	/** New keys that are read: the last so many. */
	private static final int NEW_KEYS_READ = 100;

	private static final double NANOS_A_SECOND = 1e9;

	private final Map<Object, Object> map;

	private final Object[] present;

	private final Object[] added;

	private final int[] draws;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private volatile int additions;

	private volatile long reads;

	private volatile boolean over;

	private AllocationRun(Implementation implementation, int entries, int additions) {
		this.map = implementation.create(entries);
		this.present = keys(0, entries);
		this.added = keys(entries, additions);
		this.draws = new SplittableRandom(1).ints(DRAWS, 0, entries).toArray();
		Filling.fill(this.map, keys(0, entries), this);
		Filling.promote(this.map, this.present);
	}

	private static Object[] keys(int first, int count) {
		Object[] keys = new Object[count];
		for (int i = 0; i < count; i++) {
			keys[i] = Keys.SHORT_STRING.key(first + i);
		}
		return keys;
	}

	/**
	 * Measures once.
	 * @param args implementation, number of entries, new keys a second, seconds
	 */
	public static void main(String[] args) throws InterruptedException {
		int rate = Integer.parseInt(args[2]);
		int seconds = Integer.parseInt(args[3]);
		new AllocationRun(Implementation.valueOf(args[0]), Integer.parseInt(args[1]), rate * seconds).measure(rate,
				seconds);
	}

	private void measure(int rate, int seconds) throws InterruptedException {
		System.gc();
		Map<Long, Long> before = allocatedByThread();
		Map<Long, Long> after = new HashMap<>(before);
		Collections collections = Collections.now();
		long promotions = Promotions.of(this.map);
		long start = System.nanoTime();
		Thread reader = new Thread(this::read, "reader");
		Thread writer = new Thread(() -> write(rate), "writer");
		reader.start();
		writer.start();
		for (int second = 0; second < seconds; second++) {
			TimeUnit.SECONDS.sleep(1);
			// A thread that ends has been idle for longer than this.
			after.putAll(allocatedByThread());
		}
		double duration = (System.nanoTime() - start) / NANOS_A_SECOND;
		Collections done = Collections.now();
		this.over = true;
		reader.join();
		writer.join();
		long allocated = sum(after) - sum(before);
		System.out.println(this.additions / duration + " " + allocated / duration + " "
				+ (done.count() - collections.count()) + " " + (done.millis() - collections.millis()) + " "
				+ (Promotions.of(this.map) - promotions) + " " + this.reads / duration);
	}

	private static long sum(Map<Long, Long> allocated) {
		return allocated.values().stream().mapToLong(Long::longValue).sum();
	}

	/** Bytes that each other thread has allocated. */
	private Map<Long, Long> allocatedByThread() {
		Map<Long, Long> allocated = new HashMap<>();
		for (long id : this.threads.getAllThreadIds()) {
			long bytes = this.threads.getThreadAllocatedBytes(id);
			if (id != Thread.currentThread().getId() && bytes >= 0) {
				allocated.put(id, bytes);
			}
		}
		return allocated;
	}

	private void write(int rate) {
		long start = System.nanoTime();
		for (int i = 0; i < this.added.length && !this.over; i++) {
			long due = start + TimeUnit.SECONDS.toNanos(1) * i / rate;
			while (due - System.nanoTime() > 0 && !this.over) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			this.map.put(this.added[i], this);
			this.additions = i + 1;
		}
	}

	private void read() {
		int next = 0;
		long count = 0;
		while (!this.over) {
			int newest = this.additions;
			for (int i = 0; i < BATCH; i++) {
				int draw = this.draws[next++ & (DRAWS - 1)];
				Object key = (newest > 0 && i % NEW_KEY_SHARE == 0)
						? this.added[newest - 1 - draw % Math.min(newest, NEW_KEYS_READ)] : this.present[draw];
				if (this.map.get(key) == null) {
					throw new IllegalStateException("A key is gone: " + key);
				}
			}
			count += BATCH;
			this.reads = count;
		}
	}

	/**
	 * What the collector has done.
	 *
	 * @param count collections
	 * @param millis milliseconds that they paused the JVM
	 */
	private record Collections(long count, long millis) {

		static Collections now() {
			long count = 0;
			long millis = 0;
			for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
				count += bean.getCollectionCount();
				millis += bean.getCollectionTime();
			}
			return new Collections(count, millis);
		}

	}

}
