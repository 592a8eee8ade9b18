package io.bespokecache.workload;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import io.bespokecache.workload.ObservedWorkload.KeyLifetime;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WorkloadObserver} has seen. Not thread-safe, but where it says so.
 */
final class Observations {

	/** Steps of a minute. */
	private static final double MINUTE = 60e9 / KeySample.NANOS_A_STEP;

	private static final double SHORTEST_HALF = 5 * MINUTE;

	private static final double LONGEST_HALF = 6 * 60 * MINUTE;

	/** Gaps between uses of a key that make a half. */
	private static final double GAPS = 2 * KeySample.PATIENCE;

	/** Keys that die in a half and tell enough about lifetimes. */
	private static final int MANY_DEATHS = 250;

	/** What half a period lasts for if there are fewer. */
	private static final double HALF_OF_FEW_DEATHS = 60 * MINUTE;

	/** Values whose sizes are looked at in a tick. */
	private static final int SIZES_A_TICK = 8;

	/** Hits of a slice that tell how many of them are sampled. */
	private static final int ENOUGH_HITS = 100;

	final KeySample sample = new KeySample();

	final HotKeys hotKeys = new HotKeys();

	final HitProbe probe;

	/** Values whose sizes are still to be looked at. Read by any thread. */
	private volatile int sizesLeft = SIZES_A_TICK;

	/**
	 * Hits that were not seen because somebody else was: just when many threads count
	 * them, none may be lost.
	 */
	private final LongAdder lostHits = new LongAdder();

	private final ValueSizeSample valueSizes = new ValueSizeSample();

	private int sampledHits;

	private int recentDeaths;

	private Mark former;

	private Mark half;

	private UseCounts counts = UseCounts.NONE;

	private long nanos;

	/** Hits during all slices. */
	private long seenHits;

	/** Hits there had been when the slice ended; negative while it goes on. */
	private volatile long sliceEnd = -1;

	/** Share of the hits that are of sampled keys. */
	private double inside = 1;

	private MissCauses causes = MissCauses.NONE;

	private MissCauses formerCauses = MissCauses.NONE;

	Observations(WorkloadObserver observer, int now, long nanos) {
		this.probe = new HitProbe(observer, this.sample);
		this.half = new Mark(UseCounts.NONE, 0, now);
		this.former = this.half;
		this.nanos = nanos;
	}

	void hit(int fingerprint, int now) {
		this.sampledHits++;
		this.sample.hit(fingerprint, now);
	}

	/** Any thread. */
	void loseHit() {
		this.lostHits.increment();
	}

	long lostHits() {
		return this.lostHits.sum();
	}

	/** Whether sizes are still looked at. Any thread. */
	boolean takesSizes() {
		return this.sizesLeft > 0;
	}

	void missed(int fingerprint, int now, EntryTimes times) {
		int index = this.sample.find(fingerprint);
		MissCauses cause = MissCauses.ANY;
		if (index >= 0 && this.sample.isStored(index)) {
			cause = times.causeOfMiss(now - this.sample.storeTime(index), now - this.sample.lastUse(index));
		}
		this.causes = this.causes.plus(cause);
		this.sample.otherUse(fingerprint, now);
	}

	/** Entries live for another time from now on. */
	void forgetCauses() {
		this.causes = MissCauses.NONE;
		this.formerCauses = MissCauses.NONE;
	}

	/**
	 * A value was stored.
	 * @param bytes about what it takes; {@code null} if that was not looked at
	 */
	void stored(int fingerprint, int now, ValueSize.@Nullable Bytes bytes, boolean loaded) {
		if (!loaded) {
			this.sample.otherUse(fingerprint, now);
		}
		this.sample.stored(fingerprint, now);
		if (bytes != null) {
			this.sizesLeft = Math.max(0, this.sizesLeft - 1);
			if (bytes.total() >= 0) {
				this.valueSizes.add(bytes);
			}
		}
	}

	/** Any thread; the first one counts. */
	void endSlice(long hits) {
		if (this.sliceEnd < 0) {
			this.sliceEnd = hits;
		}
	}

