package io.bespokecache.map;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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

	/**
	 * From a strategy to the one that its entries move to: none whose operations on
	 * several keys are atomic moves to another such.
	 */
	private static final int STEP = 3;

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
			case HALF_MOVED_AWAY -> halfMovedAway(builder);
			case HALF_MOVED_HERE -> new HalfMovedCacheMap<>(relative(-STEP), builder.build());
			case HANDED_OVER -> new HandoverCacheMap<>(builder.build(), relative(1));
			case CHANGEABLE -> new ChangeableCacheMap<>(builder.build(), (map) -> {
			});
		};
	}

	/** Between two maps that know the ages of entries, where there are such. */
	private <K, V> CacheMap<K, V> halfMovedAway(CacheMapBuilder<K, V> builder) {
		return switch (this.strategy) {
			case ADAPTIVE_FIFO -> new HalfMovedCacheMap<>(builder.build(),
					CacheMapBuilder.<K, V>of(Strategy.LRU_REFERENCE).eagerRebuilds().build());
			case CAFFEINE -> new HalfMovedCacheMap<>(expiring(builder),
					expiring(CacheMapBuilder.<K, V>of(Strategy.ADAPTIVE_FIFO).eagerRebuilds()));
			default -> new HalfMovedCacheMap<>(builder.build(), relative(STEP));
		};
	}

	private static <K, V> CacheMap<K, V> expiring(CacheMapBuilder<K, V> builder) {
		return builder.expireAfterWrite(Duration.ofDays(1)).expireAfterAccess(Duration.ofDays(1)).build();
	}

	private <K, V> CacheMap<K, V> relative(int step) {
		return CacheMapBuilder.<K, V>of(relative(this.strategy, step)).eagerRebuilds().build();
	}

	private static Strategy relative(Strategy strategy, int step) {
		List<Strategy> all = List.of(Strategy.values());
		return all.get(Math.floorMod(all.indexOf(strategy) + step, all.size()));
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
		SOFT_AND_EAGER(Capability.SOFT_VALUES),

		/** With half of the entries still here, and the others moved elsewhere. */
		HALF_MOVED_AWAY {
			@Override
			boolean isPossibleFor(Strategy strategy) {
				return !strategy.can(Capability.ATOMIC_BULK);
			}
		},

		/** With half of the entries moved here, from a map of atomic operations. */
		HALF_MOVED_HERE {
			@Override
			boolean isPossibleFor(Strategy strategy) {
				return strategy == Strategy.ADAPTIVE_FIFO || strategy == Strategy.CAFFEINE;
			}
		},

		/** About to be copied to another map of atomic operations. */
		HANDED_OVER {
			@Override
			boolean isPossibleFor(Strategy strategy) {
				return strategy == Strategy.SNAPSHOT;
			}
		},

		/** Behind a map that another one can take the place of. */
		CHANGEABLE {
			@Override
			boolean isPossibleFor(Strategy strategy) {
				return strategy == Strategy.SNAPSHOT || strategy == Strategy.ADAPTIVE_FIFO;
			}
		};

		@SuppressWarnings("ImmutableEnumChecker") // never written after construction
		private final Capability[] needed;

		Configuration(Capability... needed) {
			this.needed = needed;
		}

		boolean isPossibleFor(Strategy strategy) {
			return Arrays.stream(this.needed).allMatch(strategy::can);
		}

	}

}
