package io.bespokecache.spring;

import org.jspecify.annotations.Nullable;

/**
 * How a cache is shared with other processes.
 *
 * @param engine what holds the shared copy, not {@link SecondLevelEngine#NONE}
 * @param valueType type of the values, by the name that configuration has for it;
 * {@code null} for the one that the cached method returns
 * @param whenIncoherent what is done while this process does not hear of evictions
 */
public record SecondLevelOptions(SecondLevelEngine engine, @Nullable String valueType,
		IncoherentPolicy whenIncoherent) {

}
