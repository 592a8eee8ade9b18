package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;

import io.bespokecache.autoconfigure.BespokeCacheProperties.Settings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.WorkloadSettings;
import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.map.Expiry;
import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;
import io.bespokecache.map.Weigher;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.NullPolicy;
import io.bespokecache.spring.SecondLevelOptions;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.BulkNeed;
import io.bespokecache.workload.Durations;
import io.bespokecache.workload.InvalidWorkloadException;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.UnsuitableStrategyException;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;

/**
 * Reads the settings of one cache over the defaults, and knows where each value stands.
 */
final class SettingsReader {

	/** Bound of a cache for which nobody set one. */
	static final long DEFAULT_MAXIMUM_SIZE = 10_000;

	/** Read ratio of a cache for which nobody declared one. */
	static final double DEFAULT_READ_RATIO = 0.9;

	/** Jitter of a cache whose entries expire, and for which nobody set one. */
	static final double DEFAULT_EXPIRY_JITTER = 0.1;

	private static final long DEFAULT_EXPECTED_ENTRIES = 10_000;

	/** What gives up a bound, to be read after the bound's name. */
	private static final String UNBOUNDED = " with 'unbounded: true'";

	private static final String DEFAULTS = BespokeCacheProperties.PREFIX + ".defaults";

	private static final Settings NOTHING = new Settings(new WorkloadSettings(null, null, null, null), null, null, null,
			null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
			null, null, null);

	private final Settings defaults;

	/** Sets nothing if the defaults themselves are read. */
	private final Settings own;

	private final @Nullable String name;

	private final String source;

	private final Duration sharedTimeToLive;

	private final BeanFactory beanFactory;

	private final Map<String, String> paths = new HashMap<>();

	private final Set<String> assumed = new LinkedHashSet<>();

	private boolean boundByDefault;

	/** {@code null} if the cache is not shared. */
	private @Nullable SecondLevelOptions secondLevel;

	/**
	 * Creates a reader.
	 * @param defaults settings of every cache that does not set them itself
	 * @param name name or pattern of the cache; {@code null} for the defaults themselves
	 * @param own settings of the cache; {@code null} for the defaults themselves
	 * @param sharedTimeToLive time to live of entries of shared caches that set none
	 * @param beanFactory has the beans that the settings name
	 */
	SettingsReader(Settings defaults, @Nullable String name, @Nullable Settings own, Duration sharedTimeToLive,
			BeanFactory beanFactory) {
		this.sharedTimeToLive = sharedTimeToLive;
		this.defaults = defaults;
		this.own = (own != null) ? own : NOTHING;
		this.name = name;
		this.source = (name != null) ? CacheDefinition.pathOf(name) : DEFAULTS;
		this.beanFactory = beanFactory;
	}

	CacheDefinition read() {
		this.secondLevel = new SecondLevelReader(this, this.beanFactory).read();
		CacheOptions options = readOptions();
		Workload workload = readWorkload(options);
		LoadPolicy loads = readLoads(workload);
		Weigher<Object, Object> weigher = readWeigher(workload);
		Selection selection = select(workload, options);
		options = options.withWeigher(weigher).withExpiryJitter(readExpiryJitter(workload, selection.strategy()));
		return new CacheDefinition(this.source, workload, this.assumed, selection, loads, new WarmUpReader(this.name,
				this.source, (this.name != null) ? this.own : this.defaults, this.beanFactory)
			.read(options, workload));
	}

	/**
	 * The options without the weigher and the jitter, which depend on the workload.
	 */
	private CacheOptions readOptions() {
		CacheOptions otherwise = CacheOptions.DEFAULTS;
		Boolean loadOnce = value("load-once", this.own.loadOnce(), this.defaults.loadOnce());
		NullPolicy nulls = value("nulls", this.own.nulls(), this.defaults.nulls());
		NullPolicy nullPolicy = (nulls != null) ? nulls : otherwise.nullPolicy();
		return new CacheOptions((loadOnce != null) ? loadOnce : otherwise.loadOnce(), nullPolicy,
				readExpiryOfNulls(nullPolicy), readTransactionAware(), null, readExpiry(), otherwise.expiryJitter(),
				null, null, readAdaptivity(), this.secondLevel);
	}

