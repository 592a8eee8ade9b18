package io.bespokecache.spring.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A cache has dropped entries by itself since the review before.
 */
@Name("io.bespokecache.Evictions")
@Label("Evictions")
@Category("Bespoke Cache")
@Description("A cache dropped entries by itself since the review before")
@StackTrace(false)
final class EvictionsEvent extends Event {

	@Label("Cache")
	@Nullable String cacheName;

	@Label("To Keep the Bound")
	long size;

	@Label("Expired")
	long expired;

	@Label("Collected")
	long collected;

}
