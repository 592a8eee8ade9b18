package io.bespokecache.map;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Evicts the least recently used node, to within a part of the capacity.
 * <p>
 * Time is counted in epochs: as many misses as make up a part of the capacity. A node
 * remembers the epoch of its last use in a byte, which a hit writes at most once an
 * epoch. There is a queue an epoch, and a node waits in the queue of the epoch in which
 * it was last used as far as the policy has seen: so the oldest queue holds the least
 * recently used nodes, and those that were used since, which go on to the queue of that
 * epoch when their turn comes. Nothing is moved, and no lock is taken, when a node is
 * used.
 */
final class LruPolicy extends EvictionPolicy {

	/** Epochs that make up the capacity. */
	private static final int EPOCHS = 32;

	/**
	 * Queues. An entry that nobody uses is evicted when it is a capacity old, so those of
	 * older epochs matter only where entries are removed otherwise.
	 */
	private static final int QUEUES = 64;

	/** What a byte tells apart. */
	private static final int STAMPS = (1 << Byte.SIZE) - 1;

	/**
	 * Age that no stamp is to exceed for long: each node of the oldest queue is looked at
	 * once in as many epochs as there are queues, so none grows so old that it would seem
	 * to be young.
	 */
	private static final int OLDEST_STAMP = STAMPS / 2;

	/** Nodes that an eviction moves; the next one goes whenever it was used. */
	private static final int MOST_MOVES = 256;

	/** Dead nodes that are let be. */
	private static final int FEW_DEAD = 16;

	/** Part of the queues that may be dead beside them. */
	private static final int DEAD_SHARE = 4;

	/**
	 * By epoch, modulo their number; {@code null} where there is no node. The oldest one
	 * holds what is older, too.
	 */
	private final @Nullable FifoQueue[] queues = new FifoQueue[QUEUES];

	private int capacity;

	/** Misses that make an epoch. */
	private int length;

	/** Misses in this epoch. */
	private int misses;

	/** The epoch, modulo {@link #STAMPS} plus one. Read without the lock. */
	private volatile byte now;

	/** Age of the oldest queue that may hold a node. */
	private int oldest;

	/** Nodes in the queues, dead ones included. */
	private int size;

	private int dead;

	/**
	 * Makes a policy that has nothing to decide on.
	 * @param capacity as {@link #setCapacity}; zero to set it later
	 */
	LruPolicy(int capacity) {
		setCapacity(capacity);
	}

	@Override
	int capacity() {
		return this.capacity;
	}

	@Override
	void setCapacity(int capacity) {
		this.capacity = capacity;
		this.length = Math.max(1, capacity / EPOCHS);
	}

	/** The epoch, for {@link Node#usedIn}. Needs no lock. */
	byte now() {
		return this.now;
	}

	@Override
	void missed(int hash) {
		this.misses++;
		if (this.misses >= this.length) {
			this.misses = 0;
			beginEpoch();
		}
	}

	/**
	 * The oldest queue stays the oldest, and takes up the one that follows it if there is
	 * no other for the new epoch.
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
	private void beginEpoch() {
		if (this.capacity == 0) {
			// A bound on weight: nobody knows yet on how many nodes it is one.
			this.length = Math.max(1, this.size / EPOCHS);
		}
		if (this.oldest == QUEUES - 1) {
			FifoQueue eldest = queue(this.oldest);
			FifoQueue next = this.queues[slot(this.oldest - 1)];
			while (next != null && next.size() > 0) {
				eldest.add(next.first(), 0);
				next.removeFirst();
			}
			limitAges(eldest);
			this.queues[slot(this.oldest)] = null;
			this.queues[slot(this.oldest - 1)] = eldest;
		}
		else if (this.size > 0) {
			this.oldest++;
		}
		this.now++;
	}

	private void limitAges(FifoQueue eldest) {
		for (int left = 1 + eldest.size() / QUEUES; left > 0 && eldest.size() > 0; left--) {
			Node node = eldest.first();
			if (age(node) > OLDEST_STAMP) {
				node.usedIn((byte) (this.now - OLDEST_STAMP));
			}
			eldest.add(node, 0);
			eldest.removeFirst();
		}
	}

	private int age(Node node) {
		return (this.now - node.epoch()) & STAMPS;
	}

	private int slot(int age) {
		return (this.now - age) & (QUEUES - 1);
	}

	private FifoQueue queue(int age) {
		FifoQueue queue = this.queues[slot(age)];
		if (queue == null) {
			queue = new FifoQueue();
			this.queues[slot(age)] = queue;
		}
		return queue;
	}

	@Override
	void add(Node node) {
		node.usedIn(this.now);
		queue(0).add(node, 0);
		this.size++;
	}

	@Override
	@Nullable Node evict() {
		int moves = 0;
		while (true) {
			FifoQueue queue = this.queues[slot(this.oldest)];
			if (queue == null || queue.size() == 0) {
				this.queues[slot(this.oldest)] = null;
				if (this.oldest == 0) {
					return null;
				}
				this.oldest--;
				continue;
			}
			Node node = queue.first();
			int age = age(node);
			if (node.value() == null) {
				this.dead--;
				this.size--;
			}
			else if (age < this.oldest && moves < MOST_MOVES) {
				// First, since it may find no memory.
				queue(age).add(node, 0);
				moves++;
			}
			else {
				this.size--;
				queue.removeFirst();
				return node;
			}
			queue.removeFirst();
		}
	}

	@Override
	void died() {
		this.dead++;
		if (this.dead > FEW_DEAD + this.size / DEAD_SHARE) {
			this.size = 0;
			for (FifoQueue queue : this.queues) {
				if (queue != null) {
					queue.compact();
					this.size += queue.size();
				}
			}
			this.dead = 0;
		}
	}

	@Override
	void clear() {
		Arrays.fill(this.queues, null);
		this.size = 0;
		this.dead = 0;
		this.oldest = 0;
	}

}
