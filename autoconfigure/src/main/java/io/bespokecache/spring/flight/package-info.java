/**
 * What happens in caches, as events of Java Flight Recorder.
 */
@NullMarked
package io.bespokecache.spring.flight;

import org.jspecify.annotations.NullMarked;
