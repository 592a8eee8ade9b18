package io.bespokecache.workload;

/**
 * What the misses of sampled keys were about.
 *
 * @param misses how many there were
 * @param expired those of them whose entry had expired since it was written, no longer
 * ago than it had lived
 * @param expiredUnused those of them whose entry had expired since it was used, no longer
 * ago than it had been idle
 * @param dropped those of them whose entry had been dropped before it could expire
 */
public record MissCauses(long misses, long expired, long expiredUnused, long dropped) {

	/** No miss. */
	public static final MissCauses NONE = new MissCauses(0, 0, 0, 0);

	/** A miss of which no more is known. */
	static final MissCauses ANY = new MissCauses(1, 0, 0, 0);

	static final MissCauses EXPIRED = new MissCauses(1, 1, 0, 0);

	static final MissCauses EXPIRED_UNUSED = new MissCauses(1, 0, 1, 0);

	static final MissCauses DROPPED = new MissCauses(1, 0, 0, 1);

	MissCauses plus(MissCauses other) {
		return new MissCauses(this.misses + other.misses, this.expired + other.expired,
				this.expiredUnused + other.expiredUnused, this.dropped + other.dropped);
	}

	/**
	 * Share of the misses whose entry had just expired.
	 * @return from 0 to 1; 0 if there was no miss
	 */
	public double expiredShare() {
		return share(this.expired + this.expiredUnused);
	}

	/**
	 * Share of the misses whose entry had been dropped early.
	 * @return from 0 to 1; 0 if there was no miss
	 */
	public double droppedShare() {
		return share(this.dropped);
	}

	private double share(long number) {
		return (this.misses == 0) ? 0 : (double) number / this.misses;
	}

}
