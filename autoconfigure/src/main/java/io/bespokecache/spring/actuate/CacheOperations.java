package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.ChangeAbandonedException;
import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.workload.Durations;
import io.bespokecache.workload.InvalidWorkloadException;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.StrategySelector;
import io.bespokecache.workload.Workload;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Changes caches at an operator's word: each is logged.
 */
final class CacheOperations {

	private static final Log logger = LogFactory.getLog(CacheOperations.class);

	private final ManagedCaches caches;

	private final Change change;

	/**
	 * Creates the operations.
	 * @param caches the caches
	 */
	CacheOperations(ManagedCaches caches) {
		this(caches, LocalCache::change);
	}

	/**
	 * Creates the operations.
	 * @param caches the caches
	 * @param change changes the map behind a cache
	 */
	CacheOperations(ManagedCaches caches, Change change) {
		this.caches = caches;
		this.change = change;
	}

	/**
	 * Gives a cache another strategy, or other limits. A strategy that can do with the
	 * new limits stays, unless another is asked for.
	 */
	StrategyChange change(String name, @Nullable String strategy, @Nullable String maximumSize,
			@Nullable String expireAfterWrite) {
		BespokeCache cache = require(name);
		LocalCache<Object, Object> store = cache.getStore();
		Strategy demanded = (strategy != null) ? parseStrategy(strategy) : null;
		Long size = (maximumSize != null) ? parseSize(maximumSize) : null;
		Duration expiry = (expireAfterWrite != null) ? parseDuration(expireAfterWrite) : null;
		String request = request(demanded, size, expiry);
		try {
			return this.change.apply(store, (before) -> {
				Workload workload = changed(name, before, size, expiry);
				cache.getDefinition().loads().requireConsistentWith(workload);
				if (workload.equals(before) && (demanded == null || demanded == store.selection().strategy())) {
					throw refusal("The cache '" + name + "' has " + request + " already.", "Ask for something else.");
				}
				logger.info("Cache '" + name + "': an operator asks for " + request + " through the endpoint");
				return workload;
			}, (workload) -> select(store, workload, demanded, request));
		}
		catch (InvalidWorkloadException ex) {
			throw refusal("The cache '" + name + "' cannot have " + request + ": " + ex.property() + " ("
					+ text(ex.value()) + ") " + sentence(ex.problem()), ex.remedy());
		}
		catch (IllegalArgumentException ex) {
			throw refusal("The cache '" + name + "' cannot have " + request + ": " + sentence(ex.getMessage()),
					"Change the configuration, and start the application anew.");
		}
		catch (ChangeAbandonedException ex) {
			throw new RefusedOperationException(RefusedOperationException.CONFLICT,
					"The cache '" + name + "' cannot be changed now: " + sentence(ex.getMessage()), "Try again later.");
		}
		catch (IllegalStateException ex) {
			throw new RefusedOperationException(RefusedOperationException.CONFLICT,
					"The cache '" + name + "' cannot have " + request + ": " + sentence(ex.getMessage()),
					"Change the configuration, and start the application anew.");
		}
	}

	private static String sentence(@Nullable String message) {
		String text = String.valueOf(message);
		return text.endsWith(".") ? text : text + ".";
	}

	private static String text(Object value) {
		return (value instanceof Duration duration) ? Durations.format(duration) : String.valueOf(value);
	}

	private static String request(@Nullable Strategy strategy, @Nullable Long size, @Nullable Duration expiry) {
		StringJoiner request = new StringJoiner(" and ");
		if (strategy != null) {
			request.add("the strategy " + strategy.id());
		}
		if (size != null) {
			request.add("a maximum-size of " + size);
		}
		if (expiry != null) {
			request.add("an expire-after-write of " + Durations.format(expiry));
		}
		if (request.length() == 0) {
			throw refusal("Nothing to change was given.",
					"Give at least one of strategy, maximumSize and expireAfterWrite.");
		}
		return request.toString();
	}

	private static Workload changed(String name, Workload workload, @Nullable Long size, @Nullable Duration expiry) {
		if (size != null && workload.maximumWeight() != null) {
			throw refusal("The cache '" + name + "' is bounded by the weight of its entries, not by their number.",
					"Change its maximum-weight in the configuration.");
		}
		return new Workload(workload.readRatio(), workload.keyLifetime(), workload.expectedEntries(), workload.bulk(),
				(size != null) ? size : workload.maximumSize(), workload.maximumWeight(),
				(expiry != null) ? expiry : workload.expireAfterWrite(), workload.expireAfterAccess(),
				workload.variableExpiry(), workload.values(), workload.weakKeys());
	}

