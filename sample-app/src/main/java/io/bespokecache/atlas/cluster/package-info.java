/**
 * Starts Atlas as two processes, and the servers that they share.
 */
@NullMarked
package io.bespokecache.atlas.cluster;

import org.jspecify.annotations.NullMarked;
