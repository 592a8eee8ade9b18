package io.bespokecache.autoconfigure;

import io.bespokecache.spring.actuate.BespokeCachesInfoContributor.CacheInfo;
import io.bespokecache.spring.actuate.ProblemDescriptor;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a native image can write as JSON what no signature of an operation tells of.
 */
class EndpointHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@Test
	void aProblemCanBeWritten() throws Exception {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints,
				BespokeCachesEndpointAutoConfiguration.class);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ProblemDescriptor.class.getDeclaredMethod("remedy"))).accepts(this.hints);
	}

	@Test
	void theInfoOfACacheCanBeWritten() throws Exception {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, BespokeCacheInfoAutoConfiguration.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CacheInfo.class.getDeclaredMethod("reason")))
			.accepts(this.hints);
	}

}
