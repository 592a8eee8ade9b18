package io.bespokecache.map;

import java.io.Serial;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@code concurrent} strategy: the JDK's map as it is, but for a view.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class ConcurrentCacheMap<K, V> extends ConcurrentHashMap<K, V> implements CacheMap<K, V> {

	@Serial
	private static final long serialVersionUID = 1L;

	/** Above this the map starts small and grows: a declaration is only a hint. */
	private static final int MAXIMUM_INITIAL_CAPACITY = 1 << 16;

	ConcurrentCacheMap(CacheMapBuilder<K, V> builder) {
		super((int) Math.min(builder.expectedEntries, MAXIMUM_INITIAL_CAPACITY));
	}

	@Override
	public Strategy strategy() {
		return Strategy.CONCURRENT;
	}

	@Override
	public MapStatistics statistics() {
		return MapStatistics.NONE;
	}

	/** The superclass's own view takes new entries, as no other strategy's does. */
	@Override
	public Set<Map.Entry<K, V>> entrySet() {
		return new RemovalOnlySet<>(super.entrySet());
	}

}
