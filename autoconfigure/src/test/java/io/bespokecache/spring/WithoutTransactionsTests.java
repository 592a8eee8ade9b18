package io.bespokecache.spring;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * A class path without spring-tx.
 */
class WithoutTransactionsTests {

	@Test
	void cachesWorkThatAreNotToBeTransactionAware() throws Exception {
		assertThat(callWithoutTransactions(PlainCache.class)).isEqualTo("Ulm");
	}

	@Test
	void aTransactionAwareCacheIsRefusedNamingThePropertyItsValueAndTheRemedy() {
		assertThatIllegalArgumentException().isThrownBy(() -> callWithoutTransactions(TransactionAwareCache.class))
			.withMessage("test.transaction-aware (true) needs spring-tx, which is not on the class path. Add a "
					+ "starter that brings it, for example spring-boot-starter-jdbc, or remove 'transaction-aware'.");
	}

	/**
	 * Calls an instance of the class as another class loader makes it.
	 */
	private static Object callWithoutTransactions(Class<? extends Callable<?>> type) throws Exception {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			if (!new File(entry).getName().startsWith("spring-tx-")) {
				urls.add(new File(entry).toURI().toURL());
			}
		}
		try (URLClassLoader classes = new URLClassLoader(urls.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			assertThat(classes.getResource("org/springframework/transaction/TransactionManager.class")).isNull();
			return ((Callable<?>) classes.loadClass(type.getName()).getDeclaredConstructor().newInstance()).call();
		}
	}

	/** Public, because another class loader's classes are of another package. */
	public static final class PlainCache implements Callable<Object> {

		@Override
		public Object call() {
			BespokeCache cache = SameDefinition.of(Strategy.CONCURRENT).newCache("cities");
			cache.put(1, "Ulm");
			cache.evict(2);
			return String.valueOf(cache.get(1, () -> "Bonn")) + (cache.isDeferringWrites() ? "?" : "");
		}

	}

	/** Makes a cache. */
	public static final class TransactionAwareCache implements Callable<Object> {

		@Override
		public Object call() {
			return TransactionAware.of(Strategy.CONCURRENT).newCache("cities");
		}

	}

}
