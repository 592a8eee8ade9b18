package io.bespokecache.map;

import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A map lets go of a value as soon as it is removed or replaced.
 */
@EveryMap
class CollectableValueTests {

	private static final int NEIGHBOURS = 40;

	private final CacheMap<Object, Object> map;

	CollectableValueTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	@ParameterizedTest
	@EnumSource
	void aValueThatTheMapDropsIsCollectable(Drop drop) {
		for (KeyShape shape : new KeyShape[] { KeyShape.STRINGS, KeyShape.COLLIDING }) {
			WeakReference<Object> value = dropped(drop, shape);
			await(drop + " of " + shape).untilAsserted(() -> {
				System.gc();
				assertThat(value.get()).isNull();
			});
			this.map.clear();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aValueThatTheMapHoldsIsKept(KeyShape shape) {
		WeakReference<Object> value = held(shape);
		System.gc();
		assertThat(value.get()).isNotNull().isSameAs(this.map.get(shape.key(7)));
	}

	private WeakReference<Object> dropped(Drop drop, KeyShape shape) {
		WeakReference<Object> value = held(shape);
		drop.action.accept(this.map, shape.key(7));
		assertThat(this.map.get(shape.key(7))).isNotEqualTo(value.get());
		return value;
	}

	private WeakReference<Object> held(KeyShape shape) {
		for (int id = 0; id < NEIGHBOURS; id++) {
			this.map.put(shape.key(id), new Object());
		}
		for (int round = 0; round < 20; round++) {
			for (int id = 0; id < NEIGHBOURS; id++) {
				assertThat(this.map.get(shape.key(id))).isNotNull();
			}
		}
		return new WeakReference<>(Objects.requireNonNull(this.map.get(shape.key(7))));
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
