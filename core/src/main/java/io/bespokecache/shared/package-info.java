/**
 * A second level that several processes share, kept coherent with the maps in each of
 * them. An engine holds the copy; this package has the protocol.
 */
@NullMarked
package io.bespokecache.shared;

import org.jspecify.annotations.NullMarked;
