/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.atlas.city;

import org.jspecify.annotations.NullMarked;
