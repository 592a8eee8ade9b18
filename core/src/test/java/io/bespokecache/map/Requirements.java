package io.bespokecache.map;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.bespokecache.map.Strategy.Capability;

/**
 * What a cache may ask of its map, and hence between which strategies it can change. No
 * bound is reached, and nothing expires.
 */
enum Requirements {

	/** Nothing that only some strategies can do. */
	NONE((map) -> {
	}),

	/** A bound on entries. */
	SIZE((map) -> map.maximumSize(Requirements.UNREACHED), Capability.MAXIMUM_SIZE),

	/** A bound on weight. */
	WEIGHT((map) -> map.maximumWeight(Requirements.UNREACHED, (key, value) -> 1), Capability.MAXIMUM_WEIGHT),

	/** A time to live. */
	LIFE((map) -> map.expireAfterWrite(aDay()), Capability.EXPIRE_AFTER_WRITE),

	/** A time to idle, and a bound. */
	IDLE((map) -> map.maximumSize(Requirements.UNREACHED).expireAfterAccess(aDay()), Capability.EXPIRE_AFTER_ACCESS),

	/** Times to live and to idle. */
	LIFE_AND_IDLE((map) -> map.expireAfterWrite(aDay()).expireAfterAccess(aDay()), Capability.EXPIRE_AFTER_WRITE),

	/** A time to live for each entry. */
	EACH((map) -> map.expiry((key, value) -> aDay()), Capability.EXPIRY),

	/** A time to live that is shortened by chance. */
	JITTER((map) -> map.expireAfterWrite(aDay()).expiryJitter(0.1), Capability.EXPIRY),

	/** Soft values, and a bound. */
	SOFT((map) -> map.softValues().maximumSize(Requirements.UNREACHED), Capability.SOFT_VALUES);

	private static final long UNREACHED = 1L << 30;

	@SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
	private final Consumer<CacheMapBuilder<?, ?>> configuration;

	@SuppressWarnings("ImmutableEnumChecker") // never written after construction
	private final Capability[] needed;

	Requirements(Consumer<CacheMapBuilder<?, ?>> configuration, Capability... needed) {
		this.configuration = configuration;
		this.needed = needed;
	}

	private static Duration aDay() {
		return Duration.ofDays(1);
	}

	List<Strategy> strategies() {
		return Arrays.stream(Strategy.values())
			.filter((strategy) -> Arrays.stream(this.needed).allMatch(strategy::can))
			.toList();
	}

	/** Strategies in an order in which each follows each, itself included. */
	List<Strategy> tour() {
		List<Strategy> tour = new ArrayList<>();
		List<Strategy> all = strategies();
		for (int first = 0; first < all.size(); first++) {
			tour.add(all.get(first));
			tour.add(all.get(first));
			for (int second = first + 1; second < all.size(); second++) {
				tour.add(all.get(second));
				tour.add(all.get(first));
			}
		}
		return tour;
	}

	<K, V> CacheMap<K, V> create(Strategy strategy) {
		CacheMapBuilder<K, V> builder = CacheMapBuilder.of(strategy);
		this.configuration.accept(builder);
		return builder.build();
	}

}
