package io.bespokecache.map;

import java.util.Map;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import junit.framework.Test;
import junit.framework.TestSuite;

/**
 * Guava's suite for concurrent maps over every strategy, with no test suppressed.
 */
public final class GuavaMapSuiteTests {

	private GuavaMapSuiteTests() {
	}

	/**
	 * Where a runner of JUnit 3 suites begins.
	 * @return the suites of all maps
	 */
	public static Test suite() {
		TestSuite suite = new TestSuite("Guava's suite of concurrent maps");
		MapUnderTest.all().map(GuavaMapSuiteTests::suiteOf).forEach(suite::addTest);
		return suite;
	}

	static TestSuite suiteOf(MapUnderTest subject) {
		return ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
			@Override
			protected Map<String, String> create(Map.Entry<String, String>[] entries) {
				CacheMap<String, String> map = subject.create();
				for (Map.Entry<String, String> entry : entries) {
					map.put(entry.getKey(), entry.getValue());
				}
				return map;
			}
		})
			.named(subject.toString())
			.withFeatures(MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
			.createTestSuite();
	}

}
