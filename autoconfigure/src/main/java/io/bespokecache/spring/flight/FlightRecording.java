package io.bespokecache.spring.flight;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.LoadKind;
import io.bespokecache.cache.LoadObserver;
import io.bespokecache.cache.ObservedLoad;
import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.Promotion;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheEventListener;
import io.bespokecache.workload.Advice;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Tells Java Flight Recorder what happens in caches, once somebody has started it. Before
 * that no event is made: the first one of a virtual machine takes a tenth of a second and
 * more, for classes of the recorder that are loaded.
 */
public final class FlightRecording implements CacheEventListener, LoadObserver, FlightRecorderListener,
		SmartInitializingSingleton, DisposableBean {

	private final ObjectProvider<BespokeCacheManager> cacheManagers;

	/** One object, by which it is found when it is to go. */
	private final Runnable statistics = this::recordStatistics;

	private final AtomicBoolean periodic = new AtomicBoolean();

	/** No monitor: the recorder may let wait. */
	private final Lock lock = new ReentrantLock();

	/** Guarded by the lock. */
	private boolean listening;

	private volatile boolean destroyed;

	/**
	 * Creates what tells the recorder.
	 * @param cacheManagers have the caches
	 */
	public FlightRecording(ObjectProvider<BespokeCacheManager> cacheManagers) {
		this.cacheManagers = cacheManagers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.cacheManagers.forEach((cacheManager) -> {
			cacheManager.addListener(this);
			cacheManager.addLoadObserver(this);
		});
	}

	/**
	 * Takes milliseconds the first time. Called by the thread of the events, not by the
	 * one that starts the application.
	 */
	private void listen() {
		this.lock.lock();
		try {
			if (!this.listening && !this.destroyed) {
				this.listening = true;
				FlightRecorder.addListener(this);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Somebody records, or is about to. What is recorded periodically cannot be
	 * registered before without loading all of the recorder.
	 */
	@Override
	public void recorderInitialized(FlightRecorder recorder) {
		if (this.periodic.compareAndSet(false, true)) {
			FlightRecorder.addPeriodicEvent(CacheStatisticsEvent.class, this.statistics);
			// Whoever destroys this meanwhile may have found nothing to remove.
			if (this.destroyed) {
				FlightRecorder.removePeriodicEvent(this.statistics);
			}
		}
	}

	@Override
	public void destroy() {
		this.lock.lock();
		try {
			this.destroyed = true;
			FlightRecorder.removeListener(this);
			if (!this.periodic.compareAndSet(false, true)) {
				FlightRecorder.removePeriodicEvent(this.statistics);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void recordStatistics() {
		this.cacheManagers.forEach((cacheManager) -> {
			for (String name : cacheManager.getCacheNames()) {
				BespokeCache cache = cacheManager.getCache(name);
				if (cache != null) {
					recordStatistics(cache);
				}
			}
		});
	}

	private static void recordStatistics(BespokeCache cache) {
		CacheStatistics statistics = cache.getStore().statistics();
		CacheStatisticsEvent event = new CacheStatisticsEvent();
		event.cacheName = cache.getName();
		event.strategy = cache.getStore().selection().strategy().id();
		event.hits = statistics.hits();
		event.misses = statistics.misses();
		event.size = cache.getStore().size();
		event.commit();
	}

	@Override
	public ObservedLoad begin(String cache, LoadKind kind) {
		if (!FlightRecorder.isInitialized()) {
			return ObservedLoad.UNOBSERVED;
		}
		LoadEvent event = new LoadEvent();
		if (!event.isEnabled()) {
			return ObservedLoad.UNOBSERVED;
		}
		event.begin();
		return new RecordedLoad(event, cache, kind);
	}

	@Override
	public void created(BespokeCache cache) {
		listen();
		if (!FlightRecorder.isInitialized()) {
			return;
		}
		CacheCreatedEvent event = new CacheCreatedEvent();
		event.cacheName = cache.getName();
		event.strategy = cache.getDefinition().selection().strategy().id();
		event.reason = cache.getDefinition().selection().reason();
		event.commit();
	}

	@Override
	public void promoted(BespokeCache cache, Promotion promotion) {
		if (!FlightRecorder.isInitialized()) {
			return;
		}
		PromotionEvent event = new PromotionEvent();
		event.cacheName = cache.getName();
		event.cause = promotion.cause().id();
		event.keysMoved = promotion.keysMoved();
		event.readTableSize = promotion.readTableSize();
		event.time = promotion.duration().toNanos();
		event.waited = nanos(promotion.waited());
		event.bytesAllocated = promotion.bytesAllocated();
		event.bytesHeldTwice = promotion.bytesHeldTwice();
		event.commit();
	}

	/** A key may have waited for longer than fits. */
	private static long nanos(Duration duration) {
		return (duration.toDays() < 100_000) ? duration.toNanos() : Long.MAX_VALUE;
	}

	@Override
	public void evicted(BespokeCache cache, Evictions evictions) {
		if (!FlightRecorder.isInitialized()) {
			return;
		}
		EvictionsEvent event = new EvictionsEvent();
		event.cacheName = cache.getName();
		event.size = evictions.size();
		event.expired = evictions.expired();
		event.collected = evictions.collected();
		event.commit();
	}

	@Override
	public void strategyChanged(BespokeCache cache, StrategyChange change) {
		if (!FlightRecorder.isInitialized()) {
			return;
		}
		StrategyChangeEvent event = new StrategyChangeEvent();
		event.cacheName = cache.getName();
		event.from = change.from().id();
		event.to = change.to().id();
		event.reason = change.reason();
		event.time = change.duration().toNanos();
		event.entriesMoved = change.entriesMoved();
		event.commit();
	}

	@Override
	public void adviceGiven(BespokeCache cache, Advice advice) {
		if (!FlightRecorder.isInitialized()) {
			return;
		}
		AdviceEvent event = new AdviceEvent();
		event.cacheName = cache.getName();
		event.kind = advice.kind().id();
		event.seen = advice.seen();
		event.cost = advice.cost();
		event.action = advice.action();
		event.settings = cache.settingsOf(advice)
			.stream()
			.map((setting) -> setting.property() + ": " + setting.value())
			.collect(Collectors.joining(", "));
		event.commit();
	}

	/**
	 * A load that is recorded if it is slow.
	 *
	 * @param event the event, which has begun
	 * @param cache name of the cache
	 * @param kind why the load runs
	 */
	private record RecordedLoad(LoadEvent event, String cache, LoadKind kind) implements ObservedLoad {

		@Override
		public void leave() {
		}

		@Override
		public void end(@Nullable Throwable failure) {
			this.event.end();
			if (this.event.shouldCommit()) {
				this.event.cacheName = this.cache;
				this.event.kind = this.kind.id();
				this.event.outcome = (failure != null) ? "failure" : "success";
				// Its message may tell of keys and values.
				this.event.failure = (failure != null) ? failure.getClass().getName() : null;
				this.event.commit();
			}
		}

	}

}
