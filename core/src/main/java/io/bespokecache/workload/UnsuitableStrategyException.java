package io.bespokecache.workload;

import java.io.Serial;
import java.util.Set;
import java.util.stream.Collectors;

import io.bespokecache.map.Strategy;
import io.bespokecache.map.Strategy.Capability;

/**
 * A strategy was demanded that cannot do what the cache asks for.
 */
public final class UnsuitableStrategyException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Strategy strategy;

	private final String missing;

	UnsuitableStrategyException(Strategy strategy, Set<Capability> missing, Strategy suitable) {
		super("Strategy '" + strategy.id() + "' cannot do what the cache asks for: " + names(missing) + ". Take '"
				+ suitable.id() + "', or give up what it cannot do.");
		this.strategy = strategy;
		this.missing = names(missing);
	}

	private static String names(Set<Capability> capabilities) {
		return capabilities.stream().map(Capability::id).collect(Collectors.joining(", "));
	}

	/**
	 * The strategy that was demanded.
	 * @return the strategy
	 */
	public Strategy strategy() {
		return this.strategy;
	}

	/**
	 * What the strategy cannot do.
	 * @return names of properties, separated by commas
	 */
	public String missing() {
		return this.missing;
	}

}