	/**
	 * Who demands a strategy does not want another to take over. A cache that demands one
	 * for itself has no use for what the defaults say about that.
	 */
	private Adaptivity readAdaptivity() {
		String property = "adaptive";
		Adaptivity adaptivity = value(property, this.own.adaptive(), this.defaults.adaptive());
		if (adaptivity == null) {
			return CacheOptions.DEFAULTS.adaptivity();
		}
		Strategy strategy = value("strategy", this.own.strategy(), this.defaults.strategy());
		if (adaptivity != Adaptivity.SWITCH || strategy == null) {
			return adaptivity;
		}
		if (this.own.adaptive() == null && this.own.strategy() != null) {
			return Adaptivity.ADVISE;
		}
		throw refusal(property, adaptivity.id(),
				"contradicts strategy (" + strategy.id()
						+ "): a strategy that is demanded is not to give way to another",
				"Remove 'strategy' to let the best one take over, or set 'adaptive' to advise.");
	}

	private @Nullable Duration readExpiryOfNulls(NullPolicy nulls) {
		String property = "nulls-expire-after-write";
		Duration expiry = value(property, this.own.nullsExpireAfterWrite(), this.defaults.nullsExpireAfterWrite());
		if (expiry == null) {
			return null;
		}
		if (expiry.isZero() || expiry.isNegative()) {
			throw refusal(property, Durations.format(expiry), "is not a length of time",
					"Give a duration of more than zero, for example 10m.");
		}
		if (nulls != NullPolicy.STORE) {
			if (this.own.nullsExpireAfterWrite() != null) {
				throw refusal(property, Durations.format(expiry),
						"never takes effect, because no null is stored: " + path("nulls") + " is '" + nulls.id() + "'",
						"Set 'nulls' to store, or remove '" + property + "'.");
			}
			return null;
		}
		return expiry;
	}

	/**
	 * What the defaults say about expiry is idle where nothing expires, and where nothing
	 * can follow it.
	 */
	private double readExpiryJitter(Workload workload, Strategy strategy) {
		String property = "expiry-jitter";
		Double share = value(property, this.own.expiryJitter(), this.defaults.expiryJitter());
		double jitter = (share != null) ? requireShare(property, share) : DEFAULT_EXPIRY_JITTER;
		if (workload.expireAfterWrite() == null && workload.expireAfterAccess() == null && !workload.variableExpiry()) {
			if (this.own.expiryJitter() != null) {
				throw refusal(property, this.own.expiryJitter(), "never takes effect, because no entry expires",
						"Set expire-after-write, or remove it.");
			}
			return 0;
		}
		if (strategy == Strategy.CAFFEINE && workload.values() == ReferenceStrength.WEAK
				&& workload.expireAfterWrite() != null && workload.expireAfterAccess() != null) {
			if (this.own.expiryJitter() != null && jitter > 0) {
				throw refusal(property, this.own.expiryJitter(),
						"has to be kept beside each value where both expire-after-write and expire-after-access are "
								+ "set, and nobody keeps what is beside a weak value",
						"Set strategy to lru-reference, which does without, or remove it.");
			}
			return 0;
		}
		return jitter;
	}

	private double requireShare(String property, double share) {
		try {
			return CacheOptions.DEFAULTS.withExpiryJitter(share).expiryJitter();
		}
		catch (InvalidWorkloadException ex) {
			throw refusal(property, ex.value(), ex.problem(), ex.remedy());
		}
	}

	private @Nullable Expiry<Object, Object> readExpiry() {
		String beanName = value("expiry", this.own.expiry(), this.defaults.expiry());
		return (beanName != null) ? bean("expiry", beanName, Expiry.class) : null;
	}

	private boolean readTransactionAware() {
		Boolean transactionAware = value("transaction-aware", this.own.transactionAware(),
				this.defaults.transactionAware());
		if (transactionAware == null && this.secondLevel != null) {
			// What others would load before the commit, they would all share.
			return OptionalLibrary.SPRING_TRANSACTIONS.isPresent(this.beanFactory);
		}
		if (!Boolean.TRUE.equals(transactionAware)) {
			return false;
		}
		if (!OptionalLibrary.SPRING_TRANSACTIONS.isPresent(this.beanFactory)) {
			throw refusal("transaction-aware", true, "needs spring-tx, which is not on the class path",
					"Add a starter that brings it, for example spring-boot-starter-jdbc, or remove 'transaction-aware'.");
		}
		return true;
	}

