package io.bespokecache.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One run of {@link Tails}, in a JVM of its own. Prints the worst put, the same with
 * pauses subtracted, and with the wait for a processor subtracted too, the 99.99th
 * percentile, the first put after all keys were read, also with pauses subtracted, and
 * the time in pauses, in nanoseconds.
 */
final class TailRun {

	private static final int WARM_UP_KEYS = 200_000;

	private static final int WARM_UP_ROUNDS = 5;

	private static final long SHORTEST_PAUSE = 100_000;

	/**
	 * How many puts or reads there are at most between two looks at the wait for a
	 * processor.
	 */
	private static final int LOOK_EVERY = 1_024;

	/** How often the reader looks at the clock for each read. */
	private static final int LOOKS = 4;

	private static final double PERCENTILE = 0.9999;

	private final Map<Object, Object> map;

	private final Object[] keys;

	private final long[] starts;

	private final long[] durations;

	/** How long the writer waited for a processor in each put that took long. */
	private final Map<Integer, Long> waits = new HashMap<>();

	private final Pauses pauses = new Pauses();

	/** How many keys are in the map; negative when the reader shall end. */
	private volatile int inserted;

	/** Guarded by the end of the reader. */
	private int found;

	private TailRun(String map, Object[] keys, int entries) {
		this.map = map.equals(NoMap.NAME) ? new NoMap() : Implementation.valueOf(map).create(0);
		this.keys = keys;
		this.starts = new long[entries];
		this.durations = new long[entries];
	}

	/**
	 * Measures once.
	 * @param args implementation or {@link NoMap#NAME}, kind of keys, number of entries,
	 * file of the safepoint log
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		Keys kind = Keys.valueOf(args[1]);
		int entries = Integer.parseInt(args[2]);
		Object[] keys = new Object[Math.max(entries, WARM_UP_KEYS) + 1];
		for (int i = 0; i < keys.length; i++) {
			keys[i] = kind.key(i);
		}
		for (int i = 0; i < WARM_UP_ROUNDS; i++) {
			new TailRun(args[0], keys, WARM_UP_KEYS).run();
		}
		TailRun measured = new TailRun(args[0], keys, entries);
		System.gc();
		measured.run();
		long first = System.nanoTime();
		Object[] present = Arrays.copyOf(keys, entries);
		Filling.promote(measured.map, present);
		long start = System.nanoTime();
		measured.map.put(keys[entries], measured);
		long end = System.nanoTime();
		measured.pauses.addSafepoints(Files.readAllLines(Path.of(args[3])));
		measured.report(start, end, first);
	}

	private void run() throws IOException, InterruptedException {
		Thread reader = new Thread(this::readAndControl, "reader");
		reader.start();
		try (ProcessorWait wait = new ProcessorWait()) {
			long end = System.nanoTime();
			for (int i = 0; i < this.starts.length; i++) {
				long start = System.nanoTime();
				if (start - end >= SHORTEST_PAUSE) {
					// It waited between two puts, which is no wait within the next.
					wait.sinceLast();
					start = System.nanoTime();
				}
				this.map.put(this.keys[i], this);
				end = System.nanoTime();
				long duration = end - start;
				this.starts[i] = start;
				this.durations[i] = duration;
				this.inserted = i + 1;
				if (duration >= SHORTEST_PAUSE) {
					this.waits.put(i, Math.min(duration, wait.sinceLast()));
				}
				else if (i % LOOK_EVERY == 0) {
					wait.sinceLast();
				}
				end = System.nanoTime();
			}
		}
		this.inserted = -1;
		reader.join();
		if (this.found == 0) {
			throw new IllegalStateException("The reader has found nothing");
		}
	}

	private void readAndControl() {
		try (ProcessorWait wait = new ProcessorWait()) {
			read(wait);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads keys, and looks at the clock in between: whatever stops it there has nothing
	 * to do with the map. What stops it in a read may have, and is not noted. Nor is its
	 * own wait for a processor: the writer may run meanwhile.
	 */
	private void read(ProcessorWait wait) {
		SplittableRandom random = new SplittableRandom(1);
		int reads = 0;
		for (int count = this.inserted; count >= 0; count = this.inserted) {
			if (count > 0 && this.map.get(this.keys[random.nextInt(count)]) != null) {
				this.found++;
			}
			if (++reads % LOOK_EVERY == 0) {
				wait.sinceLast();
			}
			long last = System.nanoTime();
			for (int i = 0; i < LOOKS; i++) {
				long now = System.nanoTime();
				if (now - last >= SHORTEST_PAUSE) {
					long start = last + wait.sinceLast();
					if (now - start >= SHORTEST_PAUSE) {
						this.pauses.add(start, now);
					}
					now = System.nanoTime();
				}
				last = now;
			}
		}
	}

	private void report(long start, long end, long measuredUntil) {
		long worst = 0;
		long worstOfItself = 0;
		long worstOnProcessor = 0;
		for (int i = 0; i < this.starts.length; i++) {
			long ofItself = ofItself(this.starts[i], this.starts[i] + this.durations[i]);
			worst = Math.max(worst, this.durations[i]);
			worstOfItself = Math.max(worstOfItself, ofItself);
			// A wait may have been within a pause, which is subtracted already.
			worstOnProcessor = Math.max(worstOnProcessor,
					Math.min(ofItself, this.durations[i] - this.waits.getOrDefault(i, 0L)));
		}
		long[] sorted = this.durations.clone();
		Arrays.sort(sorted);
		long percentile = sorted[(int) Math.ceil(PERCENTILE * sorted.length) - 1];
		System.out.println(worst + " " + worstOfItself + " " + worstOnProcessor + " " + percentile + " " + (end - start)
				+ " " + ofItself(start, end) + " " + this.pauses.within(this.starts[0], measuredUntil));
	}

	private long ofItself(long start, long end) {
		return end - start - this.pauses.within(start, end);
	}

}
