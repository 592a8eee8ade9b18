/**
 * Countries as the JDK knows them.
 */
@NullMarked
package io.bespokecache.atlas.country;

import org.jspecify.annotations.NullMarked;
