package io.bespokecache.map;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import junit.framework.Test;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guava's suite for concurrent maps, with no test suppressed.
 * <p>
 * It is made of JUnit 3 suites. Each of their tests becomes a dynamic test, because the
 * vintage engine takes minutes for that many classes; a last test makes sure that all of
 * them ran, and that no feature left many out.
 */
@EveryMap
class GuavaMapSuiteTests {

	private static final int FEWEST_TESTS = 900;

	private final MapUnderTest subject;

	private final AtomicInteger ran = new AtomicInteger();

	GuavaMapSuiteTests(MapUnderTest subject) {
		this.subject = subject;
	}

	@TestFactory
	Stream<DynamicTest> everyTestOfTheSuitePasses() {
		TestSuite suite = suite();
		DynamicTest whole = DynamicTest.dynamicTest("the suite ran whole",
				() -> assertThat(this.ran).hasValue(suite.countTestCases()).hasValueGreaterThan(FEWEST_TESTS));
		return Stream.concat(testsOf(suite), Stream.of(whole));
	}

	private Stream<DynamicTest> testsOf(Test test) {
		if (test instanceof TestSuite suite) {
			return Collections.list(suite.tests()).stream().flatMap(this::testsOf);
		}
		return Stream.of(DynamicTest.dynamicTest(test.toString(), () -> run(test)));
	}

	private void run(Test test) {
		TestResult result = new TestResult();
		test.run(result);
		assertThat(Collections.list(result.failures())).extracting(TestFailure::trace).isEmpty();
		assertThat(Collections.list(result.errors())).extracting(TestFailure::trace).isEmpty();
		this.ran.addAndGet(result.runCount());
	}

	private TestSuite suite() {
		return ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
			@Override
			protected Map<String, String> create(Map.Entry<String, String>[] entries) {
				CacheMap<String, String> map = GuavaMapSuiteTests.this.subject.create();
				for (Map.Entry<String, String> entry : entries) {
					map.put(entry.getKey(), entry.getValue());
				}
				return map;
			}
		})
			.named(this.subject.toString())
			.withFeatures(MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
			.createTestSuite();
	}

}
