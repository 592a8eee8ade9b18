package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PlanTable}.
 */
class PlanTableTests {

	private final PlanTable plans = new PlanTable();

	@Test
	void everyMethodIsFoundInATableThatHasGrown() {
		Method[] methods = String.class.getMethods();
		for (Method method : methods) {
			assertThat(this.plans.find(method, String.class)).isNull();
			this.plans.add(method, String.class, MethodPlan.STOCK);
		}
		assertThat(methods).hasSizeGreaterThan(64)
			.allSatisfy((method) -> assertThat(this.plans.find(method, String.class)).isSameAs(MethodPlan.STOCK));
	}

	@Test
	void aMethodThatIsAnotherObjectEachTimeIsFound() throws NoSuchMethodException {
		Method method = String.class.getMethod("length");
		this.plans.add(method, String.class, MethodPlan.STOCK);
		Method copy = String.class.getMethod("length");
		assertThat(copy).isNotSameAs(method);
		assertThat(this.plans.find(copy, String.class)).isSameAs(MethodPlan.STOCK);
	}

	@Test
	void aPlanIsForOneClassOfTargets() throws NoSuchMethodException {
		Method method = CharSequence.class.getMethod("length");
		this.plans.add(method, String.class, MethodPlan.STOCK);
		assertThat(this.plans.find(method, StringBuilder.class)).isNull();
	}

}
