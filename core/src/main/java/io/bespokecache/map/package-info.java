/**
 * The one map contract, its strategies, and the one builder that makes them.
 */
@NullMarked
package io.bespokecache.map;

import org.jspecify.annotations.NullMarked;
