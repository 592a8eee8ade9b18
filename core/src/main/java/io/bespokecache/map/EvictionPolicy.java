package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * Decides which node of a {@link NodeSegment} to evict. Guarded by the segment's lock,
 * save that readers note in a node that it was used.
 */
abstract class EvictionPolicy {

	/** For how many nodes it decides; zero until that is known. */
	abstract int capacity();

	/**
	 * Sets for how many nodes to decide.
	 * @param capacity number of nodes, 1 or more
	 */
	abstract void setCapacity(int capacity);

	/**
	 * A key comes that is not in the segment. Comes before the evictions that make room
	 * for it and before {@link #add}.
	 * @param hash 24 bits of its hash
	 */
	abstract void missed(int hash);

	/**
	 * As {@link #missed}, of a key that comes with its entry from another map: nobody has
	 * asked for it.
	 * @param hash 24 bits of its hash
	 */
	void moved(int hash) {
		missed(hash);
	}

	/** Adds the node of the key that has come. */
	abstract void add(Node node);

	/**
	 * Takes the next victim out of the queues.
	 * @return the node to evict, or {@code null} if there is none
	 */
	abstract @Nullable Node evict();

	/** A node that was added has died and is still in a queue. */
	abstract void died();

	/** Forgets all nodes. */
	abstract void clear();

}
