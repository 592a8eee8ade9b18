/**
 * Faults of a network, for tests.
 */
@NullMarked
package io.bespokecache.testing;

import org.jspecify.annotations.NullMarked;
