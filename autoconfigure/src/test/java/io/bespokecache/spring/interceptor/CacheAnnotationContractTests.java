package io.bespokecache.spring.interceptor;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.Configurations;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.expression.spel.SpelEvaluationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the caching annotations promise, through a proxy of the interface and through one
 * of the class.
 */
@ParameterizedClass
@ValueSource(strings = { "byInterface", "byClass" })
class CacheAnnotationContractTests {

	private static final AnnotationConfigApplicationContext context = start();

	@Parameter
	private String beanName = "";

	private Desk desk = new AnnotatedDesk();

	private int callsBefore;

	private static AnnotationConfigApplicationContext start() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Application.class);
		context.register(Configurations.getClasses(
				AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class)));
		context.registerBeanDefinition("byInterface", new RootBeanDefinition(AnnotatedDesk.class));
		RootBeanDefinition byClass = new RootBeanDefinition(AnnotatedDesk.class);
		byClass.setAttribute(AutoProxyUtils.PRESERVE_TARGET_CLASS_ATTRIBUTE, true);
		context.registerBeanDefinition("byClass", byClass);
		context.refresh();
		return context;
	}

	@AfterAll
	static void close() {
		context.close();
	}

	@BeforeEach
	void clear() {
		for (String name : List.of("cacheManager", "otherCacheManager")) {
			CacheManager cacheManager = context.getBean(name, CacheManager.class);
			cacheManager.getCacheNames()
				.forEach((cache) -> Objects.requireNonNull(cacheManager.getCache(cache)).clear());
		}
		this.desk = context.getBean(this.beanName, Desk.class);
		this.callsBefore = this.desk.calls();
	}

	@Test
	void theProxyIsOfTheKindThatIsTested() {
		assertThat(AopUtils.isCglibProxy(this.desk)).isEqualTo(this.beanName.equals("byClass"));
		assertThat(AopUtils.isJdkDynamicProxy(this.desk)).isEqualTo(this.beanName.equals("byInterface"));
	}

	@Test
	void aValueIsComputedOnceAKey() {
		Object a = this.desk.plain("a");
		assertThat(this.desk.plain("a")).isSameAs(a);
		assertThat(this.desk.plain("b")).isNotSameAs(a);
		assertThatMethodsRan(2);
		assertThatCached("one", "a").isSameAs(a);
	}

	@Test
	void aCallBehindTheProxyIsNotCached() {
		assertThat(this.desk.viaThis("a")).isNotSameAs(this.desk.viaThis("a"));
		assertThatNothingIsCached("one", "a");
	}

	@Test
	void aMethodWithoutArgumentsHasTheEmptyKey() {
		Object value = this.desk.withoutArguments();
		assertThat(this.desk.withoutArguments()).isSameAs(value);
		assertThatCached("one", SimpleKey.EMPTY).isSameAs(value);
	}

	@Test
	void severalArgumentsMakeOneKeyInTheirOrder() {
		Object value = this.desk.ofTwo("a", null);
		assertThat(this.desk.ofTwo("a", null)).isSameAs(value);
		assertThat(this.desk.ofTwo(null, "a")).isNotSameAs(value);
		assertThatCached("one", new SimpleKey("a", null)).isSameAs(value);
	}

	@Test
	void aNullArgumentIsAKey() {
		Object value = this.desk.plain(null);
		assertThat(this.desk.plain(null)).isSameAs(value);
		assertThatCached("one", new SimpleKey((Object) null)).isSameAs(value);
	}

	@Test
	void arraysWithEqualElementsAreTheSameKey() {
		Object value = this.desk.plain(new int[] { 1, 2 });
		assertThat(this.desk.plain(new int[] { 1, 2 })).isSameAs(value);
		assertThat(this.desk.plain(new int[] { 2, 1 })).isNotSameAs(value);
	}

	@Test
	void variableArgumentsAreKeysAsIfTheyWereDeclared() {
		Object two = this.desk.ofMany("a", "b");
		assertThat(this.desk.ofMany("a", "b")).isSameAs(two);
		assertThatCached("one", new SimpleKey("a", "b")).isSameAs(two);
		Object one = this.desk.ofMany("a");
		assertThatCached("one", "a").isSameAs(one);
	}

	@Test
	void methodsOfOneCacheShareItsKeys() {
		Object value = this.desk.plain("a");
		assertThat(this.desk.synchronizedValue("a")).isSameAs(value);
	}

	@Test
	void aNullIsCached() {
		assertThat(this.desk.nothing("a")).isNull();
		assertThat(this.desk.nothing("a")).isNull();
		assertThat(this.desk.synchronizedNothing("a")).isNull();
		assertThatMethodsRan(1);
		assertThatCached("one", "a").isNull();
	}

	@Test
	void anOptionalIsCachedByItsContent() {
		Object content = this.desk.perhaps("a").orElseThrow();
		assertThat(this.desk.perhaps("a")).containsSame(content);
		assertThat(this.desk.plain("a")).isSameAs(content);
		assertThat(this.desk.never("b")).isEmpty();
		assertThat(this.desk.never("b")).isEmpty();
		assertThatCached("one", "b").isNull();
		assertThatMethodsRan(2);
	}

	@Test
	void anExceptionReachesTheCallerUnchangedAndIsNotCached() {
		for (int call = 0; call < 2; call++) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.desk.checkedFailure("a"))
				.isSameAs(this.desk.checked());
			assertThatIllegalStateException().isThrownBy(() -> this.desk.uncheckedFailure("a"))
				.isSameAs(this.desk.unchecked());
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.desk.synchronizedCheckedFailure("a"))
				.isSameAs(this.desk.checked());
			assertThatIllegalStateException().isThrownBy(() -> this.desk.synchronizedUncheckedFailure("a"))
				.isSameAs(this.desk.unchecked());
		}
		assertThatMethodsRan(8);
		assertThatNothingIsCached("one", "a");
	}

	@Test
	void aSynchronizedMethodHeedsItsCondition() {
		assertThat(this.desk.synchronizedIfPositive(-1)).isNotSameAs(this.desk.synchronizedIfPositive(-1));
		assertThat(this.desk.synchronizedIfPositive(1)).isSameAs(this.desk.synchronizedIfPositive(1));
	}

	@Test
	void aSynchronizedMethodIsRefusedWhatItCannotKeep() {
		assertThatIllegalStateException().isThrownBy(() -> this.desk.synchronizedUnless("a"))
			.withMessageContaining("unless");
		assertThatIllegalStateException().isThrownBy(() -> this.desk.synchronizedInTwoCaches("a"))
			.withMessageContaining("single cache");
		assertThatIllegalStateException().isThrownBy(() -> this.desk.synchronizedAndEvicting("a"))
			.withMessageContaining("other cache operations");
		assertThatMethodsRan(0);
	}

	@Test
	void aConditionThatFailsNeitherLooksNorStores() {
		cache("one").put(-1, "found");
		assertThat(this.desk.ifPositive(-1)).isNotEqualTo("found");
		assertThatCached("one", -1).isEqualTo("found");
		assertThat(this.desk.ifPositive(1)).isSameAs(this.desk.ifPositive(1));
		assertThatMethodsRan(2);
	}

	@Test
	void unlessLooksAtTheResultAndOnlyKeepsItFromBeingStored() {
		assertThat(this.desk.unlessNegative(1)).isEqualTo(1);
		assertThat(this.desk.unlessNegative(1)).isEqualTo(1);
		assertThat(this.desk.unlessNegative(-1)).isEqualTo(-1);
		assertThat(this.desk.unlessNegative(-1)).isEqualTo(-1);
		assertThatMethodsRan(3);
		cache("one").put(-1, -2);
		assertThat(this.desk.unlessNegative(-1)).isEqualTo(-2);
	}

	@Test
	void aNullThatStandsForAPrimitiveIsRefused() {
		cache("one").put(1, null);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.desk.unlessNegative(1));
		assertThatMethodsRan(0);
	}

	@Test
	void aKeyIsTakenFromTheParameterThatItNames() {
		Object value = this.desk.byName("a", "x");
		assertThat(this.desk.byName("a", "y")).isSameAs(value);
		assertThat(this.desk.byIndex("x", "a")).isSameAs(value);
		assertThat(this.desk.byArgument("x", "a")).isSameAs(value);
		assertThatMethodsRan(1);
		assertThatCached("one", "a").isSameAs(value);
	}

	@Test
	void aKeyIsTakenFromAProperty() {
		Object value = this.desk.byProperty(Subjects.person(1, "Ada", "London"));
		assertThat(this.desk.byProperty(Subjects.person(1, "Bob", "Paris"))).isSameAs(value);
		assertThatCached("one", 1L).isSameAs(value);
		Object nested = this.desk.byNestedProperty(Subjects.person(1, "Ada", "London"));
		assertThat(this.desk.byNestedProperty(Subjects.person(2, "Bob", "London"))).isSameAs(nested);
		assertThatCached("one", "London").isSameAs(nested);
	}

	@Test
	void aPropertyOfNothingIsRefused() {
		assertThatExceptionOfType(SpelEvaluationException.class)
			.isThrownBy(() -> this.desk.byNestedProperty(Subjects.admin(1, "Ada")));
		assertThatMethodsRan(0);
	}

	@Test
	void aKeyMayBeTheSameForAllCalls() {
		assertThat(this.desk.byConstant("a")).isSameAs(this.desk.byConstant("b"));
		assertThatMethodsRan(1);
	}

	@Test
	void aKeyMayBeTakenFromTheInvocation() {
		assertThatCached("one", "byMethodName", this.desk.byMethodName("a"));
		assertThatCached("one", "byMethod", this.desk.byMethod("a"));
		assertThatCached("one", Objects.requireNonNull(AopProxyUtils.getSingletonTarget(this.desk)),
				this.desk.byTarget("a"));
		assertThatCached("one", AnnotatedDesk.class, this.desk.byTargetClass("a"));
		assertThatCached("two", List.of("one", "two"), this.desk.byCaches("a"));
		assertThatCached("one", "label a", this.desk.byBean("a"));
	}

	@Test
	void aKeyThatIsNullIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.desk.byNothing("a"))
			.withMessageContaining("Null key");
		assertThatIllegalArgumentException().isThrownBy(() -> this.desk.byUnknownVariable("a"))
			.withMessageContaining("Null key");
		assertThatMethodsRan(0);
	}

	@Test
	void aKeyThatCannotBeEvaluatedIsRefused() {
		assertThatExceptionOfType(SpelEvaluationException.class).isThrownBy(() -> this.desk.byUnknownProperty("a"));
		assertThatMethodsRan(0);
	}

	@Test
	void aKeyGeneratorIsFoundByName() {
		assertThatCached("one", "byGenerator(a)", this.desk.byGenerator("a"));
	}

	@Test
	void aCacheManagerIsFoundByName() {
		Object value = this.desk.inOtherManager("a");
		assertThat(this.desk.inOtherManager("a")).isSameAs(value);
		assertThatNothingIsCached("one", "a");
		assertThatMethodsRan(1);
	}

	@Test
	void aCacheResolverIsFoundByName() {
		Object value = this.desk.inResolvedCache("a");
		assertThat(this.desk.inResolvedCache("a")).isSameAs(value);
		assertThatCached("resolved-a", "a").isSameAs(value);
	}

	@Test
	void aBeanThatDoesNotExistIsRefused() {
		assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
			.isThrownBy(() -> this.desk.byUnknownGenerator("a"));
		assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
			.isThrownBy(() -> this.desk.inUnknownManager("a"));
		assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
			.isThrownBy(() -> this.desk.inUnknownResolver("a"));
		assertThatMethodsRan(0);
	}

	@Test
	void aCacheThatItsManagerDoesNotHaveIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.desk.inUnknownCache("a"))
			.withMessageContaining("unknown");
		assertThatMethodsRan(0);
	}

	@Test
	void aValueIsStoredInEveryCacheOfTheOperation() {
		Object value = this.desk.inTwoCaches("a");
		assertThatCached("one", "a").isSameAs(value);
		assertThatCached("two", "a").isSameAs(value);
	}

	@Test
	void theFirstCacheThatHasAValueAnswers() {
		cache("two").put("a", "second");
		assertThat(this.desk.inTwoCaches("a")).isEqualTo("second");
		assertThatNothingIsCached("one", "a");
		cache("one").put("a", "first");
		assertThat(this.desk.inTwoCaches("a")).isEqualTo("first");
		assertThatMethodsRan(0);
	}

	@Test
	void aPutAlwaysCallsTheMethodAndStoresWhatItReturns() {
		Object first = this.desk.put("a");
		assertThatCached("one", "a").isSameAs(first);
		Object second = this.desk.put("a");
		assertThat(second).isNotSameAs(first);
		assertThat(this.desk.plain("a")).isSameAs(second);
	}

	@Test
	void aPutHeedsItsConditions() {
		this.desk.putIfPositive(-1);
		assertThatNothingIsCached("one", -1);
		assertThatCached("one", 1, this.desk.putIfPositive(1));
		this.desk.putUnlessNegative(-2);
		assertThatNothingIsCached("one", -2);
		assertThatCached("one", 2, this.desk.putUnlessNegative(2));
	}

	@Test
	void aPutMayTakeItsKeyFromTheResult() {
		assertThatCached("one", "a!", this.desk.putUnderResult("a"));
	}

	@Test
	void aPutStoresInEveryCache() {
		Object value = this.desk.putInTwoCaches("a");
		assertThatCached("one", "a").isSameAs(value);
		assertThatCached("two", "a").isSameAs(value);
	}

	@Test
	void aPutThatFailsLeavesWhatWasThere() {
		Object value = this.desk.plain("a");
		assertThatIllegalStateException().isThrownBy(() -> this.desk.failingPut("a")).isSameAs(this.desk.unchecked());
		assertThatCached("one", "a").isSameAs(value);
	}

	@Test
	void anEvictionDropsItsKeyOnly() {
		Object a = this.desk.plain("a");
		Object b = this.desk.plain("b");
		this.desk.evict("a");
		assertThat(this.desk.plain("a")).isNotSameAs(a);
		assertThat(this.desk.plain("b")).isSameAs(b);
		this.desk.evictByName("x", "b");
		assertThatNothingIsCached("one", "b");
	}

	@Test
	void anEvictionHeedsItsCondition() {
		cache("one").put(-1, "negative");
		cache("one").put(1, "positive");
		this.desk.evictIfPositive(-1);
		this.desk.evictIfPositive(1);
		assertThatCached("one", -1).isEqualTo("negative");
		assertThatNothingIsCached("one", 1);
	}

	@Test
	void anEarlyEvictionStandsThoughTheMethodFails() {
		this.desk.plain("a");
		Object b = this.desk.plain("b");
		assertThatIllegalStateException().isThrownBy(() -> this.desk.evictEarlyAndFail("a"));
		assertThatNothingIsCached("one", "a");
		assertThatCached("one", "b").isSameAs(b);
	}

	@Test
	void aLateEvictionDoesNotHappenIfTheMethodFails() {
		Object a = this.desk.plain("a");
		assertThatIllegalStateException().isThrownBy(() -> this.desk.failBeforeEvicting("a"));
		assertThatCached("one", "a").isSameAs(a);
	}

	@Test
	void allEntriesAreEvictedLateOrEarly() {
		this.desk.plain("a");
		this.desk.plain("b");
		this.desk.evictAll("x");
		assertThatNothingIsCached("one", "a");
		assertThatNothingIsCached("one", "b");
		this.desk.plain("a");
		assertThatIllegalStateException().isThrownBy(() -> this.desk.evictAllEarlyAndFail("x"));
		assertThatNothingIsCached("one", "a");
	}

	@Test
	void anEvictionDropsItsKeyFromEveryCache() {
		this.desk.inTwoCaches("a");
		this.desk.evictFromTwoCaches("a");
		assertThatNothingIsCached("one", "a");
		assertThatNothingIsCached("two", "a");
	}

	@Test
	void anEvictionBesideALookUpHappensOnAHitToo() {
		Object value = this.desk.cacheAndEvict("a");
		cache("two").put("a", "stale");
		assertThat(this.desk.cacheAndEvict("a")).isSameAs(value);
		assertThatNothingIsCached("two", "a");
		assertThatMethodsRan(1);
	}

	@Test
	void aPutBesideALookUpAlwaysCallsTheMethod() {
		Object first = this.desk.cacheAndPut("a");
		Object second = this.desk.cacheAndPut("a");
		assertThat(second).isNotSameAs(first);
		assertThatCached("one", "a").isSameAs(first);
		assertThatCached("two", "a").isSameAs(second);
	}

	@Test
	void aPutBesideALookUpWhoseConditionFailsDoesNotCallTheMethod() {
		Object value = this.desk.cacheAndPutIfPositive(-1);
		assertThat(this.desk.cacheAndPutIfPositive(-1)).isSameAs(value);
		assertThatNothingIsCached("two", -1);
		assertThat(this.desk.cacheAndPutIfPositive(1)).isNotSameAs(this.desk.cacheAndPutIfPositive(1));
	}

	@Test
	void aPutAndAnEvictionGoTogether() {
		cache("two").put("a", "stale");
		assertThatCached("one", "a", this.desk.putAndEvict("a"));
		assertThatNothingIsCached("two", "a");
	}

	@Test
	void severalLookUpsEachHaveTheirKey() {
		Object value = this.desk.cacheTwice("a");
		assertThatCached("one", "a").isSameAs(value);
		assertThatCached("two", "a!").isSameAs(value);
		cache("one").evict("a");
		assertThat(this.desk.cacheTwice("a")).isSameAs(value);
	}

	@Test
	void severalEvictionsEachHaveTheirKey() {
		cache("one").put("a", "1");
		cache("one").put("b", "2");
		cache("two").put("a", "3");
		cache("two").put("b", "4");
		this.desk.evictTwice("a", "b");
		assertThatNothingIsCached("one", "a");
		assertThatCached("one", "b").isEqualTo("2");
		assertThatCached("two", "a").isEqualTo("3");
		assertThatNothingIsCached("two", "b");
	}

	@Test
	void anAnnotationOfTheApplicationPassesItsAttributesOn() {
		assertThatCached("two", "a!", this.desk.composed("a"));
		assertThatNothingIsCached("one", "a!");
	}

	@Test
	void anAnnotationOfTheClassHoldsForAllItsMethodsButThoseWithTheirOwn() {
		Shelf shelf = context.getBean(Shelf.class);
		Object value = shelf.take("a");
		assertThat(shelf.take("a")).isSameAs(value);
		assertThatCached("shelf", "take(a)").isSameAs(value);
		assertThatCached("shelf", "replace(a)", shelf.replace("a"));
		assertThat(shelf.replace("a")).isNotSameAs(shelf.replace("a"));
	}

	private static Cache cache(String name) {
		return Objects.requireNonNull(context.getBean("cacheManager", CacheManager.class).getCache(name));
	}

	private void assertThatMethodsRan(int times) {
		assertThat(this.desk.calls() - this.callsBefore).as("calls of methods").isEqualTo(times);
	}

	private static ObjectAssert<@Nullable Object> assertThatCached(String cache, Object key) {
		Cache.ValueWrapper value = cache(cache).get(key);
		assertThat(value).as("value of '%s' in cache '%s'", key, cache).isNotNull();
		return assertThat((value != null) ? value.get() : null);
	}

	private static void assertThatCached(String cache, Object key, Object value) {
		assertThatCached(cache, key).isEqualTo(value);
	}

	private static void assertThatNothingIsCached(String cache, Object key) {
		assertThat(cache(cache).get(key)).as("value of '%s' in cache '%s'", key, cache).isNull();
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		KeyGenerator methodKeyGenerator() {
			return (target, method, arguments) -> method.getName() + "(" + arguments[0] + ")";
		}

		@Bean(autowireCandidate = false)
		CacheManager otherCacheManager() {
			return new ConcurrentMapCacheManager("one");
		}

		@Bean
		CacheResolver argumentCacheResolver(ObjectProvider<CacheManager> cacheManager) {
			return (invocation) -> List
				.of(Objects.requireNonNull(cacheManager.getObject().getCache("resolved-" + invocation.getArgs()[0])));
		}

		@Bean
		Label label() {
			return new Label();
		}

		@Bean
		Shelf shelf() {
			return new Shelf();
		}

	}

	/**
	 * A bean that an expression calls.
	 */
	public static final class Label {

		public String of(Object id) {
			return "label " + id;
		}

	}

	/**
	 * A class that is annotated as a whole.
	 */
	@Cacheable
	@CacheConfig(cacheNames = "shelf", keyGenerator = "methodKeyGenerator")
	static class Shelf {

		private final AtomicInteger calls = new AtomicInteger();

		public Object take(Object id) {
			return List.of(this.calls.incrementAndGet());
		}

		@CachePut
		public Object replace(Object id) {
			return List.of(this.calls.incrementAndGet());
		}

	}

}
