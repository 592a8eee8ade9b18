package io.bespokecache.test;

import org.jspecify.annotations.Nullable;

/**
 * A request or an answer, as faults see it.
 *
 * @param operation the operation
 * @param cache name of the cache; {@code null} if it is of no certain one
 * @param carriesValue whether there is a value in it
 */
record Call(Operation operation, @Nullable String cache, boolean carriesValue) {

}
