/**
 * Atlas, a geography service that shows what its caches do.
 */
@NullMarked
package io.bespokecache.atlas;

import org.jspecify.annotations.NullMarked;
