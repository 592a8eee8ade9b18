/**
 * Replays access traces over the bounded maps and their peers, for their hit ratios.
 */
@NullMarked
package io.bespokecache.benchmarks.trace;

import org.jspecify.annotations.NullMarked;
