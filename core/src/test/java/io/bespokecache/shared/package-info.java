/**
 * What proves the protocol of a shared second level, and how its values are written.
 */
@NullMarked
package io.bespokecache.shared;

import org.jspecify.annotations.NullMarked;
