package io.bespokecache.spring.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.cache.SecondLevelStatistics.FlushCause;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of what a cache shares with other processes. A look-up that counts here found
 * nothing in this process; a hit here is a load that was spared.
 */
final class SecondLevelMeters implements MeterBinder {

	private final SecondLevel<?, ?> level;

	private final Iterable<Tag> tags;

	SecondLevelMeters(SecondLevel<?, ?> level, Iterable<Tag> tags) {
		this.level = level;
		this.tags = tags;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindLookUps(registry);
		bindWrites(registry);
		bindFlushes(registry);
		bindProblems(registry);
		bindState(registry);
		FunctionTimer
			.builder("cache.second.level.operation.time", this.level, (level) -> level.statistics().operations(),
					(level) -> level.statistics().operationTime().toNanos(), TimeUnit.NANOSECONDS)
			.tags(this.tags)
			.description("Time that operations on the second level took until they were answered")
			.register(registry);
	}

	private void bindLookUps(MeterRegistry registry) {
		String description = "Look-ups in the second level, by their result";
		counter("gets", SecondLevelStatistics::hits).tag("result", "hit").description(description).register(registry);
		counter("gets", SecondLevelStatistics::misses).tag("result", "miss")
			.description(description)
			.register(registry);
		counter("loads", SecondLevelStatistics::loads)
			.description("Loads that this process, and no other, was given leave to run")
			.register(registry);
		counter("waits", SecondLevelStatistics::waits)
			.description("Look-ups that waited for the load of another process")
			.register(registry);
		counter("overdue", SecondLevelStatistics::overdue)
			.description("Waits for the load of another process that were given up")
			.register(registry);
		counter("skipped", SecondLevelStatistics::skipped)
			.description("Look-ups that were not attempted, because they had no prospect")
			.register(registry);
	}

	private void bindWrites(MeterRegistry registry) {
		String description = "Values that were to be shared, by what became of them";
		counter("stores", SecondLevelStatistics::stores).tag("result", "stored")
			.description(description)
			.register(registry);
		counter("stores", SecondLevelStatistics::refusedStores).tag("result", "refused")
			.description(description)
			.register(registry);
		counter("evictions", SecondLevelStatistics::evictions)
			.description("Evictions and clears that all processes are told of")
			.register(registry);
		counter("retries", SecondLevelStatistics::retries)
			.description("Evictions and clears that failed and were tried again")
			.register(registry);
	}

	private void bindFlushes(MeterRegistry registry) {
		for (FlushCause cause : FlushCause.values()) {
			counter("flushes", (statistics) -> statistics.flushes().getOrDefault(cause, 0L)).tag("cause", cause.id())
				.description("Parts of the cache that were dropped in this process, by cause")
				.register(registry);
		}
	}

	private void bindProblems(MeterRegistry registry) {
		counter("lost.messages", SecondLevelStatistics::lostMessages)
			.description("Announcements of other processes that never arrived")
			.register(registry);
		counter("undecodable", SecondLevelStatistics::undecodable)
			.description("What was found, could not be read, and was a miss")
			.register(registry);
		counter("unshareable", SecondLevelStatistics::unshareable)
			.description("Keys and values that could not be written")
			.register(registry);
		counter("failures", SecondLevelStatistics::failures)
			.description("Operations on the second level that failed or took too long")
			.register(registry);
		counter("stale.served", SecondLevelStatistics::staleServed)
			.description("Hits in this process that were handed out although others may have evicted them")
			.register(registry);
	}

	private void bindState(MeterRegistry registry) {
		Gauge.builder("cache.second.level.pending", this.level, (level) -> level.statistics().pending())
			.tags(this.tags)
			.description("Evictions and clears that wait to be tried again")
			.register(registry);
		state("connected", SecondLevelStatistics::connected)
			.description("1 if operations on the second level can be executed, else 0")
			.register(registry);
		state("coherent", SecondLevelStatistics::coherent)
			.description("1 if this process hears of what others evict, and its entries may be believed, else 0")
			.register(registry);
		state("breaker.open", (statistics) -> statistics.breaker() == BreakerState.OPEN)
			.description("1 if no operation is attempted, because the last ones failed or took too long, else 0")
			.register(registry);
	}

	private FunctionCounter.Builder<SecondLevel<?, ?>> counter(String name,
			ToLongFunction<SecondLevelStatistics> count) {
		return FunctionCounter
			.<SecondLevel<?, ?>>builder("cache.second.level." + name, this.level,
					(level) -> count.applyAsLong(level.statistics()))
			.tags(this.tags);
	}

	private Gauge.Builder<SecondLevel<?, ?>> state(String name, Predicate<SecondLevelStatistics> state) {
		return Gauge
			.<SecondLevel<?, ?>>builder("cache.second.level." + name, this.level,
					(level) -> state.test(level.statistics()) ? 1 : 0)
			.tags(this.tags);
	}

}
