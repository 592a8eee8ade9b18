/**
 * How a cache is used, and which strategy that calls for.
 */
@NullMarked
package io.bespokecache.workload;

import org.jspecify.annotations.NullMarked;
