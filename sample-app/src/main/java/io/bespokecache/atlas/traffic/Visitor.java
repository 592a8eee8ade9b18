package io.bespokecache.atlas.traffic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

import io.bespokecache.atlas.city.Cities;
import io.bespokecache.atlas.city.City;
import io.bespokecache.atlas.city.Point;
import io.bespokecache.atlas.country.Countries;
import io.bespokecache.atlas.country.Country;
import io.bespokecache.atlas.rate.Rates;
import io.bespokecache.atlas.session.Sessions;
import io.bespokecache.atlas.visit.Visits;

/**
 * Acts as the visitors of a day would: most look at a few popular cities, sessions come
 * and go. Not thread-safe.
 */
final class Visitor {

	private static final int OPEN_SESSIONS = 200;

	private static final int DEAD_LINKS = 20;

	private final Services services;

	private final List<Long> cityIds;

	private final Zipf popularity;

	private final RandomGenerator random;

	private final Deque<UUID> sessions = new ArrayDeque<>();

	/**
	 * Creates a visitor.
	 * @param services what a visitor uses
	 * @param cityIds ids of all cities, the most popular first
	 * @param popularity popularity of the cities
	 * @param random the source of what visitors do
	 */
	Visitor(Services services, List<Long> cityIds, Zipf popularity, RandomGenerator random) {
		this.services = services;
		this.cityIds = cityIds;
		this.popularity = popularity;
		this.random = random;
	}

	/**
	 * Does one thing that a visitor does.
	 */
	void act() {
		int choice = this.random.nextInt(100);
		if (choice < 49) {
			lookAtCity();
		}
		else if (choice < 50) {
			followDeadLink();
		}
		else if (choice < 72) {
			lookAtCountryOf(drawCity());
		}
		else if (choice < 76) {
			City city = drawCity();
			this.services.cities().nearest(new Point(city.latitude(), city.longitude()));
		}
		else if (choice < 90) {
			useSession();
		}
		else {
			lookAtRateOf(drawCity());
		}
	}

	private City drawCity() {
		return this.services.cities().byId(this.cityIds.get(this.popularity.draw(this.random))).orElseThrow();
	}

	/**
	 * Asks for one of a few cities that others still link to, but that are gone.
	 */
	private void followDeadLink() {
		this.services.cities().byId(-1 - this.random.nextInt(DEAD_LINKS));
	}

	private void lookAtCity() {
		City city = drawCity();
		this.services.visits().of(city.id());
		this.services.visits().add(city.id());
	}

	private Country lookAtCountryOf(City city) {
		return this.services.countries().byCode(city.country());
	}

	private void lookAtRateOf(City city) {
		String currency = lookAtCountryOf(city).currency();
		if (currency != null) {
			this.services.rates().of(currency);
		}
	}

	private void useSession() {
		int choice = this.random.nextInt(10);
		UUID session = this.sessions.pollFirst();
		if (session == null || choice < 3) {
			this.sessions.addLast(this.services.sessions().begin("visitor-" + this.random.nextInt(10_000)).id());
		}
		else if (choice < 7) {
			this.services.sessions().byId(session);
		}
		else if (choice < 9) {
			this.services.sessions().lookAt(session, drawCity().id());
		}
		else {
			this.services.sessions().end(session);
			return;
		}
		if (session != null) {
			keepOrEnd(session);
		}
	}

	private void keepOrEnd(UUID session) {
		if (this.sessions.size() < OPEN_SESSIONS) {
			this.sessions.addLast(session);
		}
		else {
			this.services.sessions().end(session);
		}
	}

	/**
	 * What a visitor uses.
	 *
	 * @param cities the cities
	 * @param countries the countries
	 * @param rates the exchange rates
	 * @param sessions the sessions
	 * @param visits the counts of visits
	 */
	record Services(Cities cities, Countries countries, Rates rates, Sessions sessions, Visits visits) {

	}

}
