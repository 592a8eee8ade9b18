/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.atlas.cluster;

import org.jspecify.annotations.NullMarked;
