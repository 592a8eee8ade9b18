/**
 * Ways to use a cache badly, so that a visitor sees which advice follows.
 */
@NullMarked
package io.bespokecache.atlas.mistake;

import org.jspecify.annotations.NullMarked;
