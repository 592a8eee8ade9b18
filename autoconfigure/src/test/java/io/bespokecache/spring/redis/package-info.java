/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.spring.redis;

import org.jspecify.annotations.NullMarked;
