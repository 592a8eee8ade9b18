package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

import io.bespokecache.autoconfigure.BespokeCacheProperties.RefreshSettings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.Settings;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheDefinitions;
import io.bespokecache.spring.RefreshOptions;
import io.bespokecache.spring.SecondLevels;
import io.bespokecache.workload.Durations;
import io.bespokecache.workload.InvalidWorkloadException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.PatternMatchUtils;

/**
 * Definitions made from configuration properties, all of them when the application
 * starts: what is wrong is refused before anything is served.
 * <p>
 * A cache takes the settings of its own name; else those of the longest pattern that
 * matches it; else the defaults.
 */
final class PropertyCacheDefinitions implements CacheDefinitions {

	private static final String WILDCARD = "*";

	/** Observation is paced by reviews, and meant for one a second. */
	private static final Duration LONGEST_REVIEW_INTERVAL = Duration.ofSeconds(10);

	private static final String REFRESH = BespokeCacheProperties.PREFIX + ".refresh.";

	private final Map<String, CacheDefinition> named = new LinkedHashMap<>();

	private final Map<String, CacheDefinition> patterns = new LinkedHashMap<>();

	private final CacheDefinition defaults;

	private final RefreshOptions refreshOptions;

	private final BackgroundThreads threads;

	private final Duration reviewInterval;

	private final ObjectProvider<SecondLevels> secondLevels;

	/**
	 * Makes the definitions.
	 * @param properties the properties
	 * @param beanFactory has the beans that the properties name
	 * @param threads the threads that work for the caches
	 * @throws InvalidCachePropertyException if a property is refused
	 */
	PropertyCacheDefinitions(BespokeCacheProperties properties, BeanFactory beanFactory, BackgroundThreads threads) {
		this.threads = threads;
		this.secondLevels = beanFactory.getBeanProvider(SecondLevels.class);
		Duration sharedTimeToLive = new RedisSettingsReader(properties.redis()).readTimeToLive();
		this.reviewInterval = requireUsable(properties.reviewInterval());
		this.refreshOptions = read(properties.refresh(), beanFactory);
		this.defaults = new SettingsReader(properties.defaults(), null, null, sharedTimeToLive, beanFactory).read();
		Map<String, Settings> caches = withoutEnvironmentSpellings(properties.caches());
		for (Map.Entry<String, Settings> cache : caches.entrySet()) {
			String name = cache.getKey();
			CacheDefinition definition = new SettingsReader(properties.defaults(), name, cache.getValue(),
					sharedTimeToLive, beanFactory)
				.read();
			(isPattern(name) ? this.patterns : this.named).put(name, definition);
		}
		WarmUpReader.requireDistinctFiles(this.named);
	}

	private static Duration requireUsable(Duration reviewInterval) {
		if (reviewInterval.isZero() || reviewInterval.isNegative()) {
			throw refusal(reviewInterval, "is not a length of time", "Give a duration of more than zero");
		}
		if (reviewInterval.compareTo(LONGEST_REVIEW_INTERVAL) > 0) {
			throw refusal(reviewInterval, "is so long that hardly any of the use would be seen",
					"Give a duration of at most " + Durations.format(LONGEST_REVIEW_INTERVAL));
		}
		return reviewInterval;
	}

	private static InvalidCachePropertyException refusal(Duration reviewInterval, String problem, String remedy) {
		return new InvalidCachePropertyException(BespokeCacheProperties.PREFIX + ".review-interval",
				Durations.format(reviewInterval), problem,
				remedy + ", for example 1s. To leave the use of caches unobserved, set 'adaptive' to off.");
	}

	private static RefreshOptions read(RefreshSettings refresh, BeanFactory beanFactory) {
		if (refresh.propagateContext() && !OptionalLibrary.CONTEXT_PROPAGATION.isPresent(beanFactory)) {
			throw new InvalidCachePropertyException(REFRESH + "propagate-context", true,
					"needs Micrometer Context Propagation, which is not on the class path",
					"Add the dependency io.micrometer:context-propagation, or remove 'propagate-context'.");
		}
		try {
			return new RefreshOptions(refresh.threads(), refresh.queueCapacity(), refresh.propagateContext());
		}
		catch (InvalidWorkloadException ex) {
			throw new InvalidCachePropertyException(REFRESH + ex.property(), ex.value(), ex.problem(), ex.remedy());
		}
	}

	/**
	 * An environment variable that overrides a setting of {@code city-by-id} spells the
	 * name {@code CITYBYID}. Binding gives its value to both names; there is but one
	 * cache.
	 */
	private static Map<String, Settings> withoutEnvironmentSpellings(Map<String, Settings> caches) {
		Map<String, Settings> kept = new LinkedHashMap<>(caches);
		for (String name : caches.keySet()) {
			String spelling = CacheNames.uniform(name);
			if (CacheNames.isUnchanged(name) && !spelling.equals(name)) {
				kept.remove(spelling);
			}
		}
		return kept;
	}

	static boolean isPattern(String name) {
		return name.contains(WILDCARD);
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(new LinkedHashSet<>(this.named.keySet()));
	}

	@Override
	public RefreshOptions refreshOptions() {
		return this.refreshOptions;
	}

	@Override
	public Executor maintenanceExecutor() {
		return this.threads.maintenance();
	}

	@Override
	public ThreadFactory reviewThreads() {
		return this.threads.review();
	}

	@Override
	public Duration reviewInterval() {
		return this.reviewInterval;
	}

	@Override
	public @Nullable SecondLevels secondLevels() {
		return this.secondLevels.getIfAvailable();
	}

	@Override
	public CacheDefinition definitionOf(String cacheName) {
		CacheDefinition definition = this.named.get(cacheName);
		if (definition != null) {
			return definition;
		}
		CacheDefinition matching = this.defaults;
		int longest = 0;
		for (Map.Entry<String, CacheDefinition> pattern : this.patterns.entrySet()) {
			int length = pattern.getKey().length();
			if (length > longest && PatternMatchUtils.simpleMatch(pattern.getKey(), cacheName)) {
				matching = pattern.getValue();
				longest = length;
			}
		}
		return matching;
	}

}
