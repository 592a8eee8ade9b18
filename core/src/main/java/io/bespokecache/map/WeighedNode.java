package io.bespokecache.map;

/**
 * An entry that has a weight, or whose reads put off a deadline that a write has set a
 * limit to; 48 bytes with compressed references.
 */
final class WeighedNode extends TimedNode {

	/** The weight. Guarded by the lock. */
	int weight;

	/** What no read puts the deadline off beyond, by the nano clock. */
	volatile long limit;

	WeighedNode(Object key, int hash, long deadline, long limit, int weight) {
		super(key, hash, deadline);
		this.limit = limit;
		this.weight = weight;
	}

}
