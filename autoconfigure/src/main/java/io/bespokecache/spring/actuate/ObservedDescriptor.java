package io.bespokecache.spring.actuate;

import io.bespokecache.workload.ObservedWorkload;
import io.bespokecache.workload.ObservedWorkload.KeyLifetime;
import io.bespokecache.workload.ObservedWorkload.ValueSizes;
import org.jspecify.annotations.Nullable;

/**
 * How a cache has been used. All durations and estimates are rounded.
 *
 * @param period the time that the figures are about, for example {@code 10m}
 * @param reads look-ups
 * @param writes values stored or removed, those of loads included
 * @param readRatio share of calls that read, from 0 to 1
 * @param keyLifetime how long keys are of use; absent until enough is known
 * @param newKeysPerSecond keys that come to be used each second
 * @param workingSet different keys that were used
 * @param skew exponent of the Zipf distribution that fits the use of keys best, 0 if all
 * are used alike; absent until enough is known
 * @param hottestKeyShare share of the look-ups that ask for the most popular key, from 0
 * to 1
 * @param oneHitShare share of keys that were stored and never asked for again, from 0 to
 * 1
 * @param negativeShare share of loads that came with {@code null}, from 0 to 1
 * @param loadTime mean time of a load; absent if there was none
 * @param valueSizes about what values take; absent if none was stored
 * @param sampledKeys keys that the estimates rest on
 * @param seenHits share of hits that was looked at, from 0 to 1
 */
public record ObservedDescriptor(String period, long reads, long writes, double readRatio,
		@Nullable LifetimeDescriptor keyLifetime, double newKeysPerSecond, long workingSet, @Nullable Double skew,
		double hottestKeyShare, double oneHitShare, double negativeShare, @Nullable String loadTime,
		@Nullable ValueSizesDescriptor valueSizes, long sampledKeys, double seenHits) {

	static @Nullable ObservedDescriptor of(@Nullable ObservedWorkload observed) {
		if (observed == null) {
			return null;
		}
		Double skew = observed.skew();
		return new ObservedDescriptor(Rounded.text(observed.period()), observed.reads(), observed.writes(),
				Rounded.share(observed.readRatio()), LifetimeDescriptor.of(observed.keyLifetime()),
				Rounded.figure(observed.newKeysPerSecond()), observed.workingSet(),
				(skew != null) ? Rounded.figure(skew) : null, Rounded.share(observed.hottestKeyShare()),
				Rounded.share(observed.oneHitShare()), Rounded.share(observed.negativeShare()),
				(observed.loadTime() != null) ? Rounded.text(observed.loadTime()) : null,
				ValueSizesDescriptor.of(observed.valueSizes()), observed.sampledKeys(),
				Rounded.share(observed.seenHits()));
	}

	/**
	 * Time from the first use of a key to its last.
	 *
	 * @param lowerQuartile a quarter of the keys is of use for a shorter time
	 * @param median half of the keys are
	 * @param upperQuartile three quarters are
	 * @param atLeast whether more than half of the keys are still in use, so that the
	 * median may be any more
	 */
	public record LifetimeDescriptor(String lowerQuartile, String median, String upperQuartile, boolean atLeast) {

		static @Nullable LifetimeDescriptor of(@Nullable KeyLifetime lifetime) {
			return (lifetime != null) ? new LifetimeDescriptor(Rounded.text(lifetime.lowerQuartile()),
					Rounded.text(lifetime.median()), Rounded.text(lifetime.upperQuartile()), lifetime.atLeast()) : null;
		}

	}

	/**
	 * About what values take on the heap, in bytes.
	 *
	 * @param median half of the sampled values take less
	 * @param largest what the largest sampled value takes
	 */
	public record ValueSizesDescriptor(long median, long largest) {

		static @Nullable ValueSizesDescriptor of(@Nullable ValueSizes sizes) {
			return (sizes != null) ? new ValueSizesDescriptor(sizes.median(), sizes.largest()) : null;
		}

	}

}
