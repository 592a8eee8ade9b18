/**
 * Tests of the auto-configuration.
 */
@NullMarked
package io.bespokecache.autoconfigure;

import org.jspecify.annotations.NullMarked;
