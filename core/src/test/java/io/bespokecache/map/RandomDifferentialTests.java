package io.bespokecache.map;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Long random sequences of every {@link MapOperation} have the same results on a map as
 * on a {@link HashMap}. A failure names the seed and the step; run that seed alone with
 * {@code -Dbespokecache.seed=...}.
 */
@EveryMap
class RandomDifferentialTests {

	private static final int SEEDS = 3;

	private static final int STEPS = 6_000;

	/** Operations that visit every entry come once in so many steps. */
	private static final int WHOLE_MAP_INTERVAL = 40;

	private static final List<MapOperation> SINGLE_KEY_OPERATIONS = List
		.copyOf(EnumSet.range(MapOperation.GET, MapOperation.MERGE));

	private static final List<MapOperation> OPERATIONS = List.of(MapOperation.values());

	private final MapUnderTest subject;

	RandomDifferentialTests(MapUnderTest subject) {
		this.subject = subject;
	}

	@ParameterizedTest
	@EnumSource
	void anySequenceOfOperationsHasTheResultsOfAHashMap(KeyShape shape) {
		Long only = Long.getLong("bespokecache.seed");
		if (only != null) {
			compare(shape, only);
			return;
		}
		for (int seed = 1; seed <= Effort.times(SEEDS); seed++) {
			compare(shape, seed);
		}
	}

	private void compare(KeyShape shape, long seed) {
		Random random = new Random(seed);
		CacheMap<Object, Integer> map = this.subject.create();
		Map<Object, Integer> oracle = new HashMap<>();
		int keys = 1;
		for (int step = 0; step < STEPS; step++) {
			if (step % (STEPS / 10) == 0) {
				keys = 1 << (1 + random.nextInt(9));
			}
			MapOperation operation = next(random);
			Object key = shape.key(random.nextInt(keys));
			Integer value = random.nextInt(100);
			Integer other = random.nextInt(100);
			@Nullable Object expected = operation.apply(oracle, key, value, other);
			@Nullable Object actual = operation.apply(map, key, value, other);
			if (!Objects.equals(expected, actual)) {
				assertThat(actual).as("%s(%s, %s, %s) at step %s of seed %s", operation, key, value, other, step, seed)
					.isEqualTo(expected);
			}
		}
		assertThat(map).as("the map after seed %s", seed).isEqualTo(oracle).hasSize(oracle.size());
		assertThat(oracle).as("the map after seed %s", seed).isEqualTo(map);
	}

	private static MapOperation next(Random random) {
		List<MapOperation> operations = (random.nextInt(WHOLE_MAP_INTERVAL) == 0) ? OPERATIONS : SINGLE_KEY_OPERATIONS;
		return operations.get(random.nextInt(operations.size()));
	}

}
