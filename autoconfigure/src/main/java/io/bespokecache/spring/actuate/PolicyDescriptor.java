package io.bespokecache.spring.actuate;

import java.time.Instant;
import java.util.List;

import io.bespokecache.cache.LocalCache;
import io.bespokecache.map.PolicyState;
import io.bespokecache.map.SizePrediction;
import org.jspecify.annotations.Nullable;

/**
 * How a cache decides what to evict.
 *
 * @param smallShare share of the queue that new entries come to, from 0 to 1
 * @param smallEntries entries in that queue
 * @param mainEntries entries in the queue of those that were used again
 * @param shareChosenBy {@code policy} if the policy's own rule set the share,
 * {@code shadow-caches} if simulations of other shares did
 * @param sampledAccesses accesses that the simulations have seen
 * @param recentHitRatio share of look-ups that found a value during the last hour, or
 * since the latest change; absent until that has been so for long enough
 * @param missRatioCurve what is predicted for other bounds; empty until enough has been
 * evicted
 */
public record PolicyDescriptor(double smallShare, long smallEntries, long mainEntries, String shareChosenBy,
		long sampledAccesses, @Nullable Double recentHitRatio, List<PredictionDescriptor> missRatioCurve) {

	static @Nullable PolicyDescriptor of(LocalCache<?, ?> cache) {
		PolicyState state = cache.map().policyState();
		if (state == null) {
			return null;
		}
		Double hitRatio = RecentHitRatio.of(cache, Instant.now());
		Long bound = cache.workload().maximumSize();
		return new PolicyDescriptor(rounded(state.smallShare()), state.smallEntries(), state.mainEntries(),
				state.shareChosenByShadows() ? "shadow-caches" : "policy", state.sampledAccesses(),
				(hitRatio != null) ? rounded(hitRatio) : null,
				(bound != null && hitRatio != null) ? state.curve()
					.stream()
					.map((prediction) -> PredictionDescriptor.of(prediction, bound, hitRatio))
					.toList() : List.of());
	}

	private static double rounded(double share) {
		return Math.round(share * 1_000) / 1_000.0;
	}

	/**
	 * What another bound would gain or lose.
	 *
	 * @param maximumSize the other bound
	 * @param predictedHitRatio share of look-ups that would find a value, from 0 to 1, if
	 * the use were as it was lately
	 * @param sampledMisses misses that the prediction rests on; below some hundred it
	 * says little
	 */
	public record PredictionDescriptor(long maximumSize, double predictedHitRatio, long sampledMisses) {

		static PredictionDescriptor of(SizePrediction prediction, long bound, double hitRatio) {
			return new PredictionDescriptor(Math.max(1, Math.round(bound * prediction.factor())),
					PolicyDescriptor.rounded(prediction.hitRatio(hitRatio)), prediction.sampledMisses());
		}

	}

}
