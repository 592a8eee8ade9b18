package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A map that finds no memory for one of its changes, or that fails when it is closed, the
 * first time.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class BreakingCacheMap<K, V> extends ForwardingCacheMap<K, V> {

	private final CacheMap<K, V> map;

	private final AtomicInteger changesLeft;

	private final AtomicInteger closesLeft;

	private BreakingCacheMap(CacheMap<K, V> map, int changes, int closes) {
		this.map = map;
		this.changesLeft = new AtomicInteger(changes);
		this.closesLeft = new AtomicInteger(closes);
	}

	static <K, V> BreakingCacheMap<K, V> afterChanges(CacheMap<K, V> map, int changes) {
		return new BreakingCacheMap<>(map, changes, -1);
	}

	static <K, V> BreakingCacheMap<K, V> whenClosed(CacheMap<K, V> map) {
		return new BreakingCacheMap<>(map, -1, 0);
	}

	boolean isClosed() {
		return this.closesLeft.get() < -1;
	}

	@Override
	<R extends @Nullable Object> R read(Function<CacheMap<K, V>, R> reading) {
		return reading.apply(this.map);
	}

	@Override
	<R extends @Nullable Object> R write(Function<CacheMap<K, V>, R> change) {
		if (this.changesLeft.getAndDecrement() == 0) {
			throw new OutOfMemoryError("of a test");
		}
		return change.apply(this.map);
	}

	@Override
	public MapStatistics statistics() {
		return this.map.statistics();
	}

	@Override
	EntryCursor cursor() {
		return new ChainedCursor(this.map.entrySet().iterator(), null);
	}

	@Override
	public void close() {
		if (this.closesLeft.getAndDecrement() == 0) {
			throw new IllegalStateException("cannot be closed");
		}
		this.map.close();
	}

}
