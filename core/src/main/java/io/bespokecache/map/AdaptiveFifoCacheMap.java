package io.bespokecache.map;

/**
 * The {@code adaptive-fifo} strategy: segments that evict by {@link FifoPolicy}, and are
 * read without a lock.
 * <p>
 * A hit takes no lock and writes a byte of the entry, at most three times after each time
 * that the policy has looked at it, and with an expiry after access its deadline, once a
 * tick of the clock. The bound holds at every moment, not some time after. What is
 * evicted is what a good policy would evict, with a byte or two an entry to know it by.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class AdaptiveFifoCacheMap<K, V> extends EvictingCacheMap<K, V> {

	AdaptiveFifoCacheMap(CacheMapBuilder<K, V> builder) {
		super(builder, FifoPolicy::new);
		if (isExpiring()) {
			beginSweeps();
		}
	}

	@Override
	public Strategy strategy() {
		return Strategy.ADAPTIVE_FIFO;
	}

	@Override
	void use(Node node, NodeSegment segment) {
		node.use();
	}

}
