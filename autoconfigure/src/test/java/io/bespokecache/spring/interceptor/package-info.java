/**
 * Tests of the fast path of {@code @Cacheable}.
 */
@NullMarked
package io.bespokecache.spring.interceptor;

import org.jspecify.annotations.NullMarked;
