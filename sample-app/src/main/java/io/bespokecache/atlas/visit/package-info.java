/**
 * How often each city was visited.
 */
@NullMarked
package io.bespokecache.atlas.visit;

import org.jspecify.annotations.NullMarked;
