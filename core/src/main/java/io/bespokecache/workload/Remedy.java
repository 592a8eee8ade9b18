package io.bespokecache.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Advice.Setting;

/**
 * What becomes of a cache that follows an advice. Whoever does must not be refused at the
 * next start.
 */
final class Remedy {

	private static final String STRATEGY = "strategy";

	private Remedy() {
	}

	/**
	 * An advice whose settings can be followed. Where a strategy is demanded that could
	 * not do what they ask for, they name another; where the cache may switch by itself,
	 * none.
	 * @param taken properties that are left out, because another advice sets them
	 */
	static Advice possible(Advice advice, CacheFacts facts, Set<String> taken) {
		boolean switches = facts.declaration().adaptivity() == Adaptivity.SWITCH;
		List<Setting> settings = new ArrayList<>(advice.settings());
		settings.removeIf(
				(setting) -> taken.contains(setting.property()) || (switches && setting.property().equals(STRATEGY)));
		try {
			Workload workload = followed(facts.declared(), settings);
			if (!settings.isEmpty() && facts.selection().demanded() && !taken.contains(STRATEGY)
					&& settings.stream().noneMatch((setting) -> setting.property().equals(STRATEGY))
					&& !suits(facts.selection().strategy(), workload)) {
				settings.add(new Setting(STRATEGY, StrategySelector.select(workload).strategy().id()));
			}
			settings.removeIf(
					(setting) -> setting.property().equals(STRATEGY) && !suits(strategy(setting.value()), workload));
		}
		catch (InvalidWorkloadException ex) {
			// The sentence says what is to be done; no single setting does it.
			settings.clear();
		}
		return new Advice(advice.kind(), advice.seen(), advice.cost(), advice.action(), settings);
	}

	private static boolean suits(Strategy strategy, Workload workload) {
		return strategy.capabilities().containsAll(workload.requirements());
	}

	private static Strategy strategy(String id) {
		for (Strategy strategy : Strategy.values()) {
			if (strategy.id().equals(id)) {
				return strategy;
			}
		}
		throw new IllegalArgumentException("No strategy: " + id);
	}

	/**
	 * The workload of who has set all of the settings that a workload is made of.
	 * @throws InvalidWorkloadException if they contradict each other or the rest
	 */
	static Workload followed(Workload declared, List<Setting> settings) {
		Workload.Builder workload = declared.toBuilder();
		for (Setting setting : settings) {
			String value = setting.value();
			switch (setting.property()) {
				case "workload.read-ratio" -> workload.readRatio(Double.parseDouble(value));
				case "workload.key-lifetime" -> workload.keyLifetime(Durations.parse(value));
				case "workload.expected-entries" -> workload.expectedEntries(Long.parseLong(value));
				case "maximum-size" -> workload.maximumSize(Long.valueOf(value));
				case "expire-after-write" -> workload.expireAfterWrite(Durations.parse(value));
				case "expire-after-access" -> workload.expireAfterAccess(Durations.parse(value));
				case "values" -> workload.values(ReferenceStrength.SOFT);
				default -> {
					// Not what a workload is made of.
				}
			}
		}
		return workload.build();
	}

}
