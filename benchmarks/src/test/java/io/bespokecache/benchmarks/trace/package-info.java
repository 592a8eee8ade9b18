/**
 * Tests of the simulator.
 */
@NullMarked
package io.bespokecache.benchmarks.trace;

import org.jspecify.annotations.NullMarked;
