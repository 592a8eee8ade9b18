package io.bespokecache.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An operation that any map has, with a result that does not depend on the order of
 * iteration: what a map and its oracle must agree on.
 */
enum MapOperation {

	GET((map, key, value, other) -> map.get(key)),

	GET_OR_DEFAULT((map, key, value, other) -> map.getOrDefault(key, value)),

	CONTAINS_KEY((map, key, value, other) -> map.containsKey(key)),

	CONTAINS_VALUE((map, key, value, other) -> map.containsValue(value)),

	PUT((map, key, value, other) -> map.put(key, value)),

	PUT_AGAIN((map, key, value, other) -> map.put(key, other)),

	PUT_IF_ABSENT((map, key, value, other) -> map.putIfAbsent(key, value)),

	PUT_ALL((map, key, value, other) -> {
		map.putAll(Map.of(key, value, "extra", other));
		return map.remove("extra");
	}),

	REMOVE((map, key, value, other) -> map.remove(key)),

	REMOVE_VALUE((map, key, value, other) -> map.remove(key, value)),

	REMOVE_PRESENT_VALUE((map, key, value, other) -> map.remove(key, map.getOrDefault(key, value))),

	REPLACE((map, key, value, other) -> map.replace(key, value)),

	REPLACE_VALUE((map, key, value, other) -> map.replace(key, value, other)),

	REPLACE_PRESENT_VALUE((map, key, value, other) -> map.replace(key, map.getOrDefault(key, value), other)),

	COMPUTE_IF_ABSENT((map, key, value, other) -> map.computeIfAbsent(key, (same) -> orNull(value))),

	COMPUTE_IF_PRESENT((map, key, value, other) -> map.computeIfPresent(key, (same, former) -> orNull(former + value))),

	COMPUTE((map, key, value, other) -> map.compute(key,
			(same, former) -> orNull((former != null) ? former + value : value))),

	MERGE((map, key, value, other) -> map.merge(key, value, (former, same) -> orNull(former + same))),

	SIZE((map, key, value, other) -> List.of(map.size(), map.isEmpty())),

	EQUALS((map, key, value, other) -> map.equals(new HashMap<>(map)) && new HashMap<>(map).equals(map)),

	HASH_CODE((map, key, value, other) -> map.hashCode()),

	KEYS((map, key, value, other) -> new HashSet<>(map.keySet())),

	VALUES((map, key, value, other) -> {
		List<Integer> values = new ArrayList<>(map.values());
		values.sort(null);
		return values;
	}),

	ENTRIES((map, key, value, other) -> {
		Map<Object, Integer> copy = new HashMap<>();
		map.entrySet().forEach((entry) -> copy.merge(entry.getKey(), entry.getValue(), Integer::sum));
		return copy;
	}),

	FOR_EACH((map, key, value, other) -> {
		Map<Object, Integer> copy = new HashMap<>();
		map.forEach((each, present) -> copy.merge(each, present, Integer::sum));
		return copy;
	}),

	REPLACE_ALL((map, key, value, other) -> {
		map.replaceAll((same, former) -> (former + value) % 100);
		return map.size();
	}),

	KEY_VIEW_REMOVE((map, key, value, other) -> map.keySet().remove(key)),

	KEY_VIEW_REMOVE_IF((map, key, value, other) -> map.keySet().removeIf((each) -> each.hashCode() % 7 == value % 7)),

	KEY_VIEW_RETAIN_ALL((map, key, value, other) -> {
		Set<Object> kept = new HashSet<>(map.keySet());
		kept.remove(key);
		return map.keySet().retainAll(kept);
	}),

	VALUE_VIEW_REMOVE_IF((map, key, value, other) -> map.values().removeIf((each) -> each.equals(value))),

	ENTRY_VIEW_REMOVE((map, key, value, other) -> map.entrySet().remove(Map.entry(key, value))),

	ENTRY_VIEW_CONTAINS((map, key, value, other) -> map.entrySet().contains(Map.entry(key, value))),

	KEY_ITERATOR_REMOVE((map, key, value, other) -> {
		int removed = 0;
		for (Iterator<Object> keys = map.keySet().iterator(); keys.hasNext();) {
			if (keys.next().equals(key)) {
				keys.remove();
				removed++;
			}
		}
		return removed;
	}),

	ENTRY_ITERATOR_REMOVE((map, key, value, other) -> {
		int removed = 0;
		for (Iterator<Map.Entry<Object, Integer>> entries = map.entrySet().iterator(); entries.hasNext();) {
			if (entries.next().getValue().equals(value)) {
				entries.remove();
				removed++;
			}
		}
		return removed;
	}),

	ENTRY_SET_VALUE((map, key, value, other) -> {
		int set = 0;
		for (Map.Entry<Object, Integer> entry : map.entrySet()) {
			if (entry.getValue() % 5 == value % 5) {
				set += entry.setValue(other);
			}
		}
		return set;
	}),

	GET_ALL((map, key, value, other) -> {
		List<Object> keys = List.of(key, "extra");
		if (map instanceof CacheMap<Object, Integer> cacheMap) {
			return cacheMap.getAll(keys);
		}
		Map<Object, Integer> found = new HashMap<>(map);
		found.keySet().retainAll(keys);
		return found;
	}),

	REMOVE_ALL((map, key, value, other) -> {
		List<Object> keys = List.of(key, "extra");
		if (map instanceof CacheMap<?, ?> cacheMap) {
			return cacheMap.removeAll(keys);
		}
		return (long) ((map.remove(key) != null) ? 1 : 0);
	}),

	REMOVE_IF((map, key, value, other) -> {
		if (map instanceof CacheMap<Object, Integer> cacheMap) {
			return cacheMap.removeIf((each, present) -> present % 11 == value % 11);
		}
		long before = map.size();
		map.values().removeIf((present) -> present % 11 == value % 11);
		return before - map.size();
	}),

	SNAPSHOT((map, key, value, other) -> (map instanceof CacheMap<?, ?> cacheMap) ? cacheMap.snapshot()
			: new HashMap<>(map)),

	CLEAR((map, key, value, other) -> {
		if (value > 1) {
			return map.size();
		}
		map.clear();
		return map.size();
	}),

	DRAIN((map, key, value, other) -> {
		if (value > 1) {
			return (map instanceof CacheMap<?, ?> cacheMap) ? cacheMap.mappingCount() : (long) map.size();
		}
		if (map instanceof CacheMap<?, ?> cacheMap) {
			return cacheMap.drain();
		}
		long size = map.size();
		map.clear();
		return size;
	});

	@SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
	private final Body body;

	MapOperation(Body body) {
		this.body = body;
	}

	@Nullable Object apply(Map<Object, Integer> map, Object key, Integer value, Integer other) {
		return this.body.apply(map, key, value, other);
	}

	private static @Nullable Integer orNull(Integer value) {
		return (value % 4 != 0) ? Integer.valueOf(Objects.hash(value) % 100) : null;
	}

	/**
	 * What an operation does; what it answers can be compared with {@code equals}.
	 */
	@FunctionalInterface
	private interface Body {

		@Nullable Object apply(Map<Object, Integer> map, Object key, Integer value, Integer other);

	}

}
