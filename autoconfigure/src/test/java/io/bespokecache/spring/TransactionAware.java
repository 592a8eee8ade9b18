package io.bespokecache.spring;

import io.bespokecache.map.Strategy;
import io.bespokecache.map.Weigher;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of transaction-aware caches.
 */
final class TransactionAware {

	private TransactionAware() {
	}

	static SameDefinition of(Strategy strategy) {
		return of(SameDefinition.of(strategy), NullPolicy.STORE);
	}

	static SameDefinition of(NullPolicy nullPolicy) {
		return of(SameDefinition.of(Strategy.CONCURRENT), nullPolicy);
	}

	static SameDefinition of(Weigher<Object, Object> weigher) {
		return of(SameDefinition.of(Workload.builder().maximumWeight(100L).build(), weigher), NullPolicy.STORE);
	}

	private static SameDefinition of(SameDefinition definitions, NullPolicy nullPolicy) {
		CacheDefinition definition = definitions.definition();
		@Nullable Weigher<Object, Object> weigher = definition.options().weigher();
		return new SameDefinition(new CacheDefinition(definition.source(), definition.workload(), definition.assumed(),
				definition.selection(), definition.loads(),
				new CacheOptions(true, nullPolicy, null, true, weigher, null, 0, null, null, Adaptivity.ADVISE, null)));
	}

}
