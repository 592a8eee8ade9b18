/**
 * What the nodes of Atlas know and tell of each other, where there are several.
 */
@NullMarked
package io.bespokecache.atlas.node;

import org.jspecify.annotations.NullMarked;
