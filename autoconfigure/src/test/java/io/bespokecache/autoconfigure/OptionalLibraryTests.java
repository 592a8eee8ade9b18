package io.bespokecache.autoconfigure;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OptionalLibrary}.
 */
class OptionalLibraryTests {

	@ParameterizedTest
	@EnumSource
	void aLibraryOnTheClassPathIsPresent(OptionalLibrary library) {
		assertThat(library.isPresent(new DefaultListableBeanFactory())).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void theClassLoaderOfTheApplicationDecidesNotThatOfTheThread(OptionalLibrary library) throws IOException {
		Thread thread = Thread.currentThread();
		ClassLoader classLoader = thread.getContextClassLoader();
		DefaultListableBeanFactory present = new DefaultListableBeanFactory();
		DefaultListableBeanFactory absent = new DefaultListableBeanFactory();
		try (FilteredClassLoader filtered = new FilteredClassLoader("org.springframework.transaction",
				"io.micrometer.context", "tools.jackson", "org.springframework.boot.data.redis")) {
			absent.setBeanClassLoader(filtered);
			assertThat(library.isPresent(absent)).isFalse();
			thread.setContextClassLoader(filtered);
			assertThat(library.isPresent(present)).isTrue();
		}
		finally {
			thread.setContextClassLoader(classLoader);
		}
	}

	/**
	 * Without its hint a native image would take a library that is there for missing.
	 */
	@Test
	void aNativeImageFindsEachOfThem() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(OptionalLibrary.Hints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(hints, getClass().getClassLoader()));
		Set<String> types = hints.reflection()
			.typeHints()
			.map(TypeHint::getType)
			.map(TypeReference::getSimpleName)
			.collect(Collectors.toSet());
		assertThat(types).containsExactlyInAnyOrder("TransactionSynchronizationManager", "ContextSnapshotFactory",
				"JsonMapper", "DataRedisConnectionDetails");
	}

}
