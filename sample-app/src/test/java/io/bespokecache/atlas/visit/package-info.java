/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.atlas.visit;

import org.jspecify.annotations.NullMarked;
