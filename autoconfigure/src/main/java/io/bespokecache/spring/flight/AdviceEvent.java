package io.bespokecache.spring.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Something is to be changed about a cache.
 */
@Name("io.bespokecache.Advice")
@Label("Advice")
@Category("Bespoke Cache")
@Description("Something is to be changed about a cache")
@StackTrace(false)
final class AdviceEvent extends Event {

	@Label("Cache")
	@Nullable String cacheName;

	@Label("Kind")
	@Nullable String kind;

	@Label("Seen")
	@Nullable String seen;

	@Label("Cost")
	@Nullable String cost;

	@Label("Action")
	@Nullable String action;

	@Label("Settings")
	@Nullable String settings;

}
