package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.bespokecache.autoconfigure.BespokeCacheProperties.Settings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.WorkloadSettings;
import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.map.Strategy;
import io.bespokecache.map.Weigher;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.workload.InvalidWorkloadException;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.UnsuitableStrategyException;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one cache over the defaults, and knows where each value stands.
 */
final class SettingsReader {

	/** Bound of a cache for which nobody set one. */
	static final long DEFAULT_MAXIMUM_SIZE = 10_000;

	/** Read ratio of a cache for which nobody declared one. */
	static final double DEFAULT_READ_RATIO = 0.9;

	private static final long DEFAULT_EXPECTED_ENTRIES = 10_000;

	private static final String DEFAULTS = BespokeCacheProperties.PREFIX + ".defaults";

	private static final String CACHES = BespokeCacheProperties.PREFIX + ".caches";

	private static final Settings NOTHING = new Settings(new WorkloadSettings(null, null, null), null, null, null, null,
			null, null, null, null, null);

	private final Settings defaults;

	/** Sets nothing if the defaults themselves are read. */
	private final Settings own;

	private final @Nullable String name;

	private final String source;

	private final Function<String, @Nullable Weigher<Object, Object>> weighers;

	private final WarmUpReader.Preloads preloads;

	private final Map<String, String> paths = new HashMap<>();

	private final Set<String> assumed = new LinkedHashSet<>();

	private boolean boundByDefault;

	/**
	 * Creates a reader.
	 * @param defaults settings of every cache that does not set them itself
	 * @param name name or pattern of the cache; {@code null} for the defaults themselves
	 * @param own settings of the cache; {@code null} for the defaults themselves
	 * @param weighers finds the weigher of a bean name; {@code null} if there is none
	 * @param preloads finds the preload of a bean name
	 */
	SettingsReader(Settings defaults, @Nullable String name, @Nullable Settings own,
			Function<String, @Nullable Weigher<Object, Object>> weighers, WarmUpReader.Preloads preloads) {
		this.defaults = defaults;
		this.own = (own != null) ? own : NOTHING;
		this.name = name;
		this.source = (name != null) ? pathOf(name) : DEFAULTS;
		this.weighers = weighers;
		this.preloads = preloads;
	}

	private static String pathOf(String name) {
		return CacheNames.isUnchanged(name) ? CACHES + "." + name : CACHES + "[" + name + "]";
	}

	CacheDefinition read() {
		Workload workload = readWorkload();
		Weigher<Object, Object> weigher = readWeigher(workload);
		WarmUpReader warmUp = new WarmUpReader(this.name, this.source, (this.name != null) ? this.own : this.defaults,
				this.preloads);
		return new CacheDefinition(this.source, workload, this.assumed, select(workload), LoadPolicy.NONE,
				CacheOptions.DEFAULTS.withWeigher(weigher).withWarmUp(warmUp.readPreload(), warmUp.readWarmStart()));
	}

	private Workload readWorkload() {
		Bound bound = readBound();
		WorkloadSettings workload = this.own.workload();
		WorkloadSettings otherwise = this.defaults.workload();
		Duration expireAfterWrite = value("expire-after-write", this.own.expireAfterWrite(),
				this.defaults.expireAfterWrite());
		Duration expireAfterAccess = value("expire-after-access", this.own.expireAfterAccess(),
				this.defaults.expireAfterAccess());
		Double readRatio = value("workload.read-ratio", workload.readRatio(), otherwise.readRatio());
		KeyLifetime keyLifetime = value("workload.key-lifetime", workload.keyLifetime(), otherwise.keyLifetime());
		Long expectedEntries = value("workload.expected-entries", workload.expectedEntries(),
				otherwise.expectedEntries());
		try {
			return Workload.builder()
				.readRatio(orAssume("readRatio", readRatio, DEFAULT_READ_RATIO))
				.keyLifetime(orAssume("keyLifetime", (keyLifetime != null) ? keyLifetime.duration() : null,
						assumedLifetime(expireAfterWrite, expireAfterAccess)))
				.expectedEntries(orAssume("expectedEntries", expectedEntries, assumedEntries(bound.maximumSize())))
				.maximumSize(bound.maximumSize())
				.maximumWeight(bound.maximumWeight())
				.expireAfterWrite(expireAfterWrite)
				.expireAfterAccess(expireAfterAccess)
				.build();
		}
		catch (InvalidWorkloadException ex) {
			throw refusal(ex.property(), ex.value(), ex.problem(), ex.remedy());
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
		Weigher<Object, Object> weigher = this.weighers.apply(beanName);
		if (weigher == null) {
			throw refusal("weigher", beanName, "is not the name of a bean of type io.bespokecache.map.Weigher",
					"Declare a @Bean method '" + beanName + "' that returns a Weigher, or correct the name.");
		}
		return weigher;
	}

	private Selection select(Workload workload) {
		Strategy strategy = value("strategy", this.own.strategy(), this.defaults.strategy());
		if (strategy == null) {
			return StrategySelector.select(workload);
		}
		try {
			return StrategySelector.override(workload, strategy);
		}
		catch (UnsuitableStrategyException ex) {
			Selection chosen = StrategySelector.select(workload);
			throw refusal("strategy", strategy.id(),
					"cannot do what the cache asks for: " + ex.missing()
							+ (this.boundByDefault ? " (" + DEFAULT_MAXIMUM_SIZE + " where no bound is set)" : ""),
					"Remove 'strategy' to let the workload decide (it would be '" + chosen.strategy().id()
							+ "'), or give up " + ex.missing() + givingUp(ex.missing()) + ".");
		}
	}

	private static String givingUp(String missing) {
		return missing.contains("maximum-") ? " with 'unbounded: true'" : "";
	}

	/**
	 * Refuses a property. One that stands in the defaults may be in order there and wrong
	 * for a cache that inherits it, which the author then has to hear of.
	 */
	private InvalidCachePropertyException refusal(String property, Object value, String problem, String remedy) {
		String path = path(property);
		if (this.name == null || path.startsWith(this.source)) {
			return new InvalidCachePropertyException(path, value, problem, remedy);
		}
		return new InvalidCachePropertyException(path, value,
				"is inherited by the cache '" + this.name + "' and there " + problem,
				remedy + " What the cache sets itself comes before the defaults: " + this.source
						+ path.substring(DEFAULTS.length()) + ".");
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
