package io.bespokecache.spring;

import java.lang.reflect.Type;

import io.bespokecache.cache.SecondLevel;

/**
 * Makes the second levels of caches that are shared with other processes. Thread-safe.
 */
public interface SecondLevels {

	/**
	 * Prepares the second level of a cache.
	 * @param cacheName name of the cache
	 * @param options how it is shared
	 * @param nulls whether the cache stores what stands for none
	 * @return makes the second level
	 */
	Binding bind(String cacheName, SecondLevelOptions options, boolean nulls);

	/**
	 * What ties a cache to its second level. Thread-safe.
	 */
	interface Binding extends SecondLevel.Factory<Object, Object> {

		/**
		 * A cached method returns values of a type. It is what the values are written as,
		 * unless a type is configured or another method came first.
		 * @param type the type
		 * @param source what returns it, for those who read messages
		 */
		void learnValueType(Type type, String source);

	}

}
