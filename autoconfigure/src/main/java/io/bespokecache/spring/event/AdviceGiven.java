package io.bespokecache.spring.event;

import java.util.List;

import io.bespokecache.workload.Advice;

/**
 * Something is to be changed about a cache that was not a moment ago.
 *
 * @param cacheName name of the cache
 * @param advice what it is, and why
 * @param settings the properties to set in order to do it, with their full paths; empty
 * if none would help
 */
public record AdviceGiven(String cacheName, Advice advice, List<Advice.Setting> settings) implements CacheEvent {

	public AdviceGiven {
		settings = List.copyOf(settings);
	}

}
