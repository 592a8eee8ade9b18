/**
 * Tests of the Spring caches.
 */
@NullMarked
package io.bespokecache.spring;

import org.jspecify.annotations.NullMarked;
