/**
 * A second level that several processes share: how keys and values are written for it.
 */
@NullMarked
package io.bespokecache.spring.redis;

import org.jspecify.annotations.NullMarked;
