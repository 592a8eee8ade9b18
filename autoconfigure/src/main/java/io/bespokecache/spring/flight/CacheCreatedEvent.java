package io.bespokecache.spring.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * There is another cache.
 */
@Name("io.bespokecache.CacheCreated")
@Label("Cache Created")
@Category("Bespoke Cache")
@Description("A cache was created, and a strategy chosen for it")
@StackTrace(false)
final class CacheCreatedEvent extends Event {

	@Label("Cache")
	@Nullable String cacheName;

	@Label("Strategy")
	@Nullable String strategy;

	@Label("Reason")
	@Nullable String reason;

}
