/**
 * What Actuator shows of the caches.
 */
@NullMarked
package io.bespokecache.spring.actuate;

import org.jspecify.annotations.NullMarked;