	private static Selection select(LocalCache<?, ?> store, Workload workload, @Nullable Strategy demanded,
			String request) {
		String reason = "An operator asked for " + request + ".";
		Strategy wanted = (demanded != null) ? demanded : store.selection().strategy();
		if (can(wanted, workload)) {
			Selection selection = StrategySelector.override(workload, wanted);
			return new Selection(wanted, reason, selection.rejected(), selection.costs());
		}
		if (demanded != null) {
			throw unsuitable(store.name(), request, workload, demanded);
		}
		Selection chosen = StrategySelector.select(workload);
		return new Selection(chosen.strategy(), reason + " " + chosen.reason(), chosen.rejected(), chosen.costs());
	}

	private static boolean can(Strategy strategy, Workload workload) {
		return strategy.capabilities().containsAll(workload.requirements());
	}

	private static RefusedOperationException unsuitable(String name, String request, Workload workload,
			Strategy demanded) {
		Set<Capability> missing = workload.requirements();
		missing.removeAll(demanded.capabilities());
		return refusal(
				"The cache '" + name + "' cannot have " + request + ": that strategy has no "
						+ missing.stream().map(Capability::id).collect(Collectors.joining(", ")) + ".",
				"Ask for one of " + Arrays.stream(Strategy.values())
					.filter((strategy) -> can(strategy, workload))
					.map(Strategy::id)
					.collect(Collectors.joining(", ")) + ".");
	}

	/**
	 * Removes every entry whose key has this text.
	 * @return how many there were
	 */
	long evict(String name, String key) {
		BespokeCache cache = require(name);
		// One that is being loaded is not in the map yet, and is not to be stored.
		long removed = cache.evictIfPresent(key) ? 1 : 0;
		for (Object candidate : cache.getNativeCache().keySet()) {
			if (!(candidate instanceof String) && isTextOf(candidate, key) && cache.evictIfPresent(candidate)) {
				removed++;
			}
		}
		logger.info("Cache '" + name + "': an operator has removed " + removed + " entries of one key through the "
				+ "endpoint");
		return removed;
	}

	private static boolean isTextOf(Object key, String text) {
		try {
			return text.equals(key.toString());
		}
		catch (RuntimeException ex) {
			// A key that has no text is not the one that is meant.
			return false;
		}
	}

	/**
	 * Removes every entry.
	 * @return about how many there were
	 */
	long clear(String name) {
		BespokeCache cache = require(name);
		long size = cache.getStore().size();
		boolean removed = cache.invalidate();
		logger.info(
				"Cache '" + name + "': an operator has removed all entries, about " + size + ", through the endpoint");
		return removed ? Math.max(1, size) : 0;
	}

	private BespokeCache require(String name) {
		BespokeCache cache = this.caches.find(name);
		if (cache == null) {
			throw new RefusedOperationException(RefusedOperationException.NOT_FOUND,
					"There is no cache '" + name + "'.",
					"Give one of " + String.join(", ", this.caches.byName().keySet()) + ".");
		}
		return cache;
	}

	private static Strategy parseStrategy(String text) {
		for (Strategy strategy : Strategy.values()) {
			if (strategy.id().equals(text)) {
				return strategy;
			}
		}
		throw refusal("The value '" + text + "' of strategy is no strategy.", "Give one of "
				+ Arrays.stream(Strategy.values()).map(Strategy::id).collect(Collectors.joining(", ")) + ".");
	}

	private static long parseSize(String text) {
		try {
			long size = Long.parseLong(text);
			if (size > 0) {
				return size;
			}
		}
		catch (NumberFormatException ex) {
			// As if it were zero.
		}
		throw refusal("The value '" + text + "' of maximumSize is no number of entries.",
				"Give a whole number from 1 up.");
	}

	private static Duration parseDuration(String text) {
		try {
			Duration duration = DurationStyle.detectAndParse(text);
			if (!duration.isZero() && !duration.isNegative()) {
				return duration;
			}
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			// As if it were zero.
		}
		throw refusal("The value '" + text + "' of expireAfterWrite is not a length of time.",
				"Give a duration of more than zero, for example 10m.");
	}

	private static RefusedOperationException refusal(String problem, String remedy) {
		return new RefusedOperationException(RefusedOperationException.BAD_REQUEST, problem, remedy);
	}

	/**
	 * Changes the map behind a cache.
	 */
	@FunctionalInterface
	interface Change {

		/**
		 * Changes the map.
		 * @see LocalCache#change(UnaryOperator, Function)
		 */
		StrategyChange apply(LocalCache<?, ?> cache, UnaryOperator<Workload> limits,
				Function<Workload, Selection> strategy);

	}

}
