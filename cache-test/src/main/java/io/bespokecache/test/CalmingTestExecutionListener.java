package io.bespokecache.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Ends all faults after each test method: the next one may share the application context.
 */
final class CalmingTestExecutionListener extends AbstractTestExecutionListener {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext().getBeanProvider(Chaos.class).forEach(Chaos::calm);
		}
	}

}
