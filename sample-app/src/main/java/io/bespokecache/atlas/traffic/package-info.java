/**
 * Traffic that Atlas drives against itself.
 */
@NullMarked
package io.bespokecache.atlas.traffic;

import org.jspecify.annotations.NullMarked;
