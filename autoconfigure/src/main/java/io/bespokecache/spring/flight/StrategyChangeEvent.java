package io.bespokecache.spring.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Another map holds the entries of a cache.
 */
@Name("io.bespokecache.StrategyChange")
@Label("Strategy Change")
@Category("Bespoke Cache")
@Description("Another map holds the entries of a cache")
@StackTrace(false)
final class StrategyChangeEvent extends Event {

	@Label("Cache")
	@Nullable String cacheName;

	@Label("From")
	@Nullable String from;

	@Label("To")
	@Nullable String to;

	@Label("Reason")
	@Nullable String reason;

	@Label("Time Taken")
	@Timespan(Timespan.NANOSECONDS)
	long time;

	@Label("Entries Moved")
	long entriesMoved;

}
