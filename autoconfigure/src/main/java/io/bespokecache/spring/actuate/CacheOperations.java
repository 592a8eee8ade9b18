package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
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
import io.bespokecache.workload.Workload;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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
		BespokeCache cache = this.caches.require(name);
		LocalCache<Object, Object> store = cache.getStore();
		ChangeRequest request = ChangeRequest.parse(strategy, maximumSize, expireAfterWrite);
		try {
			StrategyChange change = this.change.apply(store, (workload) -> limits(cache, workload, request),
					(workload) -> select(store, workload, request));
			logger.info("Cache '" + name + "': an operator asked for " + request + " through the endpoint");
			return change;
		}
		catch (InvalidWorkloadException ex) {
			throw refusal(name, request, ex.property() + " (" + text(ex.value()) + ") " + ex.problem(), ex.remedy());
		}
		catch (ChangeAbandonedException ex) {
			throw new RefusedOperationException(RefusedOperationException.CONFLICT,
					"The cache '" + name + "' cannot be changed now: " + sentence(String.valueOf(ex.getMessage())),
					"Try again later.");
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw refusal(name, request, String.valueOf(ex.getMessage()),
					"Change the configuration, and start the application anew.");
		}
	}

	private static RefusedOperationException refusal(String name, ChangeRequest request, String problem,
			String remedy) {
		return RefusedOperationException
			.of("The cache '" + name + "' cannot have " + request + ": " + sentence(problem), remedy);
	}

	private static String sentence(String text) {
		return text.endsWith(".") ? text : text + ".";
	}

	private static String text(Object value) {
		return (value instanceof Duration duration) ? Durations.format(duration) : String.valueOf(value);
	}

	private static Workload limits(BespokeCache cache, Workload present, ChangeRequest request) {
		if (request.maximumSize() != null && present.maximumWeight() != null) {
			throw RefusedOperationException.of(
					"The cache '" + cache.getName() + "' is bounded by the weight of its entries, not by their number.",
					"Change its maximum-weight in the configuration.");
		}
		Workload workload = request.applyTo(present);
		cache.getDefinition().loads().requireConsistentWith(workload);
		Strategy strategy = request.strategy();
		if (workload.equals(present) && (strategy == null || strategy == cache.getStore().selection().strategy())) {
			throw RefusedOperationException.of("The cache '" + cache.getName() + "' has " + request + " already.",
					"Ask for something else.");
		}
		return workload;
	}

	private static Selection select(LocalCache<?, ?> store, Workload workload, ChangeRequest request) {
		Strategy demanded = request.strategy();
		if (demanded == null || ChangeRequest.can(demanded, workload)) {
			return request.select(workload, store.selection().strategy());
		}
		Set<Capability> missing = workload.requirements();
		missing.removeAll(demanded.capabilities());
		throw refusal(store.name(), request,
				"that strategy has no " + missing.stream().map(Capability::id).collect(Collectors.joining(", ")),
				"Ask for one of " + Arrays.stream(Strategy.values())
					.filter((strategy) -> ChangeRequest.can(strategy, workload))
					.map(Strategy::id)
					.collect(Collectors.joining(", ")) + ".");
	}

	/**
	 * Changes the map behind a cache.
	 */
	@FunctionalInterface
	interface Change {

		/**
		 * Changes the map.
		 * @param cache the cache
		 * @param limits makes of what the cache must do what it must do from now on
		 * @param strategy chooses the strategy for that
		 * @see LocalCache#change(UnaryOperator, Function)
		 */
		StrategyChange apply(LocalCache<?, ?> cache, UnaryOperator<Workload> limits,
				Function<Workload, Selection> strategy);

	}

}
