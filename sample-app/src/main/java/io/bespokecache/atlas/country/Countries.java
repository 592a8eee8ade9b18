package io.bespokecache.atlas.country;

import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.TreeSet;
import java.util.Set;
import java.util.Map;

import io.bespokecache.atlas.city.CityRepository;
import io.bespokecache.atlas.web.NotFoundException;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * The countries of the JDK, with the time zones of their cities.
 */
@Service
public class Countries {

	private final CityRepository cities;

	Countries(CityRepository cities) {
		this.cities = cities;
	}

	/**
	 * Codes of all countries.
	 * @return ISO 3166 codes, in alphabetical order
	 */
	public List<String> codes() {
		return Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream().sorted().toList();
	}

	/**
	 * A country by its code.
	 * @param code ISO 3166 code, two capital letters
	 * @return the country
	 * @throws NotFoundException if there is none
	 */
	@Cacheable("countries")
	public Country byCode(String code) {
		List<String> zones = this.cities.findZones(code);
		if (zones.isEmpty() && !Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(code)) {
			throw new NotFoundException("There is no country '" + code + "'.");
		}
		return describe(code, zones);
	}

	/**
	 * Shows every country that {@link #byCode} knows, read in one go.
	 * @param visitor sees each code and its country
	 */
	void forEach(BiConsumer<? super String, ? super Country> visitor) {
		Map<String, List<String>> zones = this.cities.findZonesByCountry();
		Set<String> codes = new TreeSet<>(zones.keySet());
		codes.addAll(codes());
		codes.forEach((code) -> visitor.accept(code, describe(code, zones.getOrDefault(code, List.of()))));
	}

	private static Country describe(String code, List<String> zoneIds) {
		List<String> zones = zoneIds.stream().filter(ZoneId.getAvailableZoneIds()::contains).toList();
		Locale locale = new Locale.Builder().setRegion(code).build();
		return new Country(code, locale.getDisplayCountry(Locale.ENGLISH), currencyOf(locale), zones);
	}

	/**
	 * Currency of a country, if the JDK knows one: GeoNames has a code for Kosovo that
	 * ISO 3166 leaves to its users.
	 */
	private static @Nullable String currencyOf(Locale locale) {
		try {
			Currency currency = Currency.getInstance(locale);
			return (currency != null) ? currency.getCurrencyCode() : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
