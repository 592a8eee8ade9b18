package io.bespokecache.spring.interceptor;

import java.io.IOException;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Methods that are cached in the ways that the annotations offer. Unless it says
 * otherwise, a method returns a new object at each call.
 */
interface Desk {

	/**
	 * Number of calls that reached the methods.
	 */
	int calls();

	/**
	 * What the methods that fail with a checked exception throw.
	 */
	IOException checked();

	/**
	 * What the methods that fail with an unchecked exception throw.
	 */
	IllegalStateException unchecked();

	Object plain(@Nullable Object id);

	Object withoutArguments();

	Object ofTwo(@Nullable Object first, @Nullable Object second);

	Object ofMany(Object... ids);

	@Nullable Object nothing(Object id);

	Optional<Object> perhaps(Object id);

	Optional<Object> never(Object id);

	Object checkedFailure(Object id) throws IOException;

	Object uncheckedFailure(Object id);

	Object synchronizedCheckedFailure(Object id) throws IOException;

	Object synchronizedUncheckedFailure(Object id);

	Object synchronizedValue(Object id);

	@Nullable Object synchronizedNothing(Object id);

	Object synchronizedIfPositive(int id);

	Object synchronizedUnless(Object id);

	Object synchronizedInTwoCaches(Object id);

	Object synchronizedAndEvicting(Object id);

	Object ifPositive(int id);

	/**
	 * Returns its argument.
	 */
	int unlessNegative(int id);

	Object byName(Object id, Object ignored);

	Object byIndex(Object ignored, Object id);

	Object byArgument(Object ignored, Object id);

	Object byProperty(Subjects.Person person);

	Object byNestedProperty(Subjects.Person person);

	Object byConstant(Object ignored);

	Object byMethodName(Object ignored);

	Object byMethod(Object ignored);

	Object byTarget(Object ignored);

	Object byTargetClass(Object ignored);

	Object byCaches(Object ignored);

	Object byBean(Object id);

	Object byNothing(Object id);

	Object byUnknownVariable(Object id);

	Object byUnknownProperty(Object id);

	Object byGenerator(Object id);

	Object byUnknownGenerator(Object id);

	Object inOtherManager(Object id);

	Object inUnknownManager(Object id);

	Object inUnknownCache(Object id);

	Object inResolvedCache(Object id);

	Object inUnknownResolver(Object id);

	Object inTwoCaches(Object id);

	Object put(Object id);

	Object putIfPositive(int id);

	/**
	 * Returns its argument.
	 */
	int putUnlessNegative(int id);

	/**
	 * Returns its argument.
	 */
	Object putUnderResult(Object id);

	Object putInTwoCaches(Object id);

	Object failingPut(Object id);

	void evict(Object id);

	void evictByName(Object ignored, Object id);

	void evictIfPositive(int id);

	void evictEarlyAndFail(Object id);

	void failBeforeEvicting(Object id);

	void evictAll(Object ignored);

	void evictAllEarlyAndFail(Object ignored);

	void evictFromTwoCaches(Object id);

	Object cacheAndEvict(Object id);

	Object cacheAndPut(Object id);

	Object cacheAndPutIfPositive(int id);

	Object putAndEvict(Object id);

	Object cacheTwice(Object id);

	void evictTwice(Object first, Object second);

	Object composed(Object id);

	Object viaThis(Object id);

}
