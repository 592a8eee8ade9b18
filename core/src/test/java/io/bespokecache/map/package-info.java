/**
 * What proves a map: suites that run over every strategy.
 */
@NullMarked
package io.bespokecache.map;

import org.jspecify.annotations.NullMarked;
