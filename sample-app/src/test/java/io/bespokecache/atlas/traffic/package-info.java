/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.atlas.traffic;

import org.jspecify.annotations.NullMarked;
