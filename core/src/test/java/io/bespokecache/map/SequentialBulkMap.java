package io.bespokecache.map;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/**
 * The operations on two keys that must be atomic beside those on one, on a
 * {@link HashMap}: the sequential specification of Lincheck for maps with
 * {@link Strategy.Capability#ATOMIC_BULK}.
 */
public class SequentialBulkMap extends SequentialMap {

	private final Map<Object, Integer> map;

	/**
	 * Starts with an empty map.
	 */
	public SequentialBulkMap() {
		this(new HashMap<>());
	}

	SequentialBulkMap(Map<Object, Integer> map) {
		super(map);
		this.map = map;
	}

	@Operation
	public String getAll(@Param(name = "key") int one, @Param(name = "key") int other) {
		Map<Object, Integer> found = getAll(keys(one, other));
		return found.get(keyOf(one)) + ", " + found.get(keyOf(other));
	}

	@Operation
	public void putAll(@Param(name = "key") int one, @Param(name = "key") int other, @Param(name = "value") int value) {
		Map<Object, Integer> entries = new LinkedHashMap<>();
		entries.put(keyOf(one), value);
		entries.put(keyOf(other), value + 10);
		this.map.putAll(entries);
	}

	@Operation
	public long removeAll(@Param(name = "key") int one, @Param(name = "key") int other) {
		return removeAll(keys(one, other));
	}

	Map<Object, @Nullable Integer> getAll(List<Object> keys) {
		Map<Object, @Nullable Integer> found = new HashMap<>();
		keys.forEach((key) -> found.put(key, this.map.get(key)));
		return found;
	}

	long removeAll(List<Object> keys) {
		return keys.stream().filter((key) -> this.map.remove(key) != null).count();
	}

	private static List<Object> keys(int one, int other) {
		return List.of(keyOf(one), keyOf(other));
	}

}
