package io.bespokecache.spring;

import io.bespokecache.workload.InvalidWorkloadException;

import org.springframework.util.ClassUtils;

/**
 * Tells whether Spring's transactions are on the class path. Knows none of their classes.
 */
final class TransactionSupport {

	/** Name of the property that needs them, without the path that leads to it. */
	static final String PROPERTY = "transaction-aware";

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			TransactionSupport.class.getClassLoader());

	private TransactionSupport() {
	}

	/**
	 * Refuses a cache that is to take part in transactions if there are none.
	 * @param property name of the property that asks for it
	 * @throws InvalidWorkloadException if spring-tx is not on the class path
	 */
	static void require(String property) {
		if (!PRESENT) {
			throw new InvalidWorkloadException(property, true, "needs spring-tx, which is not on the class path",
					"Add a starter that brings it, for example spring-boot-starter-jdbc, or remove '" + PROPERTY
							+ "'.");
		}
	}

}
