/**
 * Measures the cost model that the choice of a strategy rests on, and how good the choice
 * is.
 */
@NullMarked
package io.bespokecache.benchmarks.selection;

import org.jspecify.annotations.NullMarked;