	/**
	 * What the defaults say about expired entries is idle where nothing expires, and so
	 * is what would have to be kept beside weak values.
	 */
	private LoadPolicy readLoads(Workload workload) {
		Duration loadTimeout = value("load-timeout", this.own.loadTimeout(), this.defaults.loadTimeout());
		Duration refreshAfterWrite = value("refresh-after-write", this.own.refreshAfterWrite(),
				this.defaults.refreshAfterWrite());
		Duration staleOnError = value("stale-on-error", this.own.staleOnError(), this.defaults.staleOnError());
		boolean expires = workload.expireAfterWrite() != null || workload.variableExpiry();
		boolean weak = workload.values() == ReferenceStrength.WEAK;
		try {
			// Whatever is idle has to be in order all the same.
			LoadPolicy all = new LoadPolicy(loadTimeout, refreshAfterWrite, staleOnError);
			LoadPolicy loads = new LoadPolicy(all.loadTimeout(),
					weak ? this.own.refreshAfterWrite() : all.refreshAfterWrite(),
					(weak || !expires) ? this.own.staleOnError() : all.staleOnError());
			loads.requireConsistentWith(workload);
			return loads;
		}
		catch (InvalidWorkloadException ex) {
			throw refusal(ex.property(), ex.value(), ex.problem(), ex.remedy());
		}
	}

	private Workload readWorkload(CacheOptions options) {
		Bound bound = readBound();
		WorkloadSettings workload = this.own.workload();
		WorkloadSettings otherwise = this.defaults.workload();
		Duration expireAfterWrite = value("expire-after-write", this.own.expireAfterWrite(),
				this.defaults.expireAfterWrite());
		if (expireAfterWrite == null && this.secondLevel != null) {
			// Nothing but its time to live bounds what an eviction that was never made
			// leaves behind.
			expireAfterWrite = this.sharedTimeToLive;
			this.paths.put("expire-after-write", RedisSettingsReader.PREFIX + "time-to-live");
		}
		Duration expireAfterAccess = value("expire-after-access", this.own.expireAfterAccess(),
				this.defaults.expireAfterAccess());
		Double readRatio = value("workload.read-ratio", workload.readRatio(), otherwise.readRatio());
		KeyLifetime keyLifetime = value("workload.key-lifetime", workload.keyLifetime(), otherwise.keyLifetime());
		Long expectedEntries = value("workload.expected-entries", workload.expectedEntries(),
				otherwise.expectedEntries());
		BulkNeed bulk = value("workload.bulk", workload.bulk(), otherwise.bulk());
		ReferenceStrength values = value("values", this.own.values(), this.defaults.values());
		Boolean weakKeys = value("weak-keys", this.own.weakKeys(), this.defaults.weakKeys());
		try {
			Workload.Builder builder = Workload.builder()
				.readRatio(orAssume("readRatio", readRatio, DEFAULT_READ_RATIO))
				.keyLifetime(orAssume("keyLifetime", (keyLifetime != null) ? keyLifetime.duration() : null,
						assumedLifetime(expireAfterWrite, expireAfterAccess)))
				.expectedEntries(orAssume("expectedEntries", expectedEntries, assumedEntries(bound.maximumSize())))
				.maximumSize(bound.maximumSize())
				.maximumWeight(bound.maximumWeight())
				.expireAfterWrite(expireAfterWrite)
				.expireAfterAccess(expireAfterAccess)
				.values((values != null) ? values : ReferenceStrength.STRONG)
				.weakKeys(Boolean.TRUE.equals(weakKeys));
			// Nulls alone that expire do not keep the cache from growing.
			Workload withoutNulls = builder.variableExpiry(options.expiry() != null).build();
			Workload withoutBulk = (options.nullsExpireAfterWrite() != null) ? builder.variableExpiry(true).build()
					: withoutNulls;
			if (bulk == null || bulk == BulkNeed.NONE) {
				return withoutBulk;
			}
			requireNothingDropped(bulk, withoutBulk, options);
			return builder.bulk(bulk).build();
		}
		catch (InvalidWorkloadException ex) {
			throw refusal(ex.property(), ex.value(), ex.problem(), ex.remedy());
		}
	}

