package io.bespokecache.atlas.city;

/**
 * A city.
 *
 * @param id GeoNames id
 * @param name name in its own country, in Latin letters
 * @param country ISO 3166 code of the country, two letters
 * @param latitude degrees north, from -90 to 90
 * @param longitude degrees east, from -180 to 180
 * @param population number of inhabitants
 * @param zone id of the time zone, for example {@code Europe/Zurich}
 */
public record City(long id, String name, String country, double latitude, double longitude, long population,
		String zone) {

}
