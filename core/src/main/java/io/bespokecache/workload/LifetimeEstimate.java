package io.bespokecache.workload;

import java.time.Duration;
import java.util.Arrays;

import io.bespokecache.workload.ObservedWorkload.KeyLifetime;
import org.jspecify.annotations.Nullable;

/**
 * How long keys are of use, from a sample of them, most of which may still be.
 * <p>
 * It is a life table of the period: the chance to die at an age, among the keys that were
 * of that age during the period, whatever became of those before [1]. So a key that was
 * born earlier counts from the age that it had when the period began, and one that lives
 * counts up to its present age (Kaplan and Meier [2]).
 * <p>
 * <b>When is a key dead?</b> When it has been idle for {@link KeySample#PATIENCE} of its
 * own gaps between uses. So of the last moments, as many as that, nothing can be told
 * yet. They are left out for the living and the dead alike: to count the living up to now
 * and the dead only if they have been so for long would make lives longer.
 * <p>
 * <b>When was the last use?</b> If a part of the hits is seen, it was on the mean (1 - p)
 * / p gaps after the last one that was seen. Of the keys that were never seen to be hit,
 * Chao's estimate [3] tells how many were, in spite of that.
 * <p>
 * [1] Tsai, Jewell, Wang, <i>A note on the product-limit estimator under right censoring
 * and left truncation</i>, Biometrika 1987. [2] Kaplan, Meier, <i>Nonparametric
 * Estimation from Incomplete Observations</i>, JASA 1958. [3] Chao, <i>Nonparametric
 * Estimation of the Number of Classes in a Population</i>, 1984.
 */
final class LifetimeEstimate {

	/** Keys without which nothing is said. */
	private static final int LEAST_KEYS = 20;

	/** What fewer keys of an age tell of it is taken as if there were so many. */
	private static final int LEAST_AT_RISK = 10;

	private final KeySample sample;

	private final double seenHits;

	/** Ages at which keys came to be observed. */
	private final double[] entries = new double[KeySample.CAPACITY];

	/** Ages up to which keys were alive, of which no more is known. */
	private final double[] ages = new double[KeySample.CAPACITY];

	/** Ages at which keys died. */
	private final double[] deaths = new double[KeySample.CAPACITY];

	private int entered;

	private int living;

	private int dead;

	private int oneHits;

	private int recentDeaths;

	/**
	 * Makes an estimate.
	 * @param sample the keys
	 * @param periodStart when the period began
	 * @param halfStart when its second half did
	 * @param now the time
	 * @param seenHits share of hits that was seen, above 0
	 */
	LifetimeEstimate(KeySample sample, int periodStart, int halfStart, int now, double seenHits) {
		this.sample = sample;
		this.seenHits = seenHits;
		double hidden = hiddenUses(periodStart, now);
		for (int index = 0; index < sample.size(); index++) {
			if (sample.counts(index) && sample.isBorn(index)) {
				follow(index, periodStart, halfStart, now, hidden);
			}
		}
		Arrays.sort(this.entries, 0, this.entered);
		Arrays.sort(this.ages, 0, this.living);
		Arrays.sort(this.deaths, 0, this.dead);
	}

	private void follow(int index, int periodStart, int halfStart, int now, double hidden) {
		double judged = now - KeySample.PATIENCE * this.sample.gap(index);
		int first = this.sample.firstUse(index);
		int last = this.sample.lastUse(index);
		if (judged <= first || this.sample.typicalGap() == 0) {
			return;
		}
		double entry = Math.max(0, (double) periodStart - first);
		if (last > judged) {
			if (judged - first > entry) {
				this.entries[this.entered++] = entry;
				this.ages[this.living++] = judged - first;
			}
		}
		else if (last - first >= entry) {
			this.recentDeaths += (last >= halfStart) ? 1 : 0;
			this.entries[this.entered++] = entry;
			this.deaths[this.dead++] = last - first + rest(index, hidden);
		}
	}

	/** Time from the last use that was seen to the last that there was. */
	private double rest(int index, double hidden) {
		if (this.sample.allUses(index) > 1) {
			return (1 - this.seenHits) * this.sample.gap(index);
		}
		double chance = KeyFingerprint.chance(this.sample.fingerprint(index));
		if (chance < hidden) {
			return -Math.log1p(-chance / hidden) * this.sample.typicalGap() / 2;
		}
		this.oneHits++;
		return 0;
	}

	/** Share of the dead keys of a single use that have had others, unseen. */
	private double hiddenUses(int periodStart, int now) {
		int[] numbers = new int[3];
		for (int index = 0; index < this.sample.size(); index++) {
			int hits = this.sample.hits(index);
			if (hits < numbers.length && this.sample.counts(index) && this.sample.isBorn(index)
					&& this.sample.lastUse(index) >= periodStart
					&& now - this.sample.lastUse(index) > KeySample.PATIENCE * this.sample.gap(index)) {
				numbers[hits] += (hits > 0 || this.sample.allUses(index) == 1) ? 1 : 0;
			}
		}
		return (numbers[0] == 0) ? 0 : Math.min(1, unseen(numbers[1], numbers[2], this.seenHits) / numbers[0]);
	}

	/**
	 * How many keys were used, but were never seen to be.
	 * @param once keys that were seen to be used once
	 * @param twice those that were so twice
	 * @param seenHits share of uses that was seen
	 */
	static double unseen(int once, int twice, double seenHits) {
		if (once == 0 || seenHits >= 1) {
			return 0;
		}
		double mean = 2 * (twice + 1.0) / once;
		// Of the keys that were not seen, those are left out that were not used at all.
		return once / mean * -Math.expm1(-mean * (1 - seenHits) / seenHits);
	}

	/** Keys that died in the second half of the period. */
	int recentDeaths() {
		return this.recentDeaths;
	}

	/** Keys that died without having been asked for again, of all that died. */
	double oneHitShare() {
		return (this.dead == 0) ? 0 : (double) this.oneHits / this.dead;
	}

	/** {@code null} if too few keys are known. */
	@Nullable KeyLifetime quartiles() {
		if (this.entered < LEAST_KEYS) {
			return null;
		}
		double greatest = Math.max((this.living > 0) ? this.ages[this.living - 1] : 0,
				(this.dead > 0) ? this.deaths[this.dead - 1] : 0);
		double[] quartiles = { -1, -1, -1 };
		double alive = 1;
		int entered = 0;
		int left = 0;
		int next = 0;
		for (int death = 0; death < this.dead; death = next) {
			double age = this.deaths[death];
			while (next < this.dead && this.deaths[next] == age) {
				next++;
			}
			while (entered < this.entered && this.entries[entered] <= age) {
				entered++;
			}
			while (left < this.living && this.ages[left] < age) {
				left++;
			}
			int atRisk = entered - left - death;
			alive *= 1 - (double) (next - death) / Math.max(atRisk, Math.max(LEAST_AT_RISK, next - death));
			for (int quartile = 0; quartile < quartiles.length; quartile++) {
				if (quartiles[quartile] < 0 && alive <= 1 - (quartile + 1) / 4.0) {
					quartiles[quartile] = age;
				}
			}
		}
		return new KeyLifetime(duration(quartiles[0], greatest), duration(quartiles[1], greatest),
				duration(quartiles[2], greatest), quartiles[1] < 0);
	}

	private static Duration duration(double steps, double greatest) {
		return Duration.ofNanos((long) (((steps < 0) ? greatest : steps) * KeySample.NANOS_A_STEP));
	}

}
