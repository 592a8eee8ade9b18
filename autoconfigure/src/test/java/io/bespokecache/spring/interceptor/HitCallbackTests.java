package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.spring.BespokeCache;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aop.AopInvocationException;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AdvisedSupport;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.aop.target.HotSwappableTargetSource;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cglib.proxy.Factory;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of hits that a proxy answers itself, and of calls that it leaves to Spring.
 */
class HitCallbackTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BespokeCacheAutoConfiguration.class, BespokeCachingAutoConfiguration.class))
		.withBean(Library.class);

	@Test
	void aHitDoesNotReachSpring() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			AtomicInteger toSpring = watch(library);
			assertThat(library.find("Emma")).isEqualTo("Emma 1");
			assertThat(toSpring).hasValue(1);
			assertThat(library.find("Emma")).isEqualTo("Emma 1");
			assertThat(library.find("Emma")).isEqualTo("Emma 1");
			assertThat(toSpring).hasValue(1);
		});
	}

	@Test
	void aCachedNullIsAHit() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			AtomicInteger toSpring = watch(library);
			cache(context).put("Emma", null);
			assertThat(library.find("Emma")).isNull();
			assertThat(toSpring).hasValue(0);
		});
	}

	@Test
	void everyLookUpIsCountedOnce() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			library.find("Emma");
			library.find("Emma");
			library.find("Emma");
			assertThat(cache(context).getStore().statistics())
				.extracting(CacheStatistics::hits, CacheStatistics::misses, CacheStatistics::loads)
				.containsExactly(2L, 1L, 1L);
		});
	}

	@Test
	void theKeyOfAMissIsMadeOnce() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			Reader reader = new Reader("Ada");
			assertThat(library.lendTo(reader)).isEqualTo("to Ada");
			assertThat(reader.asked).hasValue(1);
		});
	}

	@Test
	void aLookUpThatFailsIsCountedOnceAndItsMethodCalled() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			assertThat(library.describe(Subjects.FailingOnce.inHashCode("torn"))).isEqualTo("torn 1");
			assertThat(cache(context).getErrors()).isEqualTo(1);
			assertThat(library.describe(Subjects.FailingOnce.inEquals("torn"))).isEqualTo("torn 2");
			assertThat(cache(context).getErrors()).isEqualTo(2);
		});
	}

	@Test
	void adviceThatComesFirstSeesEveryHit() {
		Counting first = new Counting();
		this.runner
			.withBean("first", DefaultPointcutAdvisor.class, () -> first.advisor(Ordered.HIGHEST_PRECEDENCE),
					(definition) -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE))
			.run((context) -> {
				Library library = context.getBean(Library.class);
				AtomicInteger toSpring = watch(library);
				library.find("Emma");
				library.find("Emma");
				assertThat(first.calls).hasValue(2);
				assertThat(toSpring).hasValue(2);
			});
	}

	@Test
	void adviceThatIsAddedLaterSeesEveryHitUntilItIsRemoved() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			library.find("Emma");
			Counting later = new Counting();
			((Advised) library).addAdvice(0, later);
			library.find("Emma");
			assertThat(later.calls).hasValue(1);
			((Advised) library).removeAdvice(later);
			AtomicInteger toSpring = watch(library);
			assertThat(library.find("Emma")).isEqualTo("Emma 1");
			assertThat(toSpring).hasValue(0);
		});
	}

	/**
	 * The plan that follows from the old advice must not outlive the change.
	 */
	@Test
	void adviceThatIsAddedWhileAMethodIsPreparedSeesTheNextHit() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			AdvisedSupport advised = Objects.requireNonNull(HitCallbackInstaller.configuration((Factory) library));
			ChangingAdvice changing = new ChangingAdvice(advised);
			AtomicInteger toSpring = new AtomicInteger();
			HitCallback callback = HitCallback
				.of((proxy, method, arguments, methodProxy) -> "from Spring " + toSpring.incrementAndGet(), changing);
			assertThat(callback).isNotNull();
			changing.onChange = () -> callback.adviceChanged(changing);
			cache(context).put("Emma", "cached");
			((Factory) library).setCallback(0, callback);
			assertThat(library.find("Emma")).isEqualTo("cached");
			assertThat(library.find("Emma")).isEqualTo("from Spring 1");
		});
	}

	@Test
	void aMethodWithoutArgumentsIsAnsweredToo() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			AtomicInteger toSpring = watch(library);
			assertThat(library.motto()).isEqualTo("motto 1");
			assertThat(library.motto()).isEqualTo("motto 1");
			assertThat(toSpring).hasValue(1);
			assertThat(cache(context).getStore().statistics())
				.extracting(CacheStatistics::hits, CacheStatistics::misses)
				.containsExactly(1L, 1L);
		});
	}

	@Test
	void aLookUpThatNobodyTakesIsTakenBack() {
		Object[] arguments = { "Emma" };
		LookUp lookUp = new LookUp(arguments, "Emma", null);
		lookUp.handOver();
		lookUp.takeBack();
		assertThat(LookUp.take(arguments)).isNull();
	}

	@Test
	void theAdviceThatOnlyShowsTheInvocationMayComeFirst() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			((Advised) library).addAdvisor(0, ExposeInvocationInterceptor.ADVISOR);
			AtomicInteger toSpring = watch(library);
			library.find("Emma");
			library.find("Emma");
			assertThat(toSpring).hasValue(1);
		});
	}

	@Test
	void aTargetThatIsSwappedIsCalled() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			library.find("Emma");
			AtomicInteger toSpring = watch(library);
			((Advised) library).setTargetSource(new SingletonTargetSource(new Library()));
			library.find("Emma");
			assertThat(toSpring).hasValue(1);
		});
	}

	@Test
	void aProxyWhoseTargetMayChangeIsLeftToSpring() {
		AdvisedSupport advised = new AdvisedSupport();
		advised.setTargetSource(new HotSwappableTargetSource(new Library()));
		assertThat(HitCallback.of((proxy, method, arguments, methodProxy) -> null, advised)).isNull();
	}

	@Test
	void aNullForAPrimitiveIsRefusedAsBySpring() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			cache(context).put("Emma", null);
			assertThatExceptionOfType(AopInvocationException.class).isThrownBy(() -> library.pages("Emma"))
				.withMessageContaining("primitive return type");
		});
	}

	@Test
	void aBeanThatIsCachedNeverLeavesItsProxy() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			assertThat(library.branch("north")).isSameAs(library);
			AtomicInteger toSpring = watch(library);
			assertThat(library.branch("north")).isSameAs(library);
			assertThat(toSpring).hasValue(0);
		});
	}

	@Test
	void argumentsOfVariableArityAreLeftToSpring() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			AtomicInteger toSpring = watch(library);
			assertThat(library.shelf("a", "b")).isEqualTo("2 books 1");
			assertThat(library.shelf("a", "b")).isEqualTo("2 books 1");
			assertThat(toSpring).hasValue(2);
		});
	}

	@Test
	void methodsThatAreNotCachedAreLeftToSpring() {
		run((context) -> {
			Library library = context.getBean(Library.class);
			assertThat(library.opened()).isEqualTo("opened 1");
			assertThat(library.opened()).isEqualTo("opened 2");
		});
	}

	@Test
	void aBeanThatIsNeededBeforeItIsFinishedAnswersHitsItself() {
		this.runner.withAllowCircularReferences(true).withBean(Branch.class).withBean(Office.class).run((context) -> {
			Branch branch = context.getBean(Branch.class);
			assertThat(((Factory) branch).getCallback(0)).isInstanceOf(HitCallback.class);
		});
	}

	@Test
	void aLookUpIsForOneCallAlone() {
		Object[] arguments = { "Emma" };
		new LookUp(arguments, "Emma", null).handOver();
		assertThat(LookUp.take(new Object[] { "Emma" })).isNull();
		assertThat(LookUp.take(arguments)).as("dropped by the call in between").isNull();
		new LookUp(arguments, "Emma", null).handOver();
		assertThat(LookUp.take(arguments)).isNotNull();
		assertThat(LookUp.take(arguments)).isNull();
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		this.runner.run(test);
	}

	private static BespokeCache cache(AssertableApplicationContext context) {
		BespokeCache cache = (BespokeCache) context.getBean(CacheManager.class).getCache("books");
		assertThat(cache).isNotNull();
		return cache;
	}

	/**
	 * Counts the calls that a proxy leaves to Spring.
	 */
	private static AtomicInteger watch(Library library) {
		Factory proxy = (Factory) library;
		assertThat(proxy.getCallback(0)).isInstanceOf(HitCallback.class);
		org.springframework.cglib.proxy.MethodInterceptor installed = (HitCallback) proxy.getCallback(0);
		AdvisedSupport advised = Objects.requireNonNull(HitCallbackInstaller.configuration(proxy));
		AtomicInteger count = new AtomicInteger();
		proxy.setCallback(0, HitCallback.of((self, method, arguments, methodProxy) -> {
			count.incrementAndGet();
			return installed.intercept(self, method, arguments, methodProxy);
		}, advised));
		return count;
	}

	/**
	 * A bean whose methods tell how often they were called.
	 */
	static class Library {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("books")
		public @Nullable String find(String title) {
			return title + " " + this.calls.incrementAndGet();
		}

		@Cacheable(cacheNames = "lent", key = "#reader.name")
		public String lendTo(Reader reader) {
			return "to " + reader.name;
		}

		@Cacheable("books")
		public String describe(Object book) {
			return book + " " + this.calls.incrementAndGet();
		}

		@Cacheable("books")
		public int pages(String title) {
			return title.length();
		}

		@Cacheable("branches")
		public Library branch(String name) {
			return this;
		}

		@Cacheable("shelves")
		public String shelf(String... titles) {
			return titles.length + " books " + this.calls.incrementAndGet();
		}

		@Cacheable("books")
		public String motto() {
			return "motto " + this.calls.incrementAndGet();
		}

		public String opened() {
			return "opened " + this.calls.incrementAndGet();
		}

	}

	/**
	 * A key with a property that counts its readers.
	 */
	public static final class Reader {

		private final AtomicInteger asked = new AtomicInteger();

		private final String name;

		Reader(String name) {
			this.name = name;
		}

		public String getName() {
			this.asked.incrementAndGet();
			return this.name;
		}

	}

	static class Branch {

		@Autowired
		@Nullable Office office;

		@Cacheable("books")
		public String find(String title) {
			return title;
		}

	}

	static class Office {

		@Autowired
		@Nullable Branch branch;

	}

	/**
	 * A configuration whose advice changes each time that it has been looked at.
	 */
	private static final class ChangingAdvice extends AdvisedSupport {

		private static final long serialVersionUID = 1L;

		private final transient AdvisedSupport before;

		private transient Runnable onChange = () -> {
		};

		private boolean changed;

		ChangingAdvice(AdvisedSupport before) {
			this.before = before;
			setTargetSource(before.getTargetSource());
		}

		@Override
		public List<Object> getInterceptorsAndDynamicInterceptionAdvice(Method method, @Nullable Class<?> targetClass) {
			if (this.changed) {
				return List.of(new Counting());
			}
			this.changed = true;
			List<Object> chain = this.before.getInterceptorsAndDynamicInterceptionAdvice(method, targetClass);
			this.onChange.run();
			return chain;
		}

	}

	/**
	 * Advice that counts the calls that it sees.
	 */
	private static final class Counting implements MethodInterceptor {

		private final AtomicInteger calls = new AtomicInteger();

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			this.calls.incrementAndGet();
			return invocation.proceed();
		}

		DefaultPointcutAdvisor advisor(int order) {
			DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(new StaticMethodMatcherPointcut() {

				@Override
				public boolean matches(Method method, Class<?> targetClass) {
					return targetClass == Library.class;
				}

			}, this);
			advisor.setOrder(order);
			return advisor;
		}

	}

}
