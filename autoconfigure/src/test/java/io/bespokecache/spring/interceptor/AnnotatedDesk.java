package io.bespokecache.spring.interceptor;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.spring.interceptor.ComposedAnnotations.Remembered;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * A desk whose methods are annotated on the class.
 */
class AnnotatedDesk implements Desk {

	private final IOException checked = new IOException("checked");

	private final IllegalStateException unchecked = new IllegalStateException("unchecked");

	private final AtomicInteger calls = new AtomicInteger();

	private Object value() {
		this.calls.incrementAndGet();
		return new Object();
	}

	private <T> T counted(T value) {
		this.calls.incrementAndGet();
		return value;
	}

	@Override
	public int calls() {
		return this.calls.get();
	}

	@Override
	public IOException checked() {
		return this.checked;
	}

	@Override
	public IllegalStateException unchecked() {
		return this.unchecked;
	}

	@Override
	@Cacheable("one")
	public Object plain(@Nullable Object id) {
		return value();
	}

	@Override
	@Cacheable("one")
	public Object withoutArguments() {
		return value();
	}

	@Override
	@Cacheable("one")
	public Object ofTwo(@Nullable Object first, @Nullable Object second) {
		return value();
	}

	@Override
	@Cacheable("one")
	public Object ofMany(Object... ids) {
		return value();
	}

	@Override
	@Cacheable("one")
	public @Nullable Object nothing(Object id) {
		this.calls.incrementAndGet();
		return null;
	}

	@Override
	@Cacheable("one")
	public Optional<Object> perhaps(Object id) {
		return Optional.of(value());
	}

	@Override
	@Cacheable("one")
	public Optional<Object> never(Object id) {
		return counted(Optional.empty());
	}

	@Override
	@Cacheable("one")
	public Object checkedFailure(Object id) throws IOException {
		throw counted(this.checked);
	}

	@Override
	@Cacheable("one")
	public Object uncheckedFailure(Object id) {
		throw counted(this.unchecked);
	}

	@Override
	@Cacheable(cacheNames = "one", sync = true)
	public Object synchronizedCheckedFailure(Object id) throws IOException {
		throw counted(this.checked);
	}

	@Override
	@Cacheable(cacheNames = "one", sync = true)
	public Object synchronizedUncheckedFailure(Object id) {
		throw counted(this.unchecked);
	}

