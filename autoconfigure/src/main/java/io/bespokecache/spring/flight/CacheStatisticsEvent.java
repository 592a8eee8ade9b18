package io.bespokecache.spring.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Counts of a cache since it was created, again and again.
 */
@Name("io.bespokecache.CacheStatistics")
@Label("Cache Statistics")
@Category("Bespoke Cache")
@Description("Counts of a cache since it was created")
@StackTrace(false)
@Period("10 s")
final class CacheStatisticsEvent extends Event {

	@Label("Cache")
	@Nullable String cacheName;

	@Label("Strategy")
	@Nullable String strategy;

	@Label("Hits")
	long hits;

	@Label("Misses")
	long misses;

	@Label("Entries")
	long size;

}
