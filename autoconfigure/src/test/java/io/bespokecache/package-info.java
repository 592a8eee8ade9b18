/**
 * Tests of the whole.
 */
@NullMarked
package io.bespokecache;

import org.jspecify.annotations.NullMarked;
