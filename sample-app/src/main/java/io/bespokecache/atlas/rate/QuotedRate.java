package io.bespokecache.atlas.rate;

import java.time.Instant;

/**
 * A rate as it is answered.
 *
 * @param currency ISO 4217 code
 * @param usd worth of one unit in US dollars
 * @param asOf when the rate was quoted
 * @param synthetic whether the rate is made up
 * @param stale whether the rate has expired, and is answered because the source is down
 */
record QuotedRate(String currency, double usd, Instant asOf, boolean synthetic, boolean stale) {

	static QuotedRate of(Rate rate, boolean stale) {
		return new QuotedRate(rate.currency(), rate.usd(), rate.asOf(), rate.synthetic(), stale);
	}

}