	/**
	 * The workload would refuse the same, but knows no property by which nulls expire,
	 * and not that a bound is one that nobody set.
	 */
	private void requireNothingDropped(BulkNeed bulk, Workload workload, CacheOptions options) {
		List<String> dropping = properties(workload.requirements(), options);
		if (!dropping.isEmpty()) {
			throw refusal("workload.bulk", bulk.id(),
					"cannot be combined with " + join(dropping, " and ", afterBound())
							+ ": no strategy offers it to a cache that drops entries by itself",
					"Give up " + join(dropping, " and ", UNBOUNDED) + ", or remove 'bulk'.");
		}
	}

	/**
	 * A bound is taken as a whole, so that a cache with a maximum weight of its own does
	 * not inherit a maximum size.
	 */
	private Bound readBound() {
		boolean ownBound = setsBound(this.own);
		Settings settings = ownBound ? this.own : this.defaults;
		String path = ownBound ? this.source : DEFAULTS;
		this.paths.put("maximum-size", path + ".maximum-size");
		this.paths.put("maximum-weight", path + ".maximum-weight");
		if (settings.maximumSize() != null || settings.maximumWeight() != null) {
			requireBounded(settings, path);
			return new Bound(settings.maximumSize(), settings.maximumWeight());
		}
		this.boundByDefault = !Boolean.TRUE.equals(value("unbounded", this.own.unbounded(), this.defaults.unbounded()));
		return new Bound(this.boundByDefault ? DEFAULT_MAXIMUM_SIZE : null, null);
	}

	private static boolean setsBound(Settings settings) {
		return Boolean.TRUE.equals(settings.unbounded()) || settings.maximumSize() != null
				|| settings.maximumWeight() != null;
	}

	private static void requireBounded(Settings settings, String path) {
		if (Boolean.TRUE.equals(settings.unbounded())) {
			String other = (settings.maximumSize() != null) ? "maximum-size" : "maximum-weight";
			Long value = (settings.maximumSize() != null) ? settings.maximumSize() : settings.maximumWeight();
			throw new InvalidCachePropertyException(path + ".unbounded", true,
					"contradicts " + other + " (" + value + "): what is unbounded has no bound",
					"Remove 'unbounded' to keep the bound, or remove '" + other + "'.");
		}
	}

	/**
	 * An assumption is in range even if what it follows from is not: the refusal has to
	 * name what was written, not what was assumed.
	 */
	private static Duration assumedLifetime(@Nullable Duration expireAfterWrite, @Nullable Duration expireAfterAccess) {
		Duration expiry = (expireAfterWrite != null) ? expireAfterWrite : expireAfterAccess;
		return (expiry != null && expiry.compareTo(Duration.ZERO) > 0) ? expiry : Workload.FOREVER;
	}

	private static long assumedEntries(@Nullable Long maximumSize) {
		return (maximumSize != null) ? Math.max(1, Math.min(maximumSize, DEFAULT_EXPECTED_ENTRIES))
				: DEFAULT_EXPECTED_ENTRIES;
	}

	private @Nullable Weigher<Object, Object> readWeigher(Workload workload) {
		String beanName = value("weigher", this.own.weigher(), this.defaults.weigher());
		if (workload.maximumWeight() == null) {
			if (beanName != null && this.own.weigher() != null) {
				throw refusal("weigher", beanName, "weighs entries of a cache that has no maximum-weight",
						"Set maximum-weight, or remove 'weigher'.");
			}
			return null;
		}
		if (beanName == null) {
			throw refusal("maximum-weight", workload.maximumWeight(),
					"needs a weigher, because nobody can tell what an entry weighs",
					"Declare a bean of type io.bespokecache.map.Weigher and set 'weigher' to its name, "
							+ "or bound the number of entries with maximum-size.");
		}
		return bean("weigher", beanName, Weigher.class);
	}

