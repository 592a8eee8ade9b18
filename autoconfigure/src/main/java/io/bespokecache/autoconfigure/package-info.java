/**
 * Auto-configuration, configuration properties, and the analysis of what is wrong with
 * them.
 */
@NullMarked
package io.bespokecache.autoconfigure;

import org.jspecify.annotations.NullMarked;