	/**
	 * A slice ends if it has not already, and another one begins.
	 * @return how many hits it is to see
	 */
	int tick(UseCounts counts, long nanos) {
		long end = (this.sliceEnd >= 0) ? Math.min(this.sliceEnd, counts.hits()) : counts.hits();
		long seen = Math.max(0, end - this.counts.hits());
		long sampled = this.sampledHits + this.lostHits.sumThenReset();
		if (seen >= ENOUGH_HITS) {
			this.inside = Math.min(1, (double) sampled / seen);
		}
		this.seenHits += (sampled > 0) ? Math.round((double) seen * this.sampledHits / sampled) : seen;
		int hits = Duty.hits(counts.since(this.counts), Math.max(1, nanos - this.nanos), this.inside,
				this.probe.meanNanos());
		this.counts = counts;
		this.nanos = nanos;
		this.sampledHits = 0;
		this.sizesLeft = SIZES_A_TICK;
		this.sliceEnd = -1;
		return hits;
	}

	ObservedWorkload review(UseCounts counts, int now) {
		int start = this.former.time();
		this.sample.review(now, now - start);
		UseCounts period = counts.since(this.former.counts());
		double seenHits = (period.hits() == 0) ? 1
				: Math.min(1, (double) Math.max(1, this.seenHits - this.former.seenHits()) / period.hits());
		LifetimeEstimate lifetimes = new LifetimeEstimate(this.sample, start, this.half.time(), now, seenHits);
		this.recentDeaths = lifetimes.recentDeaths();
		return workload(period, seenHits, lifetimes, now);
	}

	/** Whether, as of the last review, a new half of the period is to begin. */
	boolean isHalfOver(int now) {
		double length = Math.max(SHORTEST_HALF, GAPS * this.sample.typicalGap());
		if (this.recentDeaths < MANY_DEATHS) {
			length = Math.max(length, HALF_OF_FEW_DEATHS);
		}
		return (double) now - this.half.time() >= Math.min(length, LONGEST_HALF);
	}

	/**
	 * A new half of the period begins, and with it time: from here on it is counted from
	 * now.
	 */
	void rotate(UseCounts counts, int now) {
		this.former = this.half.earlierBy(now);
		this.half = new Mark(counts, this.seenHits, 0);
		this.sample.rotate(now);
		this.valueSizes.rotate();
		this.formerCauses = this.causes;
		this.causes = MissCauses.NONE;
	}

	private ObservedWorkload workload(UseCounts period, double seenHits, LifetimeEstimate lifetimes, int now) {
		int start = this.former.time();
		int used = 0;
		int born = 0;
		int once = 0;
		int twice = 0;
		for (int index = 0; index < this.sample.size(); index++) {
			int uses = this.sample.uses(index);
			if (uses == 0 || !this.sample.counts(index)) {
				continue;
			}
			used++;
			born += (this.sample.isBorn(index) && this.sample.firstUse(index) >= start) ? 1 : 0;
			if (this.sample.storeTime(index) < start) {
				// All of its uses were hits, so it could have remained unseen.
				once += (uses == 1) ? 1 : 0;
				twice += (uses == 2) ? 1 : 0;
			}
		}
		double rate = this.sample.rate();
		double seconds = (double) ((long) now - start) * KeySample.NANOS_A_STEP / 1e9;
		double keys = used + LifetimeEstimate.unseen(once, twice, seenHits);
		KeyLifetime lifetime = lifetimes.quartiles();
		return new ObservedWorkload(Duration.ofNanos((long) (seconds * 1e9)), period.reads(), period.writes(), lifetime,
				(seconds > 0) ? born / rate / seconds : 0, Math.round(keys / rate), SkewFit.of(this.sample),
				this.hotKeys.hottestShare() * period.hitRatio(), lifetimes.oneHitShare(),
				(period.loads() == 0) ? 0 : (double) period.negativeLoads() / period.loads(), loadTime(period),
				this.valueSizes.sizes(), used, seenHits);
	}

	private static @Nullable Duration loadTime(UseCounts period) {
		return (period.loads() == 0) ? null : Duration.ofNanos((long) period.meanLoadNanos());
	}

	MissCauses missCauses() {
		return this.causes.plus(this.formerCauses);
	}

	/** How far it had come when half a period began. */
	private record Mark(UseCounts counts, long seenHits, int time) {

		Mark earlierBy(int steps) {
			return new Mark(this.counts, this.seenHits, this.time - steps);
		}

	}

}
