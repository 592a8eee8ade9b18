package io.bespokecache.spring.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * A value was loaded. Only slow loads are recorded, unless a recording asks for more.
 */
@Name("io.bespokecache.Load")
@Label("Load")
@Category("Bespoke Cache")
@Description("A value was loaded into a cache")
@Threshold("10 ms")
final class LoadEvent extends Event {

	@Label("Cache")
	@Nullable String cacheName;

	@Label("Kind")
	@Nullable String kind;

	@Label("Outcome")
	@Nullable String outcome;

	@Label("Failure")
	@Nullable String failure;

}
