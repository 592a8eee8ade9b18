package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.SameDefinition;
import io.bespokecache.spring.interceptor.MethodPlan.ResultKind;
import org.junit.jupiter.api.Test;

import org.springframework.cache.interceptor.CacheableOperation;

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
	void whoeverComesFirstHasThePlanThatAllUse() throws NoSuchMethodException {
		Method method = String.class.getMethod("length");
		MethodPlan first = this.plans.add(method, String.class, plan(method));
		assertThat(this.plans.add(method, String.class, plan(method))).isSameAs(first);
		assertThat(this.plans.find(method, String.class)).isSameAs(first);
	}

	@Test
	void aPlanIsForOneClassOfTargets() throws NoSuchMethodException {
		Method method = CharSequence.class.getMethod("length");
		this.plans.add(method, String.class, MethodPlan.STOCK);
		assertThat(this.plans.find(method, StringBuilder.class)).isNull();
	}

	private static MethodPlan plan(Method method) {
		CacheableOperation.Builder operation = new CacheableOperation.Builder();
		operation.setCacheName("one");
		return new MethodPlan(SameDefinition.of(Strategy.CONCURRENT).newCache("one"), null, operation.build(), method,
				String.class, ResultKind.VALUE);
	}

}
