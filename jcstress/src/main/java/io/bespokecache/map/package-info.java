/**
 * Stress tests of the maps, in their package to make tables that are as small as can be.
 */
@NullMarked
package io.bespokecache.map;

import org.jspecify.annotations.NullMarked;
