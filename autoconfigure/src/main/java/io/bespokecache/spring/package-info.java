/**
 * Spring's Cache abstraction over local caches.
 */
@NullMarked
package io.bespokecache.spring;

import org.jspecify.annotations.NullMarked;
