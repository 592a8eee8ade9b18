package io.bespokecache.spring.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * A promoting map has laid out a new read table.
 */
@Name("io.bespokecache.Promotion")
@Label("Promotion")
@Category("Bespoke Cache")
@Description("A new read table was laid out")
@StackTrace(false)
final class PromotionEvent extends Event {

	@Label("Cache")
	@Nullable String cacheName;

	@Label("Cause")
	@Nullable String cause;

	@Label("Keys Moved")
	long keysMoved;

	@Label("Read Table Size")
	long readTableSize;

	@Label("Time Taken")
	@Timespan(Timespan.NANOSECONDS)
	long time;

	@Label("Waited in the Delta")
	@Timespan(Timespan.NANOSECONDS)
	long waited;

	@Label("Bytes Allocated")
	@DataAmount
	long bytesAllocated;

	@Label("Bytes Held Twice")
	@DataAmount
	long bytesHeldTwice;

}
