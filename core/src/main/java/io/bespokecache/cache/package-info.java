/**
 * What a cache adds to a map: one load a key, and exact counts.
 */
@NullMarked
package io.bespokecache.cache;

import org.jspecify.annotations.NullMarked;
