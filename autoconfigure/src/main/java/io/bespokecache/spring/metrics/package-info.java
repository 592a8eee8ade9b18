/**
 * Meters of every cache, those created at run time included.
 */
@NullMarked
package io.bespokecache.spring.metrics;

import org.jspecify.annotations.NullMarked;
