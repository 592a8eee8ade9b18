/**
 * Benchmarks of the maps against their peers.
 */
@NullMarked
package io.bespokecache.benchmarks;

import org.jspecify.annotations.NullMarked;
