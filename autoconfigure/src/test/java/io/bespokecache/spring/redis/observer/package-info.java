/**
 * Proof of the second level from outside: several virtual machines share caches over one
 * Redis, everything around them fails in turn, and every read is held against a database
 * whose history is known.
 */
@NullMarked
package io.bespokecache.spring.redis.observer;

import org.jspecify.annotations.NullMarked;
