package io.bespokecache.workload;

/**
 * What the misses of sampled keys were about.
 *
 * @param misses how many there were
 * @param expired those of them whose entry had expired, no longer ago than it had lived
 * @param dropped those of them whose entry had been dropped before it could expire
 */
public record MissCauses(long misses, long expired, long dropped) {

	/** No miss. */
	public static final MissCauses NONE = new MissCauses(0, 0, 0);

	MissCauses plus(MissCauses other) {
		return new MissCauses(this.misses + other.misses, this.expired + other.expired, this.dropped + other.dropped);
	}

	/**
	 * Share of the misses whose entry had just expired.
	 * @return from 0 to 1; 0 if there was no miss
	 */
	public double expiredShare() {
		return (this.misses == 0) ? 0 : (double) this.expired / this.misses;
	}

	/**
	 * Share of the misses whose entry had been dropped early.
	 * @return from 0 to 1; 0 if there was no miss
	 */
	public double droppedShare() {
		return (this.misses == 0) ? 0 : (double) this.dropped / this.misses;
	}

}
