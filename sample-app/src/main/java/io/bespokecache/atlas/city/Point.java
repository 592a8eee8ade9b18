package io.bespokecache.atlas.city;

/**
 * A point on the earth, in steps of a tenth of a degree: who asks from the next street
 * gets the same answer.
 *
 * @param latitude degrees north, from -90 to 90
 * @param longitude degrees east, from -180 to 180
 */
public record Point(double latitude, double longitude) {

	private static final double EARTH_RADIUS_KM = 6371.0088;

	public Point {
		latitude = toTenth(latitude);
		longitude = toTenth(longitude);
	}

	private static double toTenth(double degrees) {
		return Math.round(degrees * 10) / 10.0;
	}

	/**
	 * Great-circle distance by the haversine formula.
	 * @param city the city
	 * @return the distance in kilometres
	 */
	double distanceTo(City city) {
		double phi = Math.toRadians(this.latitude);
		double cityPhi = Math.toRadians(city.latitude());
		double a = square(Math.sin((cityPhi - phi) / 2)) + Math.cos(phi) * Math.cos(cityPhi)
				* square(Math.sin(Math.toRadians(city.longitude() - this.longitude) / 2));
		return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
	}

	private static double square(double value) {
		return value * value;
	}

}
