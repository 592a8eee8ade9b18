/**
 * Tests of the package.
 */
@NullMarked
package io.bespokecache.spring.json;

import org.jspecify.annotations.NullMarked;
