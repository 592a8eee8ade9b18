package io.bespokecache.spring;

import java.util.Objects;

import io.bespokecache.workload.InvalidWorkloadException;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells whether Spring's transactions are on the class path. Can be used if they are not.
 */
final class TransactionSupport {

	/** Name of the property that needs them, without the path that leads to it. */
	static final String PROPERTY = "transaction-aware";

	private static final boolean PRESENT = isPresent();

	private TransactionSupport() {
	}

	/**
	 * Asks for a class by itself rather than by its name: a native image finds it without
	 * a hint.
	 */
	private static boolean isPresent() {
		try {
			Objects.requireNonNull(TransactionSynchronizationManager.class);
			return true;
		}
		catch (NoClassDefFoundError ex) {
			return false;
		}
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