	@SuppressWarnings("unchecked") // keys and values of a Spring cache are objects
	private <T> T bean(String property, String beanName, Class<? super T> type) {
		if (!this.beanFactory.containsBean(beanName) || !this.beanFactory.isTypeMatch(beanName, type)) {
			throw refusal(property, beanName, "is not the name of a bean of type " + type.getName(),
					"Declare a @Bean method '" + beanName + "' of the return type " + type.getSimpleName()
							+ ", or correct the name.");
		}
		return (T) this.beanFactory.getBean(beanName, type);
	}

	private Selection select(Workload workload, CacheOptions options) {
		Strategy strategy = value("strategy", this.own.strategy(), this.defaults.strategy());
		if (strategy == null) {
			return StrategySelector.select(workload);
		}
		try {
			return StrategySelector.override(workload, strategy);
		}
		catch (UnsuitableStrategyException ex) {
			Selection chosen = StrategySelector.select(workload);
			Set<Capability> capabilities = workload.requirements();
			capabilities.removeAll(strategy.capabilities());
			List<String> missing = properties(capabilities, options);
			throw refusal("strategy", strategy.id(),
					"cannot do what the cache asks for: " + join(missing, ", ", afterBound()),
					"Remove 'strategy' to let the workload decide (it would be '" + chosen.strategy().id()
							+ "'), or give up " + join(missing, " and ", UNBOUNDED) + ".");
		}
	}

	/**
	 * The properties that ask for the given capabilities. Two ask for times to live of
	 * single entries.
	 */
	private static List<String> properties(Set<Capability> capabilities, CacheOptions options) {
		List<String> properties = new ArrayList<>();
		for (Capability capability : capabilities) {
			if (capability != Capability.EXPIRY || options.expiry() != null) {
				properties.add(capability.id());
			}
			if (capability == Capability.EXPIRY && options.nullsExpireAfterWrite() != null) {
				properties.add("nulls-expire-after-write");
			}
		}
		return properties;
	}

	private String afterBound() {
		return this.boundByDefault ? " (" + DEFAULT_MAXIMUM_SIZE + " where no bound is set)" : "";
	}

	private static String join(List<String> properties, String separator, String afterBound) {
		StringJoiner joiner = new StringJoiner(separator);
		for (String property : properties) {
			joiner.add(property.startsWith("maximum-") ? property + afterBound : property);
		}
		return joiner.toString();
	}

	/**
	 * Refuses a property. One that stands in the defaults may be in order there and wrong
	 * for a cache that inherits it, which the author then has to hear of.
	 */
	InvalidCachePropertyException refusal(String property, Object value, String problem, String remedy) {
		String path = path(property);
		if (this.name == null || path.startsWith(this.source)) {
			return new InvalidCachePropertyException(path, value, problem, remedy);
		}
		return new InvalidCachePropertyException(path, value,
				"is inherited by the cache '" + this.name + "' and there " + problem,
				remedy + " What the cache sets itself comes before the defaults: " + this.source
						+ path.substring(DEFAULTS.length()) + ".");
	}

	/**
	 * A setting of the cache, or else of the defaults.
	 */
	<T> @Nullable T value(String property, Function<Settings, @Nullable T> setting) {
		return value(property, setting.apply(this.own), setting.apply(this.defaults));
	}

	/**
	 * Whether the cache sets something itself, rather than the defaults.
	 */
	boolean isOwn(Function<Settings, @Nullable Object> setting) {
		return setting.apply(this.own) != null;
	}

	private <T> @Nullable T value(String property, @Nullable T own, @Nullable T otherwise) {
		this.paths.put(property, ((own != null) ? this.source : DEFAULTS) + "." + property);
		return (own != null) ? own : otherwise;
	}

	private <T> T orAssume(String name, @Nullable T value, T assumption) {
		if (value != null) {
			return value;
		}
		this.assumed.add(name);
		return assumption;
	}

	/**
	 * Full path of a property that a workload calls by its last name.
	 */
	private String path(String property) {
		return this.paths.getOrDefault(property,
				this.paths.getOrDefault("workload." + property, this.source + "." + property));
	}

	/**
	 * What limits a cache: its entries, their weight, or nothing.
	 */
	private record Bound(@Nullable Long maximumSize, @Nullable Long maximumWeight) {

	}

}
