/**
 * Tests of what the caching annotations promise.
 */
@NullMarked
package io.bespokecache.spring.interceptor;

import org.jspecify.annotations.NullMarked;
