package io.bespokecache.spring.interceptor;

import org.jspecify.annotations.Nullable;

/**
 * Direct access to one property of the objects of one class.
 */
@FunctionalInterface
interface PropertyGetter {

	/**
	 * Answers nothing, and so leaves the property to Spring.
	 */
	PropertyGetter NONE = (receiver) -> null;

	/**
	 * Reads the property.
	 * @param receiver an object of the class that this getter was made for
	 * @return the value, boxed if it is a primitive
	 * @throws Throwable what a getter method throws
	 */
	@Nullable Object get(Object receiver) throws Throwable;

}
