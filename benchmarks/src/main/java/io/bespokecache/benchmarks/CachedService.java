package io.bespokecache.benchmarks;

import java.util.UUID;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

/**
 * Cached methods, a cache each.
 */
public class CachedService {

	@Cacheable("default-key")
	public Object defaultKey(String id) {
		return new Object();
	}

	@Cacheable("two-arguments")
	public Object twoArguments(String id, String language) {
		return new Object();
	}

	@Cacheable(cacheNames = "named-key", key = "#id")
	public Object namedKey(String id) {
		return new Object();
	}

	@Cacheable(cacheNames = "property-key", key = "#user.id")
	public Object propertyKey(User user) {
		return new Object();
	}

	@Cacheable(cacheNames = "synchronised", sync = true)
	public Object synchronised(String id) {
		return new Object();
	}

	@Cacheable("missed")
	public Object missed(String id) {
		return this;
	}

	@CacheEvict(cacheNames = "missed", allEntries = true)
	public void forgetMisses() {
	}

	@Cacheable("others")
	public Object ofInteger(Integer id) {
		return new Object();
	}

	@Cacheable("others")
	public Object ofLong(Long id) {
		return new Object();
	}

	@Cacheable("others")
	public Object ofUuid(UUID id) {
		return new Object();
	}

	@Cacheable(cacheNames = "others", key = "#point.x")
	public Object ofPoint(Point point) {
		return new Object();
	}

	/**
	 * A user.
	 *
	 * @param id identifies the user
	 */
	public record User(String id) {

	}

	/**
	 * A point.
	 *
	 * @param x to the right
	 * @param y up
	 */
	public record Point(int x, int y) {

	}

}
