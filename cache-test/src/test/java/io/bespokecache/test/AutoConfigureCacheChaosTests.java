package io.bespokecache.test;

import io.bespokecache.shared.Shard;
import io.bespokecache.shared.SharedStore;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AutoConfigureCacheChaos}.
 */
class AutoConfigureCacheChaosTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner();

	@Test
	void aSpringBootTestHasChaos() throws Exception {
		Application test = new Application();
		new TestContextManager(Application.class).prepareTestInstance(test);
		assertThat(test.store).isInstanceOf(ChaosSharedStore.class);
		test.chaos.requests(Operation.READ).next(1).fail();
		OperationCalls calls = new OperationCalls(test.store, new Shard("prices", 1));
		assertThat(calls.call(Operation.READ)).isCompletedExceptionally();
		assertThat(calls.call(Operation.READ)).isCompleted();
	}

	@Test
	void faultsEndAfterEachTest() throws Exception {
		Application test = new Application();
		TestContextManager manager = new TestContextManager(Application.class);
		manager.prepareTestInstance(test);
		OperationCalls calls = new OperationCalls(test.store, new Shard("prices", 1));
		test.chaos.requests(Operation.READ).fail();
		assertThat(calls.call(Operation.READ)).isCompletedExceptionally();
		manager.afterTestMethod(test, Application.class.getDeclaredMethod("test"), null);
		assertThat(calls.call(Operation.READ)).isCompleted();
	}

	@Test
	void withoutTheAnnotationNothingIsWrapped() {
		this.contexts.withUserConfiguration(Engine.class)
			.run((context) -> assertThat(context).doesNotHaveBean(Chaos.class)
				.getBean(SharedStore.class)
				.isInstanceOf(ScriptedStore.class));
	}

	@Test
	void aConfigurationCanHaveChaos() {
		this.contexts.withUserConfiguration(Engine.class, ChaoticConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(Chaos.class)
				.getBean(SharedStore.class)
				.isInstanceOf(ChaosSharedStore.class));
	}

	@Test
	void aStoreThatIsWrappedAlreadyIsLeftAlone() {
		this.contexts.withUserConfiguration(ChaoticConfiguration.class)
			.withBean(SharedStore.class, () -> new ChaosSharedStore(new ScriptedStore(), new Chaos()))
			.run((context) -> {
				context.getBean(Chaos.class).requests().fail();
				SharedStore store = context.getBean(SharedStore.class);
				assertThat(store.barrier()).isCompleted();
			});
	}

	@Test
	void theEngineIsClosedOnceAndWhatHangsEnds() {
		this.contexts.withUserConfiguration(Engine.class, ChaoticConfiguration.class).run((context) -> {
			SharedStore store = context.getBean(SharedStore.class);
			context.getBean(Chaos.class).requests().hang();
			var hanging = new OperationCalls(store, new Shard("prices", 1)).call(Operation.READ);
			assertThat(hanging).isNotDone();
			ScriptedStore engine = context.getBean(Engine.class).engine;
			context.close();
			assertThat(hanging).isCompletedExceptionally();
			assertThat(engine.closed).isEqualTo(1);
		});
	}

	@SpringBootTest(classes = Engine.class)
	@AutoConfigureCacheChaos
	static class Application {

		@Autowired
		@SuppressWarnings("NullAway.Init")
		SharedStore store;

		@Autowired
		@SuppressWarnings("NullAway.Init")
		Chaos chaos;

		void test() {
			// named only
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Engine {

		final ScriptedStore engine = new ScriptedStore();

		@Bean
		ScriptedStore sharedStore() {
			return this.engine;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigureCacheChaos
	static class ChaoticConfiguration {

	}

}
