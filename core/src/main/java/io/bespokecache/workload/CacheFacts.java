package io.bespokecache.workload;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a cache when advice about it is given.
 *
 * @param declared how it is used and what it must do, as declared
 * @param selection its strategy, and why
 * @param observed how it was used
 * @param recent what happened in the last minutes
 * @param recentTime how long that is
 * @param size entries
 * @param curve what it would miss with other bounds, by ascending factor; empty if that
 * is not known
 * @param missCauses what misses were about
 * @param keyFlaw what is wrong with its keys; {@code null} if nothing is known to be
 */
public record CacheFacts(Workload declared, Selection selection, ObservedWorkload observed, UseCounts recent,
		Duration recentTime, long size, List<BoundPrediction> curve, MissCauses missCauses, @Nullable KeyFlaw keyFlaw) {

	/** Keeps a copy of the curve. */
	public CacheFacts {
		curve = List.copyOf(curve);
	}

	/** Turns a number of the recent while into one of an hour. */
	double hourly(double number) {
		return number * 3_600 / Math.max(1e-3, recentSeconds());
	}

	double recentSeconds() {
		return this.recentTime.toNanos() / 1e9;
	}

}
