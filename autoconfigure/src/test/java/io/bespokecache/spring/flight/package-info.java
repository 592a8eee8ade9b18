@NullMarked
package io.bespokecache.spring.flight;

import org.jspecify.annotations.NullMarked;
