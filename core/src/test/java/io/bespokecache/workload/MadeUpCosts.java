package io.bespokecache.workload;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.bespokecache.map.Strategy;

/**
 * A cost model with figures of a test's own: the same over the whole table.
 */
final class MadeUpCosts {

	private final Map<Strategy, Double> nanos = new LinkedHashMap<>();

	private final Demand demand;

	private MadeUpCosts(Demand demand) {
		this.demand = demand;
	}

	static MadeUpCosts of(Demand demand) {
		return new MadeUpCosts(demand);
	}

	MadeUpCosts with(Strategy strategy, double nanos) {
		this.nanos.put(strategy, nanos);
		return this;
	}

	CostModel model() {
		StringBuilder table = new StringBuilder("entries\t100\t1000000\nreads\t0.1\t0.9999\n");
		this.nanos.forEach((strategy, nanos) -> {
			for (String threads : new String[] { "1", "2" }) {
				for (String renewing : new String[] { "false", "true" }) {
					for (String entries : new String[] { "100", "1000000" }) {
						table
							.append(String.join("\t", this.demand.name().toLowerCase(Locale.ROOT), strategy.id(),
									threads, renewing, entries, nanos.toString(), nanos.toString()))
							.append('\n');
					}
				}
			}
		});
		return CostModel.parse(table.toString());
	}

}
