/**
 * Cities, and which of them are nearest to a point.
 */
@NullMarked
package io.bespokecache.atlas.city;

import org.jspecify.annotations.NullMarked;
