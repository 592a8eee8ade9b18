/**
 * The engine of a shared second level that is Redis, or Valkey.
 */
@NullMarked
package io.bespokecache.spring.redis;

import org.jspecify.annotations.NullMarked;
