package io.bespokecache.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.map.MapStatistics;
import io.bespokecache.map.PolicyState;
import io.bespokecache.map.Promotion;
import io.bespokecache.map.SizePrediction;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.CacheDefinition;
import io.bespokecache.spring.CacheOptions;
import io.bespokecache.spring.WarmUpReport;
import io.bespokecache.workload.BulkNeed;
import io.bespokecache.workload.Durations;
import io.bespokecache.workload.ReferenceStrength;
import io.bespokecache.workload.Rejection;
import io.bespokecache.workload.Selection;
import io.bespokecache.workload.Workload;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One cache as the endpoint shows it.
 *
 * @param strategy name of the strategy
 * @param selection why it is that strategy
 * @param workload how the cache is used, as declared
 * @param configuration what the cache was told to do
 * @param size number of entries
 * @param statistics counts since the cache was created
 * @param policy how the cache decides what to evict, and what other bounds would gain;
 * absent if its strategy does not tell, or it has no bound
 * @param recentPromotions the latest promotions, newest first
 * @param warmUp what became of the entries when the application started; absent if the
 * cache was neither restored nor preloaded
 */
public record CacheDescriptor(String strategy, SelectionDescriptor selection, WorkloadDescriptor workload,
		ConfigurationDescriptor configuration, long size, StatisticsDescriptor statistics,
		@Nullable PolicyDescriptor policy, List<PromotionDescriptor> recentPromotions,
		@Nullable WarmUpReport warmUp) implements OperationResponseBody {

	static CacheDescriptor of(BespokeCache cache) {
		CacheDefinition definition = cache.getDefinition();
		LocalCache<Object, Object> store = cache.getStore();
		return new CacheDescriptor(definition.selection().strategy().id(),
				SelectionDescriptor.of(definition.selection()),
				WorkloadDescriptor.of(definition.workload(), definition.assumed()),
				ConfigurationDescriptor.of(definition), store.size(), StatisticsDescriptor.of(cache),
				PolicyDescriptor.of(store), store.recentPromotions().stream().map(PromotionDescriptor::of).toList(),
				cache.getWarmUpReport());
	}

	/**
	 * Why a strategy was chosen.
	 *
	 * @param reason what decided
	 * @param rejected every other strategy with its reason
	 */
	public record SelectionDescriptor(String reason, List<RejectionDescriptor> rejected) {

		static SelectionDescriptor of(Selection selection) {
			return new SelectionDescriptor(selection.reason(),
					selection.rejected().stream().map(RejectionDescriptor::of).toList());
		}

	}

	/**
	 * A strategy that was not chosen.
	 *
	 * @param strategy name of the strategy
	 * @param reason why not
	 */
	public record RejectionDescriptor(String strategy, String reason) {

		static RejectionDescriptor of(Rejection rejection) {
			return new RejectionDescriptor(rejection.strategy().id(), rejection.reason());
		}

	}

	/**
	 * How a cache is used.
	 *
	 * @param readRatio share of calls that read, from 0 to 1
	 * @param keyLifetime how long a key is of use, for example {@code 1h}
	 * @param expectedEntries how many entries are expected
	 * @param bulk what operations on several keys need: {@code snapshot} or
	 * {@code atomic}; absent if nothing
	 * @param assumed which of these nobody declared
	 */
	public record WorkloadDescriptor(double readRatio, String keyLifetime, long expectedEntries, @Nullable String bulk,
			Set<String> assumed) {

		static WorkloadDescriptor of(Workload workload, Set<String> assumed) {
			return new WorkloadDescriptor(workload.readRatio(), Durations.format(workload.keyLifetime()),
					workload.expectedEntries(), (workload.bulk() != BulkNeed.NONE) ? workload.bulk().id() : null,
					new TreeSet<>(assumed));
		}

	}

	/**
	 * What a cache was told to do. What it was not told is absent.
	 *
	 * @param source the property that describes the cache
	 * @param maximumSize greatest number of entries
	 * @param maximumWeight greatest sum of weights
	 * @param expireAfterWrite time to live since the last write
	 * @param expireAfterAccess time to live since the last read or write
	 * @param expiry true if a bean decides how long each entry lives
	 * @param expiryJitter greatest share of its life that an entry loses by chance;
	 * absent if none does
	 * @param values how firmly values are held: {@code soft} or {@code weak}; absent if
	 * strongly
	 * @param weakKeys true if an entry goes when nobody else refers to its key
	 * @param refreshAfterWrite age from which an entry is loaded again while it is served
	 * @param staleOnError time for which an expired entry is served if it cannot be
	 * loaded again
	 * @param loadOnce whether of all callers that miss the same key at the same time one
	 * runs the method
	 * @param loadTimeout greatest time to wait for another caller's load
	 * @param nulls what is done about null values: {@code store}, {@code skip} or
	 * {@code reject}
	 * @param nullsExpireAfterWrite time to live of a stored null
	 * @param transactionAware whether writes inside a transaction take effect when it
	 * commits
	 * @param preload true if a bean fills the cache when the application starts
	 * @param warmStart the file from which entries come back when the application starts
	 */
	public record ConfigurationDescriptor(String source, @Nullable Long maximumSize, @Nullable Long maximumWeight,
			@Nullable String expireAfterWrite, @Nullable String expireAfterAccess, @Nullable Boolean expiry,
			@Nullable Double expiryJitter, @Nullable String values, @Nullable Boolean weakKeys,
			@Nullable String refreshAfterWrite, @Nullable String staleOnError, boolean loadOnce,
			@Nullable String loadTimeout, String nulls, @Nullable String nullsExpireAfterWrite,
			boolean transactionAware, @Nullable Boolean preload, @Nullable String warmStart) {

		static ConfigurationDescriptor of(CacheDefinition definition) {
			Workload workload = definition.workload();
			LoadPolicy loads = definition.loads();
			CacheOptions options = definition.options();
			return new ConfigurationDescriptor(definition.source(), workload.maximumSize(), workload.maximumWeight(),
					format(workload.expireAfterWrite()), format(workload.expireAfterAccess()),
					(options.expiry() != null) ? true : null,
					(options.expiryJitter() > 0) ? options.expiryJitter() : null,
					(workload.values() != ReferenceStrength.STRONG) ? workload.values().id() : null,
					workload.weakKeys() ? true : null, format(loads.refreshAfterWrite()), format(loads.staleOnError()),
					options.loadOnce(), format(loads.loadTimeout()), options.nullPolicy().id(),
					format(options.nullsExpireAfterWrite()), options.transactionAware(),
					(options.preload() != null) ? true : null,
					(options.warmStart() != null) ? options.warmStart().file().toString() : null);
		}

		private static @Nullable String format(@Nullable Duration duration) {
			return (duration != null) ? Durations.format(duration) : null;
		}

	}

	/**
	 * Counts since a cache was created.
	 *
	 * @param hits lookups that found a value
	 * @param misses lookups that found none
	 * @param hitRatio share of lookups that found a value, from 0 to 1
	 * @param puts values written
	 * @param removals entries that the user dropped
	 * @param loads loads that the cache ran itself, failed ones included
	 * @param loadFailures loads that failed
	 * @param nestedLoads loads that ran beside another of the same key, because to wait
	 * for it would never have ended
	 * @param loadTimeouts waits for another caller's load that were given up
	 * @param refreshes loads, begun while the old value was served, that replaced it
	 * @param refreshFailures loads, begun while the old value was served, that did not
	 * @param staleServed lookups that were answered with an expired value
	 * @param nulls null values that loads and puts came with; {@code configuration.nulls}
	 * says what became of them
	 * @param committedWrites writes that waited for a transaction to end, and that its
	 * commit applied
	 * @param droppedWrites writes that waited for a transaction to end, and that were
	 * dropped because it was rolled back, or because nobody knows its outcome
	 * @param errors failures of the cache itself that callers were spared
	 * @param evictions entries that the cache dropped by itself
	 * @param deltaHits hits that found their key in the delta of a promoting map
	 * @param promotions how often a promoting map laid out a new read table
	 * @param largeValues values that were written and take half of a region of the G1
	 * collector or more, as far as an lru-reference map can tell
	 */
	public record StatisticsDescriptor(long hits, long misses, double hitRatio, long puts, long removals, long loads,
			long loadFailures, long nestedLoads, long loadTimeouts, long refreshes, long refreshFailures,
			long staleServed, long nulls, long committedWrites, long droppedWrites, long errors,
			EvictionsDescriptor evictions, long deltaHits, long promotions, long largeValues) {

		static StatisticsDescriptor of(BespokeCache cache) {
			CacheStatistics statistics = cache.getStore().statistics();
			MapStatistics map = statistics.map();
			return new StatisticsDescriptor(statistics.hits(), statistics.misses(), statistics.hitRatio(),
					statistics.puts(), statistics.removals(), statistics.loads(), statistics.loadFailures(),
					statistics.nestedLoads(), statistics.loadTimeouts(), statistics.refreshes(),
					statistics.refreshFailures(), statistics.staleServed(), cache.getNulls(),
					cache.getCommittedWrites(), cache.getDroppedWrites(), cache.getErrors(),
					EvictionsDescriptor.of(map), map.deltaHits(), map.promotions(), map.largeValues());
		}

	}

	/**
	 * Entries that a cache dropped by itself.
	 *
	 * @param size to keep the bound
	 * @param expired because their time had passed
	 * @param collected because the garbage collector took the value or the key
	 */
	public record EvictionsDescriptor(long size, long expired, long collected) {

		static EvictionsDescriptor of(MapStatistics statistics) {
			return new EvictionsDescriptor(statistics.evictedBySize(), statistics.evictedByExpiry(),
					statistics.evictedByCollection());
		}

	}

	/**
	 * How a cache decides what to evict.
	 *
	 * @param smallShare share of the queue that new entries come to, from 0 to 1
	 * @param smallEntries entries in that queue
	 * @param mainEntries entries in the queue of those that were used again
	 * @param shareChosenBy {@code policy} if the policy's own rule set the share,
	 * {@code shadow-caches} if simulations of other shares did
	 * @param sampledAccesses accesses that the simulations have seen
	 * @param missRatioCurve what is predicted for other bounds; empty until enough has
	 * been evicted
	 */
	public record PolicyDescriptor(double smallShare, long smallEntries, long mainEntries, String shareChosenBy,
			long sampledAccesses, List<PredictionDescriptor> missRatioCurve) {

		static @Nullable PolicyDescriptor of(LocalCache<?, ?> cache) {
			PolicyState state = cache.map().policyState();
			if (state == null) {
				return null;
			}
			double hitRatio = cache.statistics().hitRatio();
			Long bound = cache.workload().maximumSize();
			return new PolicyDescriptor(rounded(state.smallShare()), state.smallEntries(), state.mainEntries(),
					state.shareChosenByShadows() ? "shadow-caches" : "policy", state.sampledAccesses(),
					(bound != null) ? state.curve()
						.stream()
						.map((prediction) -> PredictionDescriptor.of(prediction, bound, hitRatio))
						.toList() : List.of());
		}

		private static double rounded(double share) {
			return Math.round(share * 1_000) / 1_000.0;
		}

	}

	/**
	 * What another bound would gain or lose.
	 *
	 * @param maximumSize the other bound
	 * @param predictedHitRatio share of lookups that would find a value, from 0 to 1,
	 * since the cache was created
	 * @param sampledMisses misses that the prediction rests on; below some hundred it
	 * says little
	 */
	public record PredictionDescriptor(long maximumSize, double predictedHitRatio, long sampledMisses) {

		static PredictionDescriptor of(SizePrediction prediction, long bound, double hitRatio) {
			return new PredictionDescriptor(Math.max(1, Math.round(bound * prediction.factor())),
					PolicyDescriptor.rounded(prediction.hitRatio(hitRatio)), prediction.sampledMisses());
		}

	}

	/**
	 * One promotion.
	 *
	 * @param time when the new read table became visible
	 * @param cause what made it due, for example {@code delta-hits}
	 * @param keysMoved how many keys came from the delta
	 * @param duration how long it took
	 * @param readTableSize how many keys the new read table holds
	 * @param waited how long the first of the moved keys had waited in the delta
	 * @param bytesAllocated about what the new read table takes, keys and values left out
	 * @param bytesHeldTwice about what the old read table took, which was held meanwhile
	 */
	public record PromotionDescriptor(Instant time, String cause, long keysMoved, Duration duration, long readTableSize,
			Duration waited, long bytesAllocated, long bytesHeldTwice) {

		static PromotionDescriptor of(Promotion promotion) {
			return new PromotionDescriptor(promotion.time(), promotion.cause().id(), promotion.keysMoved(),
					promotion.duration(), promotion.readTableSize(), promotion.waited(), promotion.bytesAllocated(),
					promotion.bytesHeldTwice());
		}

	}

}
