/**
 * What a cache holds when the application starts: the entries of the last run, and those
 * that a preload brings.
 */
@NullMarked
package io.bespokecache.spring.warmup;

import org.jspecify.annotations.NullMarked;
