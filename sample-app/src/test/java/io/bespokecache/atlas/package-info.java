/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.atlas;

import org.jspecify.annotations.NullMarked;
