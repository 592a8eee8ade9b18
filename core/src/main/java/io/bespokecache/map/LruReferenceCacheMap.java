package io.bespokecache.map;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The {@code lru-reference} strategy: segments that evict by {@link LruPolicy}, are read
 * without a lock, and hold values strongly, softly or weakly, and keys strongly or
 * weakly.
 * <p>
 * A value that the garbage collector has taken is absent at once. Its entry leads from
 * the collector's reference queue, of which each segment has one: a put drops a few from
 * its own segment's, and the {@link Sweeper} the rest, neither of which asks for a hash.
 * <p>
 * <b>Hazards.</b> A value that refers to its key keeps a weak key alive. Soft values go
 * all together when memory is short, the oldest uses first, and until then they take all
 * the memory there is.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class LruReferenceCacheMap<K, V> extends EvictingCacheMap<K, V> {

	/** Collected references that a write looks at. */
	private static final int FEW = 8;

	/** Collected references that a sweep looks at before it gives the lock back. */
	private static final int BATCH = 64;

	private final boolean softValues;

	private final boolean weakValues;

	/** By segment; empty if nothing is collected. */
	private final ReferenceQueue<Object>[] collected;

	private final LongAdder largeValues = new LongAdder();

	private final MapListener<? super K, ? super V> listener;

	private final UnaryOperator<Object> content;

	@SuppressWarnings({ "unchecked", "rawtypes" }) // an array of queues of objects
	LruReferenceCacheMap(CacheMapBuilder<K, V> builder) {
		super(builder, (capacity, index) -> new LruPolicy(capacity));
		this.softValues = builder.softValues;
		this.weakValues = builder.weakValues;
		this.listener = builder.listener;
		this.content = builder.content;
		boolean collects = this.softValues || this.weakValues || builder.weakKeys;
		this.collected = new ReferenceQueue[collects ? this.segments.length : 0];
		for (int i = 0; i < this.collected.length; i++) {
			this.collected[i] = new ReferenceQueue<>();
		}
		if (isExpiring() || collects) {
			beginSweeps();
		}
	}

	@Override
	public Strategy strategy() {
		return Strategy.LRU_REFERENCE;
	}

	@Override
	public MapStatistics statistics() {
		return super.statistics().withLargeValues(this.largeValues.sum());
	}

	@Override
	void use(Node node, NodeSegment segment) {
		node.usedIn(((LruPolicy) segment.policy).now());
	}

	@Override
	Object storedKey(Object key, NodeSegment segment) {
		return segment.hasWeakKeys() ? new WeakKey(key, this.collected[segment.index]) : key;
	}

	@Override
	@Nullable Object keyOf(@Nullable Object storedKey) {
		return (storedKey instanceof WeakKey key) ? key.get() : storedKey;
	}

	@Override
	Object stored(Object value, Node node, NodeSegment segment) {
		if (segment.hasWeakKeys() && node.key() instanceof WeakKey key) {
			key.node = node;
		}
		if (this.softValues) {
			return new SoftValue(value, node, this.collected[segment.index]);
		}
		return this.weakValues ? new WeakValue(value, node, this.collected[segment.index]) : value;
	}

	@Override
	@Nullable Object valueOf(Object stored) {
		if (this.softValues) {
			return ((SoftValue) stored).get();
		}
		return this.weakValues ? ((WeakValue) stored).get() : stored;
	}

	@Override
	@SuppressWarnings("unchecked") // put in as a K
	@Nullable Object put(NodeSegment segment, Object key, int hash, Object value) {
		if (this.collected.length > 0) {
			dropCollected(segment, FEW);
		}
		Object before = super.put(segment, key, hash, value);
		long bytes = LargeValues.bytes(this.content.apply(value));
		if (bytes > 0 && segment.findLocked(key, inner(hash)) != null) {
			this.largeValues.increment();
			tell((K) key, bytes);
		}
		return before;
	}

	private void tell(K key, long bytes) {
		try {
			this.listener.largeValue(key, bytes);
		}
		catch (RuntimeException | Error ex) {
			// The contract of MapListener: what a listener throws is dropped.
		}
	}

	/**
	 * Drops entries of which the garbage collector has taken key or value. The caller
	 * holds the segment's lock.
	 * @return {@code false} if there are no more
	 */
	private boolean dropCollected(NodeSegment segment, int most) {
		ReferenceQueue<Object> queue = this.collected[segment.index];
		for (int i = 0; i < most; i++) {
			Reference<?> reference = queue.poll();
			if (reference == null) {
				return false;
			}
			Node node = nodeOf(reference);
			// Unless it is dead, or has got another value since.
			if (node != null && (node.value() == reference || node.key() == reference)) {
				drop(segment, node, EvictionCause.COLLECTED);
			}
		}
		return true;
	}

	private static @Nullable Node nodeOf(Reference<?> reference) {
		if (reference instanceof SoftValue value) {
			return value.node;
		}
		return (reference instanceof WeakValue value) ? value.node : ((WeakKey) reference).node;
	}

	@Override
	public void cleanUp() {
		for (int i = 0; i < this.collected.length; i++) {
			NodeSegment segment = this.segments[i];
			lock(segment);
			try {
				dropCollected(segment, Integer.MAX_VALUE);
			}
			finally {
				segment.unlock();
			}
		}
		super.cleanUp();
	}

	@Override
	public Sweep sweep() {
		return (this.collected.length > 0) ? new Collected(super.sweep()) : super.sweep();
	}

	/**
	 * Drops what the garbage collector has taken, and then what has expired. A segment
	 * that is locked is left to the next walk.
	 */
	private final class Collected implements Sweep {

		private final Sweep rest;

		private int segment;

		Collected(Sweep rest) {
			this.rest = rest;
		}

		@Override
		public boolean step() {
			int left = STEP / BATCH;
			while (this.segment < LruReferenceCacheMap.this.collected.length) {
				if (left == 0) {
					return true;
				}
				left--;
				if (!dropBatch(LruReferenceCacheMap.this.segments[this.segment])) {
					this.segment++;
				}
			}
			return isExpiring() && this.rest.step();
		}

		private boolean dropBatch(NodeSegment segment) {
			if (!segment.tryLock()) {
				return false;
			}
			try {
				return dropCollected(segment, BATCH);
			}
			finally {
				segment.unlock();
			}
		}

	}

}
