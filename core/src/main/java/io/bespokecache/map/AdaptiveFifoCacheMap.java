package io.bespokecache.map;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The {@code adaptive-fifo} strategy: segments that evict by {@link FifoPolicy}, and are
 * read without a lock.
 * <p>
 * A hit takes no lock and writes a byte of the entry, at most three times after each time
 * that the policy has looked at it, and with an expiry after access its deadline, once a
 * tick of the clock. The bound holds at every moment, not some time after. What is
 * evicted is what a good policy would evict, with a byte or two an entry to know it by.
 * Of the hits of a few keys {@link ShadowCaches} hear.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class AdaptiveFifoCacheMap<K, V> extends EvictingCacheMap<K, V> {

	/** {@code null} where entries are weighed, or without a bound. */
	private final @Nullable ShadowCaches shadows;

	AdaptiveFifoCacheMap(CacheMapBuilder<K, V> builder) {
		this(builder, (builder.maximumSize > 0) ? new ShadowCaches(builder.maximumSize) : null);
	}

	private AdaptiveFifoCacheMap(CacheMapBuilder<K, V> builder, @Nullable ShadowCaches shadows) {
		super(builder, (capacity, index) -> new FifoPolicy(capacity, shadows, commonHash(index)));
		this.shadows = shadows;
		if (isExpiring()) {
			beginSweeps();
		}
	}

	/** The bits above the inner ones of a hash, for the keys of a segment. */
	private static int commonHash(int index) {
		return index << (Integer.SIZE - Byte.SIZE);
	}

	@Override
	public Strategy strategy() {
		return Strategy.ADAPTIVE_FIFO;
	}

	@Override
	public @Nullable PolicyState policyState() {
		if (!isBounded()) {
			return null;
		}
		double share = 0;
		long small = 0;
		long main = 0;
		for (NodeSegment segment : this.segments) {
			lock(segment);
			try {
				FifoPolicy policy = (FifoPolicy) segment.policy;
				share += policy.ownShare() / this.segments.length;
				small += policy.smallEntries();
				main += policy.mainEntries();
			}
			finally {
				segment.unlock();
			}
		}
		return (this.shadows != null) ? this.shadows.state(share, small, main)
				: new PolicyState(share, small, main, false, 0, List.of());
	}

	@Override
	void use(Node node, NodeSegment segment) {
		if (node.use()) {
			useMarked(node, segment);
		}
	}

	/** Apart, so that it is no part of what is compiled into each read. */
	private void useMarked(Node node, NodeSegment segment) {
		ShadowCaches shadows = this.shadows;
		node.useMarked(shadows != null && shadows.found(Sample.mix(commonHash(segment.index) | node.hash())));
	}

}
