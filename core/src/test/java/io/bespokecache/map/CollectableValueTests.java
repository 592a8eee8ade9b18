package io.bespokecache.map;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A map lets go of a value as soon as it is removed or replaced.
 */
@EveryMap
class CollectableValueTests {

	private static final int NEIGHBOURS = 40;

	private final MapUnderTest subject;

	private final List<CacheMap<Object, Object>> maps = new ArrayList<>();

	CollectableValueTests(MapUnderTest subject) {
		this.subject = subject;
	}

	@Test
	void aValueThatTheMapDropsIsCollectable() {
		Map<String, WeakReference<Object>> values = new LinkedHashMap<>();
		for (Drop drop : Drop.values()) {
			for (KeyShape shape : KeyShape.values()) {
				values.put(drop + " of " + shape, dropped(drop, shape));
			}
		}
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			// A bounded map holds on to removed entries until its maintenance has seen
			// them.
			this.maps.forEach(CacheMap::cleanUp);
			System.gc();
			assertThat(values)
				.allSatisfy((name, value) -> assertThat(value.get()).as("the value after %s", name).isNull());
		});
		assertThat(this.maps).hasSize(values.size());
	}

	@Test
	void aValueThatTheMapHoldsIsKept() {
		for (KeyShape shape : KeyShape.values()) {
			CacheMap<Object, Object> map = filled(shape);
			WeakReference<Object> value = valueOf(map, shape);
			System.gc();
			assertThat(value.get()).isNotNull().isSameAs(map.get(shape.key(7)));
		}
	}

	private WeakReference<Object> dropped(Drop drop, KeyShape shape) {
		CacheMap<Object, Object> map = filled(shape);
		WeakReference<Object> value = valueOf(map, shape);
		drop.action.accept(map, shape.key(7));
		Object held = map.get(shape.key(7));
		assertThat(held == null || held != value.get()).isTrue();
		return value;
	}

	private CacheMap<Object, Object> filled(KeyShape shape) {
		CacheMap<Object, Object> map = this.subject.create();
		this.maps.add(map);
		for (int id = 0; id < NEIGHBOURS; id++) {
			map.put(shape.key(id), new Object());
		}
		for (int round = 0; round < 20; round++) {
			for (int id = 0; id < NEIGHBOURS; id++) {
				assertThat(map.get(shape.key(id))).isNotNull();
			}
		}
		return map;
	}

	private static WeakReference<Object> valueOf(CacheMap<Object, Object> map, KeyShape shape) {
		return new WeakReference<>(Objects.requireNonNull(map.get(shape.key(7))));
	}

	/**
	 * Each way to lose a value.
	 */
	enum Drop {

		REMOVE(Map::remove),

		REMOVE_CONDITIONALLY((map, key) -> map.remove(key, map.get(key))),

		PUT((map, key) -> map.put(key, "other")),

		REPLACE((map, key) -> map.replace(key, "other")),

		REPLACE_CONDITIONALLY((map, key) -> map.replace(key, Objects.requireNonNull(map.get(key)), "other")),

		REPLACE_ALL((map, key) -> map.replaceAll((same, value) -> "other")),

		COMPUTE_OTHER((map, key) -> map.compute(key, (same, value) -> "other")),

		COMPUTE_NULL((map, key) -> map.compute(key, (same, value) -> null)),

		COMPUTE_IF_PRESENT_NULL((map, key) -> map.computeIfPresent(key, (same, value) -> null)),

		MERGE_OTHER((map, key) -> map.merge(key, "other", (former, value) -> value)),

		MERGE_NULL((map, key) -> map.merge(key, "other", (former, value) -> null)),

		CLEAR((map, key) -> map.clear()),

		DRAIN((map, key) -> map.drain()),

		KEY_VIEW((map, key) -> map.keySet().remove(key)),

		VALUE_VIEW((map, key) -> map.values().remove(map.get(key))),

		ENTRY_VIEW((map, key) -> map.entrySet().removeIf((entry) -> entry.getKey().equals(key))),

		ITERATOR((map, key) -> {
			for (Iterator<Object> keys = map.keySet().iterator(); keys.hasNext();) {
				if (keys.next().equals(key)) {
					keys.remove();
				}
			}
		}),

		SET_VALUE((map, key) -> map.entrySet().forEach((entry) -> entry.setValue("other"))),

		REMOVE_AND_PUT_AGAIN((map, key) -> {
			map.remove(key);
			map.put(key, "other");
		});

		@SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
		private final BiConsumer<CacheMap<Object, Object>, Object> action;

		Drop(BiConsumer<CacheMap<Object, Object>, Object> action) {
			this.action = action;
		}

	}

}
