/**
 * Tests of what a cache adds to a map.
 */
@NullMarked
package io.bespokecache.cache;

import org.jspecify.annotations.NullMarked;
