/**
 * Loads as Micrometer observations.
 */
@NullMarked
package io.bespokecache.spring.observation;

import org.jspecify.annotations.NullMarked;
