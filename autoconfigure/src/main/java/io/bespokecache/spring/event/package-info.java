/**
 * What happens in caches, as events of the application.
 */
@NullMarked
package io.bespokecache.spring.event;

import org.jspecify.annotations.NullMarked;
