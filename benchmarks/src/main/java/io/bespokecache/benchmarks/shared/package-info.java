/**
 * A second level on Redis against its peers.
 */
@NullMarked
package io.bespokecache.benchmarks.shared;

import org.jspecify.annotations.NullMarked;
