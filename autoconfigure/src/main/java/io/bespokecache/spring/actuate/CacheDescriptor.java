package io.bespokecache.spring.actuate;

import java.util.List;

import io.bespokecache.cache.LocalCache;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.WarmUpReport;
import io.bespokecache.workload.Selection;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One cache as the endpoint shows it.
 *
 * @param strategy name of the strategy
 * @param selection why it is that strategy
 * @param workload how the cache is used, as declared
 * @param observed how the cache has been used; absent if that is not observed, or has not
 * been for long enough
 * @param advice what to change about the cache, most urgent first
 * @param configuration what the cache was told to do
 * @param size number of entries
 * @param statistics counts since the cache was created
 * @param secondLevel how it stands to what it shares with other processes; absent if it
 * shares nothing
 * @param policy how the cache decides what to evict, and what other bounds would gain;
 * absent if its strategy does not tell, or it has no bound
 * @param recentPromotions the latest promotions, newest first
 * @param recentChanges the latest changes of the strategy or of a limit, newest first
 * @param warmUp what became of the entries when the application started; absent if the
 * cache was neither restored nor preloaded
 */
public record CacheDescriptor(String strategy, SelectionDescriptor selection, WorkloadDescriptor workload,
		@Nullable ObservedDescriptor observed, List<AdviceDescriptor> advice, ConfigurationDescriptor configuration,
		long size, StatisticsDescriptor statistics, @Nullable SecondLevelDescriptor secondLevel,
		@Nullable PolicyDescriptor policy, List<PromotionDescriptor> recentPromotions,
		List<StrategyChangeDescriptor> recentChanges, @Nullable WarmUpReport warmUp) implements OperationResponseBody {

	static CacheDescriptor of(BespokeCache cache) {
		CacheDefinition definition = cache.getDefinition();
		LocalCache<Object, Object> store = cache.getStore();
		Selection selection = store.selection();
		return new CacheDescriptor(selection.strategy().id(), SelectionDescriptor.of(selection),
				WorkloadDescriptor.of(definition.workload(), definition.assumed()),
				ObservedDescriptor.of(store.observed()),
				store.advice()
					.stream()
					.map((advice) -> AdviceDescriptor.of(advice, definition.settingsKey(cache.getName())))
					.toList(),
				ConfigurationDescriptor.of(definition, store.workload(), store.adaptivity()), store.size(),
				StatisticsDescriptor.of(cache), SecondLevelDescriptor.of(store), PolicyDescriptor.of(store),
				store.recentPromotions().stream().map(PromotionDescriptor::of).toList(),
				store.recentChanges().stream().map(StrategyChangeDescriptor::of).toList(), cache.getWarmUpReport());
	}

}
