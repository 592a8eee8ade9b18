package io.bespokecache.spring.event;

import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.Promotion;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CacheEventListener;
import io.bespokecache.workload.Advice;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Publishes what happens in caches to the application. It begins when every bean is
 * there, so that the caches which were created before are announced to all who listen.
 */
public final class CacheEventPublisher
		implements CacheEventListener, SmartInitializingSingleton, ApplicationListener<ContextClosedEvent> {

	private final ApplicationEventPublisher publisher;

	private final ObjectProvider<BespokeCacheManager> cacheManagers;

	private volatile boolean closed;

	/**
	 * Creates a publisher.
	 * @param publisher publishes the events
	 * @param cacheManagers have the caches
	 */
	public CacheEventPublisher(ApplicationEventPublisher publisher, ObjectProvider<BespokeCacheManager> cacheManagers) {
		this.publisher = publisher;
		this.cacheManagers = cacheManagers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.cacheManagers.forEach((cacheManager) -> cacheManager.addListener(this));
	}

	/**
	 * The beans that listen are about to go.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.publisher) {
			this.closed = true;
		}
	}

	private void publish(CacheEvent event) {
		if (!this.closed) {
			this.publisher.publishEvent(event);
		}
	}

	@Override
	public void created(BespokeCache cache) {
		publish(new CacheCreated(cache.getName(), cache.getDefinition().selection()));
	}

	@Override
	public void promoted(BespokeCache cache, Promotion promotion) {
		publish(new CachePromoted(cache.getName(), promotion));
	}

	@Override
	public void evicted(BespokeCache cache, Evictions evictions) {
		publish(new CacheEvicted(cache.getName(), evictions));
	}

	@Override
	public void strategyChanged(BespokeCache cache, StrategyChange change) {
		publish(new StrategyChanged(cache.getName(), change));
	}

	@Override
	public void adviceGiven(BespokeCache cache, Advice advice) {
		publish(new AdviceGiven(cache.getName(), advice, cache.settingsOf(advice)));
	}

}
