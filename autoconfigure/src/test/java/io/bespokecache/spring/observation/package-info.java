@NullMarked
package io.bespokecache.spring.observation;

import org.jspecify.annotations.NullMarked;
