/**
 * What all controllers share.
 */
@NullMarked
package io.bespokecache.atlas.web;

import org.jspecify.annotations.NullMarked;
