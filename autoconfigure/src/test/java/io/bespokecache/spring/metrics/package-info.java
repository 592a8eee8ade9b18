/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.spring.metrics;

import org.jspecify.annotations.NullMarked;
