/**
 * Tests of the chaos kit.
 */
@NullMarked
package io.bespokecache.test;

import org.jspecify.annotations.NullMarked;
