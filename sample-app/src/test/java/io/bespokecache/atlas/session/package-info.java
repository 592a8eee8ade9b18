/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.atlas.session;

import org.jspecify.annotations.NullMarked;
