package io.bespokecache.map;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

import io.bespokecache.map.Strategy.Capability;

/**
 * A strategy in one configuration: what the suites run over. A new strategy gets every
 * test by being listed in {@link Strategy}.
 *
 * @param strategy the strategy
 * @param configuration how its map is built
 */
record MapUnderTest(Strategy strategy, Configuration configuration) {

	/** More than any suite puts into one map, so that no bound is ever reached. */
	private static final long UNREACHED = 1L << 30;

	static Stream<MapUnderTest> all() {
		return Arrays.stream(Strategy.values())
			.flatMap((strategy) -> Arrays.stream(Configuration.values())
				.filter((configuration) -> configuration.isPossibleFor(strategy))
				.map((configuration) -> new MapUnderTest(strategy, configuration)));
	}

	<K, V> CacheMap<K, V> create() {
		CacheMapBuilder<K, V> builder = CacheMapBuilder.of(this.strategy);
		return switch (this.configuration) {
			case PLAIN -> builder.build();
			case EAGER_REBUILDS -> builder.eagerRebuilds().build();
			case SIZED -> builder.maximumSize(UNREACHED).build();
			case WEIGHED_AND_EXPIRING -> builder.maximumWeight(UNREACHED, (key, value) -> 1)
				.expireAfterWrite(Duration.ofDays(1))
				.expireAfterAccess(Duration.ofDays(1))
				.build();
			case SOFT -> builder.softValues().maximumSize(UNREACHED).build();
			case SOFT_AND_EAGER -> builder.softValues().eagerRebuilds().build();
		};
	}

	@Override
	public String toString() {
		return this.strategy.id() + ", " + this.configuration.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * How a map is built. No bound is reached: a map that keeps every entry keeps the
	 * whole contract.
	 */
	enum Configuration {

		/** As the builder makes it. */
		PLAIN,

		/** Rebuilds and promotions at the first occasion. */
		EAGER_REBUILDS,

		/** With a bound on entries. */
		SIZED(Capability.MAXIMUM_SIZE),

		/** With a bound on weight and both expiries. */
		WEIGHED_AND_EXPIRING(Capability.MAXIMUM_WEIGHT, Capability.EXPIRE_AFTER_WRITE, Capability.EXPIRE_AFTER_ACCESS),

		/** With soft values: there is memory enough for all of them. */
		SOFT(Capability.SOFT_VALUES, Capability.MAXIMUM_SIZE),

		/** With soft values, and rebuilds at the first occasion. */
		SOFT_AND_EAGER(Capability.SOFT_VALUES);

		@SuppressWarnings("ImmutableEnumChecker") // never written after construction
		private final Capability[] needed;

		Configuration(Capability... needed) {
			this.needed = needed;
		}

		private boolean isPossibleFor(Strategy strategy) {
			return Arrays.stream(this.needed).allMatch(strategy::can);
		}

	}

}
