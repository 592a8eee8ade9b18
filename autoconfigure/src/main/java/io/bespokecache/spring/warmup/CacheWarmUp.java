package io.bespokecache.spring.warmup;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.CachePreload;
import io.bespokecache.spring.WarmStart;
import io.bespokecache.spring.WarmUpReport;
import io.bespokecache.spring.WarmUpReport.Preloaded;
import io.bespokecache.spring.WarmUpReport.Restored;
import io.bespokecache.spring.WarmUpReport.Written;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Fills the caches before the application serves anything, first from their snapshots,
 * then by their preloads, and writes the snapshots when nothing is served any more.
 * Nothing that goes wrong here keeps the application from starting or ending.
 * Thread-safe.
 */
public final class CacheWarmUp implements SmartLifecycle {

	/**
	 * Before the web server takes requests, and after it has answered the last. Spring
	 * Boot starts it 2048 below the default.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private static final Log logger = LogFactory.getLog(CacheWarmUp.class);

	private final List<BespokeCacheManager> cacheManagers;

	private final @Nullable CacheSnapshots snapshots;

	private final ReentrantLock lifecycle = new ReentrantLock();

	private volatile boolean running;

	/**
	 * Creates a warm-up of the caches that exist when it starts.
	 * @param cacheManagers have the caches
	 * @param snapshots reads and writes snapshots; {@code null} if no cache has one
	 */
	public CacheWarmUp(Collection<BespokeCacheManager> cacheManagers, @Nullable CacheSnapshots snapshots) {
		this.cacheManagers = List.copyOf(cacheManagers);
		this.snapshots = snapshots;
	}

	@Override
	public void start() {
		this.lifecycle.lock();
		try {
			if (!this.running) {
				forEachCache(this::fill);
				this.running = true;
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	@Override
	public void stop() {
		this.lifecycle.lock();
		try {
			if (this.running) {
				this.running = false;
				forEachCache(this::write);
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private void forEachCache(Consumer<BespokeCache> action) {
		for (BespokeCacheManager cacheManager : this.cacheManagers) {
			for (String name : cacheManager.getCacheNames()) {
				BespokeCache cache = cacheManager.getCache(name);
				if (cache != null) {
					action.accept(cache);
				}
			}
		}
	}

	private void fill(BespokeCache cache) {
		CacheOptions options = cache.getDefinition().options();
		WarmStart warmStart = options.warmStart();
		Supplier<CachePreload<Object, Object>> preload = options.preload();
		if (warmStart == null && preload == null) {
			return;
		}
		Restored restored = (warmStart != null) ? restore(cache, warmStart) : null;
		Preloaded preloaded = (preload != null) ? preload(cache, preload) : null;
		cache.setWarmUpReport(new WarmUpReport(restored, preloaded, null));
	}

	private @Nullable Restored restore(BespokeCache cache, WarmStart warmStart) {
		Restored restored = snapshots(cache).restore(cache.getName(), cache, warmStart);
		if (restored == null) {
			logger.info(of(cache) + "starts cold: there is no " + warmStart.file());
		}
		else if (restored.writtenAt() == null) {
			logger.warn(of(cache) + "starts cold: " + warmStart.file() + " " + restored.problem());
		}
		else {
			String text = of(cache) + entries(restored.entries()) + " restored from " + warmStart.file()
					+ ", written at " + restored.writtenAt() + " (" + restored.left() + " expired or present, "
					+ restored.unreadable() + " unreadable" + first(restored.problem()) + ")";
			log(text, restored.problem() != null);
		}
		return restored;
	}

	private Preloaded preload(BespokeCache cache, Supplier<CachePreload<Object, Object>> preload) {
		LongAdder added = new LongAdder();
		LongAdder present = new LongAdder();
		long start = System.nanoTime();
		Throwable failure = null;
		try {
			preload.get()
				.preload((key, value) -> ((cache.putIfAbsent(key, value) == null) ? added : present).increment());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			failure = ex;
		}
		catch (Exception | LinkageError ex) {
			failure = ex;
		}
		Duration duration = Duration.ofNanos(System.nanoTime() - start);
		String text = of(cache) + entries(added.sum()) + " preloaded in " + duration.toMillis() + " ms ("
				+ present.sum() + " present)";
		if (failure == null) {
			logger.info(text);
		}
		else {
			logger.warn(text + ", then the preload failed. The application starts without the rest", failure);
		}
		return new Preloaded(added.sum(), present.sum(), Instant.now(), duration,
				(failure != null) ? failure.toString() : null);
	}

	private void write(BespokeCache cache) {
		WarmStart warmStart = cache.getDefinition().options().warmStart();
		if (warmStart == null) {
			return;
		}
		Written written = snapshots(cache).write(cache.getName(), cache, warmStart);
		WarmUpReport before = cache.getWarmUpReport();
		cache.setWarmUpReport((before != null) ? new WarmUpReport(before.restored(), before.preloaded(), written)
				: new WarmUpReport(null, null, written));
		if (written.writtenAt() == null) {
			logger.warn(of(cache) + "has no snapshot: " + warmStart.file() + " " + written.problem());
			return;
		}
		String text = of(cache) + entries(written.entries()) + " written to " + warmStart.file() + ", "
				+ written.bytes() + " bytes (" + written.leftOut() + " beyond its bounds, " + written.skipped()
				+ " cannot be represented" + first(written.problem()) + ")";
		log(text, written.problem() != null);
	}

	private CacheSnapshots snapshots(BespokeCache cache) {
		if (this.snapshots == null) {
			throw new IllegalStateException(of(cache) + "has a warm start, which needs Jackson 3. "
					+ "Add tools.jackson.core:jackson-databind, or remove the warm start.");
		}
		return this.snapshots;
	}

	private static String of(BespokeCache cache) {
		return "Cache '" + cache.getName() + "': ";
	}

	private static String entries(long count) {
		return (count == 1) ? "1 entry" : count + " entries";
	}

	private static String first(@Nullable String problem) {
		return (problem != null) ? "; the first " + problem : "";
	}

	private static void log(String text, boolean warning) {
		if (warning) {
			logger.warn(text);
		}
		else {
			logger.info(text);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * {@inheritDoc} A pause keeps the entries in memory: there is nothing to do.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
