/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.spring.warmup;

import org.jspecify.annotations.NullMarked;
