/**
 * Sessions of visitors.
 */
@NullMarked
package io.bespokecache.atlas.session;

import org.jspecify.annotations.NullMarked;
