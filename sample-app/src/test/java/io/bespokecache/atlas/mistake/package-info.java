/**
 * Tests of the mistakes.
 */
@NullMarked
package io.bespokecache.atlas.mistake;

import org.jspecify.annotations.NullMarked;
