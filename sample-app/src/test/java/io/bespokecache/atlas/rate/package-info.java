/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.atlas.rate;

import org.jspecify.annotations.NullMarked;
