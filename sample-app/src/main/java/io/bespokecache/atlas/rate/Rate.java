package io.bespokecache.atlas.rate;

import java.time.Instant;

/**
 * What a unit of a currency is worth.
 *
 * @param currency ISO 4217 code
 * @param usd worth of one unit in US dollars
 * @param asOf when the rate was quoted
 * @param synthetic whether the rate is made up; those of Atlas's own source are
 */
public record Rate(String currency, double usd, Instant asOf, boolean synthetic) {

}
