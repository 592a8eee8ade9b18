package io.bespokecache.atlas.mistake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.bespokecache.atlas.city.Cities;
import io.bespokecache.atlas.city.Point;
import io.bespokecache.atlas.country.Countries;

/**
 * A way to use a cache badly.
 */
enum Mistake {

	/** Many more cities are popular than there is room for. */
	SMALL_BOUND("city-by-id", "bound-too-small", 600) {
		@Override
		void make(Cities cities, Countries countries, List<Long> cityIds, RandomGenerator random) {
			cities.byId(cityIds.get(random.nextInt(Math.min(POPULAR, cityIds.size()))));
		}
	},

	/** Points come as precise as a telephone gives them, so none comes again. */
	PRECISE_KEYS("nearest-cities", "does-not-pay", 20) {
		@Override
		void make(Cities cities, Countries countries, List<Long> cityIds, RandomGenerator random) {
			cities.nearest(new Point(random.nextDouble(-60, 70), random.nextDouble(-180, 180)));
		}
	},

	/** All the world looks at one country. */
	HOT_COUNTRY("countries", "hot-keys", 1_000) {
		@Override
		void make(Cities cities, Countries countries, List<Long> cityIds, RandomGenerator random) {
			List<String> codes = countries.codes();
			countries.byCode((random.nextInt(3) == 0) ? codes.get(random.nextInt(codes.size())) : "FJ");
		}
	};

	private static final int POPULAR = 6_000;

	private final String cache;

	private final String advice;

	private final int perSecond;

	Mistake(String cache, String advice, int perSecond) {
		this.cache = cache;
		this.advice = advice;
		this.perSecond = perSecond;
	}

	/**
	 * Name in addresses.
	 */
	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The cache that is used badly.
	 */
	String cache() {
		return this.cache;
	}

	/**
	 * Kind of the advice that follows.
	 */
	String advice() {
		return this.advice;
	}

	/**
	 * How often a second it is made.
	 */
	int perSecond() {
		return this.perSecond;
	}

	/**
	 * Makes it once.
	 */
	abstract void make(Cities cities, Countries countries, List<Long> cityIds, RandomGenerator random);

	static Optional<Mistake> of(String id) {
		for (Mistake mistake : values()) {
			if (mistake.id().equals(id)) {
				return Optional.of(mistake);
			}
		}
		return Optional.empty();
	}

}
