/**
 * The fast path of {@code @Cacheable}: answers a hit without an evaluation context.
 */
@NullMarked
package io.bespokecache.spring.interceptor;

import org.jspecify.annotations.NullMarked;
