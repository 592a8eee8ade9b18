package io.bespokecache.map;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the clock for all maps whose entries end by themselves, every few
 * milliseconds, in a daemon thread that does nothing else; and has their expired and
 * collected entries dropped, though nobody reads them, by each map's own executor, in
 * steps of bounded work. The thread runs while there are such maps.
 * <p>
 * Maps are held weakly: one that is dropped is garbage, whatever it holds.
 */
final class Sweeper {

	private static final long TICK_NANOS = 4_000_000;

	private static final long ROUND_NANOS = 500_000_000;

	/** Time while no thread looks at the clock. */
	private static final long STOPPED = Long.MIN_VALUE;

	private static final List<SweptMap> MAPS = new ArrayList<>();

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
			MAPS.add(new SweptMap(map));
			if (thread == null) {
				// Whoever comes first lends it neither thread locals nor a class loader.
				Thread clock = new Thread(null, Sweeper::run, "bespoke-cache-clock", 0, false);
				clock.setContextClassLoader(null);
				clock.setDaemon(true);
				clock.start();
				thread = clock;
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
				requestSweeps();
			}
			if (isIdle()) {
				return;
			}
			LockSupport.parkNanos(TICK_NANOS);
		}
	}

	private static void requestSweeps() {
		List<SweptMap> maps;
		synchronized (MAPS) {
			MAPS.removeIf((reference) -> reference.refersTo(null));
			maps = new ArrayList<>(MAPS);
		}
		for (SweptMap reference : maps) {
			Sweepable map = reference.get();
			if (map != null && reference.sweeping.compareAndSet(false, true)) {
				requestSweep(reference, map.background());
			}
		}
	}

	private static void requestSweep(SweptMap reference, Executor executor) {
		try {
			executor.execute(() -> {
				try {
					sweep(reference);
				}
				finally {
					reference.sweeping.set(false);
				}
			});
		}
		catch (RuntimeException | Error ex) {
			// There is no thread for it: the next round tries again. The clock goes on.
			reference.sweeping.set(false);
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

	private static void sweep(SweptMap reference) {
		Sweepable map = reference.get();
		if (map == null) {
			return;
		}
		try {
			Pace pace = new Pace();
			Sweep sweep = map.sweep();
			while (sweep.step()) {
				pace.did(EvictingCacheMap.STEP);
			}
		}
		catch (RuntimeException | Error ex) {
			// A clock of somebody else's: the other maps are swept all the same, and this
			// one in the next round.
		}
	}

	/** A map, as long as somebody else refers to it. */
	private static final class SweptMap extends WeakReference<Sweepable> {

		/** Whether it is being swept, or is about to be. */
		final AtomicBoolean sweeping = new AtomicBoolean();

		SweptMap(Sweepable map) {
			super(map);
		}

	}

}