	@Override
	@Cacheable(cacheNames = "one", sync = true)
	public Object synchronizedValue(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", sync = true)
	public @Nullable Object synchronizedNothing(Object id) {
		this.calls.incrementAndGet();
		return null;
	}

	@Override
	@Cacheable(cacheNames = "one", sync = true, condition = "#id > 0")
	public Object synchronizedIfPositive(int id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", sync = true, unless = "#result == null")
	public Object synchronizedUnless(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = { "one", "two" }, sync = true)
	public Object synchronizedInTwoCaches(Object id) {
		return value();
	}

	@Override
	@Caching(cacheable = @Cacheable(cacheNames = "one", sync = true), evict = @CacheEvict("two"))
	public Object synchronizedAndEvicting(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", condition = "#id > 0")
	public Object ifPositive(int id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", unless = "#result < 0")
	public int unlessNegative(int id) {
		return counted(id);
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#id")
	public Object byName(Object id, Object ignored) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#p1")
	public Object byIndex(Object ignored, Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#root.args[1]")
	public Object byArgument(Object ignored, Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#person.id")
	public Object byProperty(Subjects.Person person) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#person.address.city")
	public Object byNestedProperty(Subjects.Person person) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "'constant'")
	public Object byConstant(Object ignored) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#root.methodName")
	public Object byMethodName(Object ignored) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#root.method.name")
	public Object byMethod(Object ignored) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#root.target")
	public Object byTarget(Object ignored) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#root.targetClass")
	public Object byTargetClass(Object ignored) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = { "one", "two" }, key = "#root.caches.![name]")
	public Object byCaches(Object ignored) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "@label.of(#id)")
	public Object byBean(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "null")
	public Object byNothing(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#unknown")
	public Object byUnknownVariable(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", key = "#id.unknown")
	public Object byUnknownProperty(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", keyGenerator = "methodKeyGenerator")
	public Object byGenerator(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", keyGenerator = "unknown")
	public Object byUnknownGenerator(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", cacheManager = "otherCacheManager")
	public Object inOtherManager(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", cacheManager = "unknown")
	public Object inUnknownManager(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "unknown", cacheManager = "otherCacheManager")
	public Object inUnknownCache(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheResolver = "argumentCacheResolver")
	public Object inResolvedCache(Object id) {
		return value();
	}

	@Override
	@Cacheable(cacheNames = "one", cacheResolver = "unknown")
	public Object inUnknownResolver(Object id) {
		return value();
	}

	@Override
	@Cacheable({ "one", "two" })
	public Object inTwoCaches(Object id) {
		return value();
	}

	@Override
	@CachePut("one")
	public Object put(Object id) {
		return value();
	}

	@Override
	@CachePut(cacheNames = "one", condition = "#id > 0")
	public Object putIfPositive(int id) {
		return value();
	}

	@Override
	@CachePut(cacheNames = "one", unless = "#result < 0")
	public int putUnlessNegative(int id) {
		return counted(id);
	}

	@Override
	@CachePut(cacheNames = "one", key = "#result + '!'")
	public Object putUnderResult(Object id) {
		return counted(id);
	}

	@Override
	@CachePut({ "one", "two" })
	public Object putInTwoCaches(Object id) {
		return value();
	}

	@Override
	@CachePut("one")
	public Object failingPut(Object id) {
		throw counted(this.unchecked);
	}

	@Override
	@CacheEvict("one")
	public void evict(Object id) {
	}

	@Override
	@CacheEvict(cacheNames = "one", key = "#id")
	public void evictByName(Object ignored, Object id) {
	}

	@Override
	@CacheEvict(cacheNames = "one", condition = "#id > 0")
	public void evictIfPositive(int id) {
	}

	@Override
	@CacheEvict(cacheNames = "one", beforeInvocation = true)
	public void evictEarlyAndFail(Object id) {
		throw this.unchecked;
	}

	@Override
	@CacheEvict("one")
	public void failBeforeEvicting(Object id) {
		throw this.unchecked;
	}

	@Override
	@CacheEvict(cacheNames = "one", allEntries = true)
	public void evictAll(Object ignored) {
	}

	@Override
	@CacheEvict(cacheNames = "one", allEntries = true, beforeInvocation = true)
	public void evictAllEarlyAndFail(Object ignored) {
		throw this.unchecked;
	}

	@Override
	@CacheEvict({ "one", "two" })
	public void evictFromTwoCaches(Object id) {
	}

	@Override
	@Caching(cacheable = @Cacheable("one"), evict = @CacheEvict("two"))
	public Object cacheAndEvict(Object id) {
		return value();
	}

	@Override
	@Caching(cacheable = @Cacheable("one"), put = @CachePut("two"))
	public Object cacheAndPut(Object id) {
		return value();
	}

	@Override
	@Caching(cacheable = @Cacheable("one"), put = @CachePut(cacheNames = "two", condition = "#id > 0"))
	public Object cacheAndPutIfPositive(int id) {
		return value();
	}

	@Override
	@Caching(put = @CachePut("one"), evict = @CacheEvict("two"))
	public Object putAndEvict(Object id) {
		return value();
	}

	@Override
	@Caching(cacheable = { @Cacheable("one"), @Cacheable(cacheNames = "two", key = "#id + '!'") })
	public Object cacheTwice(Object id) {
		return value();
	}

	@Override
	@Caching(evict = { @CacheEvict(cacheNames = "one", key = "#first"),
			@CacheEvict(cacheNames = "two", key = "#second") })
	public void evictTwice(Object first, Object second) {
	}

	@Override
	@Remembered(in = "two", by = "#id + '!'")
	public Object composed(Object id) {
		return value();
	}

	@Override
	public Object viaThis(Object id) {
		return plain(id);
	}

}
