package io.bespokecache.map;

import java.util.Collections;

import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guava's suite runs, and runs whole: a runner that does not discover it, or a feature
 * that leaves tests out, fails the build.
 */
@EveryMap
class GuavaMapSuiteExtentTests {

	private static final int TESTS = 1_000;

	private final MapUnderTest subject;

	GuavaMapSuiteExtentTests(MapUnderTest subject) {
		this.subject = subject;
	}

	@Test
	void everyTestOfTheSuiteRunsAndPasses() {
		TestSuite suite = GuavaMapSuiteTests.suiteOf(this.subject);
		TestResult result = new TestResult();
		suite.run(result);
		assertThat(Collections.list(result.failures())).isEmpty();
		assertThat(Collections.list(result.errors())).isEmpty();
		assertThat(result.runCount()).isEqualTo(suite.countTestCases()).isGreaterThan(TESTS);
	}

}
