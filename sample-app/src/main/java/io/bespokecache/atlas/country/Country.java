package io.bespokecache.atlas.country;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A country.
 *
 * @param code ISO 3166 code, two letters
 * @param name name in English
 * @param currency ISO 4217 code of its currency; {@code null} if it has none
 * @param zones ids of the time zones of its cities
 */
public record Country(String code, String name, @Nullable String currency, List<String> zones) {

}
