package io.bespokecache.spring.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.bespokecache.shared.SharedStore;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

/**
 * One process that uses a shared store.
 */
final class StoreClient implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final SharedStore store;

	private final RecordedEvents events = new RecordedEvents();

	StoreClient(SharedStore store, String... caches) {
		this.store = store;
		List.of(caches).forEach(store::subscribe);
		store.start(this.events);
	}

	static StoreClient of(DataRedisConnectionDetails details, String... caches) {
		return new StoreClient(new RedisSharedStore(details, "test", 1_000_000), caches);
	}

	SharedStore store() {
		return this.store;
	}

	RecordedEvents events() {
		return this.events;
	}

	StoreClient awaitUp() {
		until(() -> this.events.isConnected() && this.events.isListening());
		return this;
	}

	static void until(java.util.concurrent.Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
		try {
			return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex.getCause());
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void close() {
		this.store.close();
	}

}
