package io.bespokecache.spring;

/**
 * What has failed beside the caches of a manager, and kept none of them from anything.
 *
 * @param reviews reviews of a cache
 * @param listeners calls of a listener to what happens in caches
 * @param droppedEvents events that no listener heard of, because too many waited
 * @param loadObservers calls of an observer of loads
 */
public record BackgroundFailures(long reviews, long listeners, long droppedEvents, long loadObservers) {

}
