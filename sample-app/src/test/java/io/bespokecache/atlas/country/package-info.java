/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.atlas.country;

import org.jspecify.annotations.NullMarked;
