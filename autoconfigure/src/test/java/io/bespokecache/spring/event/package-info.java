@NullMarked
package io.bespokecache.spring.event;

import org.jspecify.annotations.NullMarked;
