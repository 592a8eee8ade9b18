package io.bespokecache.spring;

import java.util.Objects;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.cache.Cache;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our caches behind Spring's transaction-aware proxy, which puts off plain writes until
 * the commit and relies on the immediate forms being immediate.
 */
class TransactionAwareCachesTests {

	@BeforeEach
	void beginTransaction() {
		TransactionSynchronizationManager.initSynchronization();
	}

	@AfterEach
	void endTransaction() {
		TransactionSynchronizationManager.clearSynchronization();
	}

	@EveryStrategy
	void aPutAndAnEvictionWaitForTheCommit(Strategy strategy) {
		Cache cache = transactionAware(strategy);
		cache.putIfAbsent("old", 1);
		cache.put("new", 2);
		cache.evict("old");
		assertThat(cache.get("new")).isNull();
		assertThat(cache.get("old")).isNotNull();
		commit();
		assertThat(cache.get("new", Integer.class)).isEqualTo(2);
		assertThat(cache.get("old")).isNull();
	}

	@EveryStrategy
	void theImmediateFormsDoNotWait(Strategy strategy) {
		Cache cache = transactionAware(strategy);
		assertThat(cache.putIfAbsent("a", 1)).isNull();
		assertThat(cache.get("a", Integer.class)).isEqualTo(1);
		assertThat(cache.evictIfPresent("a")).isTrue();
		assertThat(cache.get("a")).isNull();
		cache.putIfAbsent("b", 2);
		assertThat(cache.invalidate()).isTrue();
		assertThat(cache.get("b")).isNull();
		assertThat(TransactionSynchronizationManager.getSynchronizations()).isEmpty();
	}

	private static Cache transactionAware(Strategy strategy) {
		BespokeCacheManager caches = new BespokeCacheManager(SameDefinition.of(strategy));
		return Objects.requireNonNull(new TransactionAwareCacheManagerProxy(caches).getCache("test"));
	}

	private static void commit() {
		TransactionSynchronizationManager.getSynchronizations().forEach(TransactionSynchronization::afterCommit);
	}

}
