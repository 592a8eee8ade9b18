/**
 * Tests of what measures and judges the choice of a strategy.
 */
@NullMarked
package io.bespokecache.benchmarks.selection;

import org.jspecify.annotations.NullMarked;
