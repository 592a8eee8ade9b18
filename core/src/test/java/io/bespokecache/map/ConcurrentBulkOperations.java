package io.bespokecache.map;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The same operations on a map under test with {@link Strategy.Capability#ATOMIC_BULK},
 * which {@link ConcurrentOperations} knows.
 */
public class ConcurrentBulkOperations extends SequentialBulkMap {

	private final CacheMap<Object, Integer> map;

	/**
	 * Starts with an empty map.
	 */
	public ConcurrentBulkOperations() {
		this(ConcurrentOperations.newMap());
	}

	private ConcurrentBulkOperations(CacheMap<Object, Integer> map) {
		super(map);
		this.map = map;
	}

	@Override
	Map<Object, @Nullable Integer> getAll(List<Object> keys) {
		return new HashMap<>(this.map.getAll(keys));
	}

	@Override
	long removeAll(List<Object> keys) {
		return this.map.removeAll(keys);
	}

}
