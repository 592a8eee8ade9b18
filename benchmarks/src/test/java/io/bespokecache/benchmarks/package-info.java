/**
 * Tests of what the benchmarks are made of.
 */
@NullMarked
package io.bespokecache.benchmarks;

import org.jspecify.annotations.NullMarked;
