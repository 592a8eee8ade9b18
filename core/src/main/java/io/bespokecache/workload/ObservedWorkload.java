package io.bespokecache.workload;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a cache was used during the period that has been observed. The numbers of reads and
 * writes are exact, the other figures are estimated from a sample of its keys.
 *
 * @param period the time that the figures are about
 * @param reads look-ups
 * @param writes values stored or removed, those of loads included
 * @param keyLifetime how long keys are of use; {@code null} until enough is known
 * @param newKeysPerSecond keys that come to be used each second
 * @param workingSet different keys that were used
 * @param skew exponent of the Zipf distribution that fits the use of keys best; 0 if all
 * are used alike; {@code null} until enough is known
 * @param hottestKeyShare share of the look-ups that ask for the most popular key, from 0
 * to 1
 * @param oneHitShare share of keys that were stored and never asked for again, from 0 to
 * 1
 * @param negativeShare share of loads that came with {@code null}, from 0 to 1
 * @param loadTime mean time of a load; {@code null} if there was none
 * @param valueSizes about what values take; {@code null} if none was stored
 * @param sampledKeys keys that the estimates rest on
 * @param seenHits share of hits that was looked at, from 0 to 1
 */
public record ObservedWorkload(Duration period, long reads, long writes, @Nullable KeyLifetime keyLifetime,
		double newKeysPerSecond, long workingSet, @Nullable Double skew, double hottestKeyShare, double oneHitShare,
		double negativeShare, @Nullable Duration loadTime, @Nullable ValueSizes valueSizes, long sampledKeys,
		double seenHits) {

	/**
	 * Share of calls that read.
	 * @return from 0 to 1; 1 if there was no call
	 */
	public double readRatio() {
		long calls = this.reads + this.writes;
		return (calls == 0) ? 1 : (double) this.reads / calls;
	}

	/**
	 * Time from the first use of a key to its last.
	 *
	 * @param lowerQuartile a quarter of the keys is of use for a shorter time
	 * @param median half of the keys are
	 * @param upperQuartile three quarters are
	 * @param atLeast whether more than half of the keys are still in use, so that the
	 * median is no less than this, and may be any more
	 */
	public record KeyLifetime(Duration lowerQuartile, Duration median, Duration upperQuartile, boolean atLeast) {

	}

	/**
	 * About what values take on the heap, in bytes.
	 *
	 * @param median half of the sampled values take less
	 * @param largest what the largest sampled value takes
	 * @param largestArray what the largest single array in a sampled value takes; 0 if
	 * none was seen
	 */
	public record ValueSizes(long median, long largest, long largestArray) {

	}

}
