package io.bespokecache.map;

import java.util.stream.Stream;

import io.bespokecache.map.MapUnderTest.Configuration;
import io.bespokecache.map.Strategy.Capability;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Lincheck finds no history of concurrent operations that no order of the same operations
 * on a {@link java.util.HashMap} explains.
 * <p>
 * Stress mode runs the threads freely, on real hardware; model checking mode chooses
 * where they switch, in a sequentially consistent world. The latter needs maps that do
 * everything on the calling threads: those with eager rebuilds.
 */
class LinearizabilityTests {

	@ParameterizedTest
	@MethodSource("io.bespokecache.map.MapUnderTest#all")
	void operationsAreLinearizableUnderStress(MapUnderTest subject) {
		check(subject, new StressOptions().iterations(Effort.times(4)).invocationsPerIteration(400).threads(3));
	}

	@ParameterizedTest
	@EnumSource
	void operationsAreLinearizableWhereverThreadsSwitch(Strategy strategy) {
		check(new MapUnderTest(strategy, Configuration.EAGER_REBUILDS),
				new ModelCheckingOptions().iterations(Effort.times(4)).invocationsPerIteration(200).threads(2));
	}

	@ParameterizedTest
	@MethodSource("atomicMaps")
	void operationsOnTwoKeysAreLinearizableUnderStress(MapUnderTest subject) {
		checkBulk(subject, new StressOptions().iterations(Effort.times(8)).invocationsPerIteration(400).threads(3));
	}

	@ParameterizedTest
	@MethodSource("atomicMaps")
	void operationsOnTwoKeysAreLinearizableWhereverThreadsSwitch(MapUnderTest subject) {
		checkBulk(subject,
				new ModelCheckingOptions().iterations(Effort.times(3)).invocationsPerIteration(200).threads(2));
	}

	static Stream<MapUnderTest> atomicMaps() {
		return MapUnderTest.all().filter((subject) -> subject.strategy().can(Capability.ATOMIC_BULK));
	}

	private static void check(MapUnderTest subject, Options<?, ?> options) {
		check(subject, options, SequentialMap.class, ConcurrentOperations.class);
	}

	private static void checkBulk(MapUnderTest subject, Options<?, ?> options) {
		check(subject, options, SequentialBulkMap.class, ConcurrentBulkOperations.class);
	}

	private static void check(MapUnderTest subject, Options<?, ?> options, Class<?> specification,
			Class<?> operations) {
		options.actorsBefore(4).actorsPerThread(3).actorsAfter(3).sequentialSpecification(specification);
		assertThatNoException().isThrownBy(() -> ConcurrentOperations.with(subject, () -> options.check(operations)));
	}

}
