/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.spring.actuate;

import org.jspecify.annotations.NullMarked;
