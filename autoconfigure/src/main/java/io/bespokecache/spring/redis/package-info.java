/**
 * A second level on Redis, or Valkey: the engine, and how keys and values are written for
 * it.
 */
@NullMarked
package io.bespokecache.spring.redis;

import org.jspecify.annotations.NullMarked;
