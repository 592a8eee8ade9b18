package io.bespokecache.autoconfigure;

import io.bespokecache.spring.actuate.BespokeCachesEndpoint;
import io.bespokecache.spring.actuate.BespokeCachesInfoContributor.CacheInfo;
import io.bespokecache.spring.actuate.ProblemDescriptor;
import io.bespokecache.spring.actuate.SecondLevelDescriptor;
import io.bespokecache.spring.actuate.SecondLevelDescriptor.FlushesDescriptor;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a native image can write as JSON what is answered, also where no signature
 * of an operation tells of it.
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
	void whatACacheSharesCanBeWritten() throws Exception {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, BespokeCachesEndpoint.class);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(SecondLevelDescriptor.class.getDeclaredMethod("engine"))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(FlushesDescriptor.class.getDeclaredMethod("gap"))).accepts(this.hints);
	}

	@Test
	void theInfoOfACacheCanBeWritten() throws Exception {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, BespokeCacheInfoAutoConfiguration.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CacheInfo.class.getDeclaredMethod("reason")))
			.accepts(this.hints);
	}

}
