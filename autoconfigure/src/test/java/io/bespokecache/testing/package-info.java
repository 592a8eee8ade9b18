/**
 * What tests of several packages need.
 */
@NullMarked
package io.bespokecache.testing;

import org.jspecify.annotations.NullMarked;
