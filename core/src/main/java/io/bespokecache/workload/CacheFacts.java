package io.bespokecache.workload;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a cache when advice about it is given.
 *
 * @param declaration how it is used and what it must do, as declared
 * @param selection its strategy, and why
 * @param observed how it was used
 * @param use what happened in the last minutes
 * @param size entries
 * @param curve what it would miss with other bounds, by ascending factor; empty if that
 * is not known
 * @param missCauses what misses were about
 * @param keyFlaw what is wrong with its keys; {@code null} if nothing is known to be
 * @param largeBytes bytes from which on the garbage collector treats an array as a
 * special case; {@link Long#MAX_VALUE} if it never does
 */
public record CacheFacts(CacheDeclaration declaration, Selection selection, ObservedWorkload observed, RecentUse use,
		long size, List<BoundPrediction> curve, MissCauses missCauses, @Nullable KeyFlaw keyFlaw, long largeBytes) {

	/** Keeps a copy of the curve. */
	public CacheFacts {
		curve = List.copyOf(curve);
	}

	Workload declared() {
		return this.declaration.workload();
	}

	UseCounts recent() {
		return this.use.all();
	}

	/** Turns a number of the recent while into one of an hour. */
	double hourly(double number) {
		return number * 3_600 / Math.max(1e-3, recentSeconds());
	}

	double recentSeconds() {
		return this.use.time().toNanos() / 1e9;
	}

	boolean isGrowing() {
		return RecentUse.isGrowth(this.use.sizeBefore(), this.size);
	}

	/** Share of calls that read, without the time in which the cache was filled. */
	double readRatio() {
		double calls = this.use.settledCalls();
		return (calls > 0) ? this.use.settledReads() / calls : this.observed.readRatio();
	}

}
