/**
 * Exchange rates, from a source that a visitor can stop.
 */
@NullMarked
package io.bespokecache.atlas.rate;

import org.jspecify.annotations.NullMarked;
