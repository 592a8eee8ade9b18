package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * The {@code sharded} strategy: a fixed number of segments, each a {@link FlatTable} that
 * one lock guards against other writers and nobody against readers.
 * <p>
 * <b>Goals.</b> Writers of different keys seldom meet; readers meet nobody, however hot a
 * key is; memory is spent on references to keys and values and hardly anything else.
 * <p>
 * <b>Layout.</b> The top bits of a key's hash name its segment.
 *
 * <pre>
 *   tables[]    -> FlatTable   FlatTable   FlatTable  ...     readers start here
 *                     ^           ^           ^
 *   segments[]  -> Segment     Segment     Segment    ...     writers start here: one lock each
 * </pre>
 *
 * <b>Invariants.</b> A key belongs to one segment for ever. A table is changed, and the
 * array's reference to it replaced, only under its segment's lock. What a reader may see
 * meanwhile, and why that is linearizable, stands at {@link FlatTable}; a map of such
 * keys is linearizable because each key is, by locality [1].
 * <p>
 * <b>Home.</b> At first the tables of all segments are regions of one pair of arrays,
 * laid out for the declared entries, where a hit waits for no other address. A segment
 * that is rebuilt, because it grew beyond its share or has many dead slots, moves to
 * arrays of its own for good; when all have moved, the first arrays are let go.
 * <p>
 * <b>Hazards.</b> A segment that fills is rebuilt by the writer that filled it, at a cost
 * that grows with the segment; since the number of segments is chosen once, from the
 * declared entries and the processors, a map that grows far beyond its declaration has
 * long rebuilds. A function given to {@code compute} keeps out the writers of its
 * segment. Insert and remove in turn at a constant size rebuild a segment once in as many
 * insertions as a quarter of its slots.
 * <p>
 * [1] Herlihy, Wing, <i>Linearizability: A Correctness Condition for Concurrent
 * Objects</i>, TOPLAS 1990, theorem 1.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class ShardedCacheMap<K, V> extends SegmentedCacheMap<K, V> {

	/** Enough that two running writers are seldom in the same one. */
	private static final long SEGMENTS_A_PROCESSOR = 4;

	/**
	 * Size that a declared number of entries gives a segment: its rebuild takes some tens
	 * of microseconds.
	 */
	private static final int ENTRIES_A_SEGMENT = 1024;

	/** What is declared above this comes with growth: a declaration is only a hint. */
	private static final long MAXIMUM_INITIAL_ENTRIES = 1 << 17;

	/** Stands for a home that is no more: a probe of any region finds nothing. */
	static final FlatTable NO_HOME = FlatTable.regions(MAXIMUM_SEGMENTS, 0, 1)[0];

	/**
	 * One of the regions that the segments begin in, for the sake of its arrays. Let go
	 * only after the successors of all regions have been published; volatile like these,
	 * so that a reader that finds nothing because there is no home any more then finds
	 * the successor.
	 */
	volatile FlatTable home;

	ShardedCacheMap(CacheMapBuilder<K, V> builder) {
		super(tables(segments(builder), builder));
		this.home = this.tables[0];
	}

	private static int segments(CacheMapBuilder<?, ?> builder) {
		return segments(builder.eagerRebuilds ? 2 : Math.max(builder.expectedEntries / ENTRIES_A_SEGMENT,
				SEGMENTS_A_PROCESSOR * Runtime.getRuntime().availableProcessors()));
	}

	private static FlatTable[] tables(int segments, CacheMapBuilder<?, ?> builder) {
		long entries = builder.eagerRebuilds ? 0 : Math.min(builder.expectedEntries, MAXIMUM_INITIAL_ENTRIES);
		return FlatTable.regions(segments, FlatTable.roomFor(entries / segments), builder.probeWindow());
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
		return (V) find(key, FlatTable.hash(key));
	}

	@Override
	@Nullable Object find(Object key, long hash) {
		FlatTable[] tables = this.tables;
		int index = FlatTable.segment(hash, tables.length);
		FlatTable table = Segment.table(tables, index);
		if (table.isRegion()) {
			FlatTable home = this.home;
			int slot = home.find(key, hash, index);
			Object value = (slot >= 0) ? home.value(slot) : null;
			if (value != null) {
				return value;
			}
			// There is none, or the segment has moved, and its values were cleared.
			FlatTable current = Segment.table(tables, index);
			if (current == table && slot != FlatTable.OVERFLOW) {
				return null;
			}
			table = current;
		}
		return table.get(key, hash);
	}

	@Override
	void changed(Segment segment) {
		if (this.home.isDeserted()) {
			this.home = NO_HOME;
		}
	}

	@Override
	@Nullable Object put(Segment segment, Object key, long hash, Object value) {
		return segment.put(key, hash, value);
	}

	@Override
	@Nullable Object remove(Segment segment, Object key, long hash) {
		return segment.remove(key, hash);
	}

	private FlatTable table(int index) {
		return Segment.table(this.tables, index);
	}

	@Override
	EntryCursor cursor() {
		return new TableCursor() {

			private int index = -1;

			@Override
			@Nullable FlatTable nextTable() {
				this.index++;
				return (this.index < ShardedCacheMap.this.tables.length) ? table(this.index) : null;
			}

			@Override
			boolean isCurrent(FlatTable table) {
				return table == table(this.index);
			}

			@Override
			@Nullable Object find(Object key) {
				return ShardedCacheMap.this.find(key, FlatTable.hash(key));
			}

		};
	}

}
