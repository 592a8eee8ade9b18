package io.bespokecache.spring;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Fills a cache when the application starts, before it serves anything. A bean of this
 * type is named by the property {@code preload} of a cache:
 *
 * <pre class="code">
 * &#64;Bean
 * CachePreload&lt;String, Country&gt; countryPreload(CountryRepository repository) {
 *     return (cache) -&gt; repository.findAll().forEach((country) -&gt; cache.accept(country.code(), country));
 * }
 * </pre>
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface CachePreload<K, V extends @Nullable Object> {

	/**
	 * Hands each entry to the cache. A key that is present keeps its value.
	 * @param cache takes the entries; thread-safe
	 * @throws Exception if not all entries could be read; those that the cache took stay,
	 * and the application starts
	 */
	void preload(BiConsumer<? super K, ? super V> cache) throws Exception;

}
