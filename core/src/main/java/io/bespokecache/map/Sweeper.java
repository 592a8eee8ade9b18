package io.bespokecache.map;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that looks at the clock for all maps whose entries expire, and drops
 * expired entries that nobody reads. It runs while there are such maps, in steps of
 * bounded work between two looks at the clock.
 * <p>
 * Maps are held weakly: one that is dropped is garbage, whatever it holds.
 */
final class Sweeper {

	private static final long TICK_NANOS = 4_000_000;

	private static final long ROUND_NANOS = 500_000_000;

	/** Time while no thread looks at the clock. */
	private static final long STOPPED = Long.MIN_VALUE;

	private static final List<WeakReference<Sweepable>> MAPS = new ArrayList<>();

	private static volatile long now = STOPPED;

	/** Guarded by {@link #MAPS}. */
	private static @Nullable Thread thread;

	private Sweeper() {
	}

	/**
	 * The system's nano clock, as of a moment ago.
	 * @return the time, read now if no thread looks at the clock
	 */
	static long now() {
		long time = now;
		return (time != STOPPED) ? time : System.nanoTime();
	}

	/**
	 * Sweeps a map from now on, until it is dropped or {@linkplain #remove removed}.
	 * @param map the map
	 */
	static void add(Sweepable map) {
		synchronized (MAPS) {
			MAPS.add(new WeakReference<>(map));
			if (thread == null) {
				// Whoever comes first lends it neither thread locals nor a class loader.
				Thread sweeper = new Thread(null, Sweeper::run, "bespoke-cache-sweeper", 0, false);
				sweeper.setContextClassLoader(null);
				sweeper.setDaemon(true);
				thread = sweeper;
				sweeper.start();
			}
		}
	}

	/**
	 * Sweeps a map no longer.
	 * @param map the map
	 */
	static void remove(Sweepable map) {
		synchronized (MAPS) {
			MAPS.removeIf((reference) -> reference.refersTo(map));
			if (MAPS.isEmpty() && thread != null) {
				LockSupport.unpark(thread);
			}
		}
	}

	private static void run() {
		long round = System.nanoTime();
		while (true) {
			long time = System.nanoTime();
			now = time;
			if (time - round >= ROUND_NANOS) {
				round = time;
				sweep();
			}
			if (isIdle()) {
				return;
			}
			LockSupport.parkNanos(TICK_NANOS);
		}
	}

	private static boolean isIdle() {
		synchronized (MAPS) {
			if (!MAPS.isEmpty()) {
				return false;
			}
			now = STOPPED;
			thread = null;
			return true;
		}
	}

	private static void sweep() {
		List<WeakReference<Sweepable>> maps;
		synchronized (MAPS) {
			MAPS.removeIf((reference) -> reference.refersTo(null));
			maps = new ArrayList<>(MAPS);
		}
		for (WeakReference<Sweepable> reference : maps) {
			Sweepable map = reference.get();
			if (map != null) {
				sweep(map);
			}
		}
	}

	private static void sweep(Sweepable map) {
		try {
			Sweep sweep = map.sweep();
			while (sweep.step()) {
				now = System.nanoTime();
			}
		}
		catch (RuntimeException | Error ex) {
			// A clock or a listener of somebody else's: the other maps are swept all the
			// same, and this one in the next round.
		}
	}

}
