package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * The {@code sharded} strategy: a {@link SegmentTable}, whose segments one lock each
 * guards against other writers and nobody against readers.
 * <p>
 * <b>Goals.</b> Writers of different keys seldom meet; readers meet nobody, however hot a
 * key is; memory is spent on keys and values and hardly anything else; no call pays for
 * the growth of more than one segment.
 * <p>
 * <b>Invariants.</b> What a reader may see while a segment changes or is replaced, and
 * why that is linearizable, stands at {@link Segment}; a map of such keys is linearizable
 * because each key is, by locality [1].
 * <p>
 * <b>Hazards.</b> A function given to {@code compute} keeps out the writers of its
 * segment.
 * <p>
 * [1] Herlihy, Wing, <i>Linearizability: A Correctness Condition for Concurrent
 * Objects</i>, TOPLAS 1990, theorem 1.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class ShardedCacheMap<K, V> extends LockingCacheMap<K, V, Segment> {

	/** Segments of a map that has few entries. */
	private static final long LEAST_SEGMENTS_A_PROCESSOR = 4;

	/** Enough that two running writers are seldom in the same one. */
	private static final long SEGMENTS_A_PROCESSOR = 32;

	/** The entries. */
	final SegmentTable table;

	ShardedCacheMap(CacheMapBuilder<K, V> builder) {
		int processors = Runtime.getRuntime().availableProcessors();
		this.table = new SegmentTable(LEAST_SEGMENTS_A_PROCESSOR * processors, SEGMENTS_A_PROCESSOR * processors,
				builder.expectedEntries, Segment.MAXIMUM_SLOTS, builder.eagerRebuilds);
	}

	@Override
	public Strategy strategy() {
		return Strategy.SHARDED;
	}

	@Override
	public MapStatistics statistics() {
		return MapStatistics.NONE;
	}

	@Override
	@SuppressWarnings("unchecked") // put in as a V
	public @Nullable V get(Object key) {
		Object value = this.table.get(key);
		return (V) ((value != Segment.DEAD) ? value : null);
	}

	@Override
	@Nullable Object find(Object key, int hash) {
		Object value = this.table.get(key, hash);
		return (value != Segment.DEAD) ? value : null;
	}

	@Override
	Segment lock(int hash) {
		return this.table.lock(hash);
	}

	@Override
	void unlock(Segment segment) {
		segment.unlock();
	}

	@Override
	@Nullable Object put(Segment segment, Object key, int hash, Object value) {
		return this.table.put(segment, key, hash, value);
	}

	@Override
	@Nullable Object remove(Segment segment, Object key, int hash) {
		return this.table.remove(segment, key, hash);
	}

	@Override
	public long drain() {
		return this.table.drain();
	}

	@Override
	public long mappingCount() {
		return this.table.entries();
	}

	@Override
	EntryCursor cursor() {
		return new SegmentCursor(this.table);
	}

}
