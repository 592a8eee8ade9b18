package io.bespokecache.map;

/**
 * When the parts of a hash trie split and merge. What was split holds half, and is merged
 * only at a quarter, so that a size which goes to and fro does neither all the time.
 *
 * @param flat entries of the table that is the whole trie, before it splits
 * @param chunk entries of any other table, before it splits
 * @param pageBits bits of the hash that a page tells apart
 * @param collisions entries of one hash in a table, before others overflow
 */
record TrieLimits(int flat, int chunk, int pageBits, int collisions) {

	/**
	 * A write copies a chunk of two kilobytes and a page of at most four. Smaller pages
	 * make a write at 100,000 entries cheaper by half, and a hit dearer by as much: they
	 * put two of them before every chunk.
	 */
	static final TrieLimits DEFAULT = new TrieLimits(512, 128, 10, 8);

	/** So small that a dozen operations split, merge and overflow. */
	static final TrieLimits EAGER = new TrieLimits(4, 2, 1, 1);

	/**
	 * Hash bits that tables may be told apart by; the few that follow are those of fewer
	 * hash codes than a chunk has room for.
	 */
	private static final int MAXIMUM_DEPTH = 60;

	boolean isFull(TrieChunk chunk) {
		return chunk.size() >= ((chunk.depth == 0) ? this.flat : this.chunk);
	}

	boolean maySplit(TrieChunk chunk) {
		return chunk.depth < MAXIMUM_DEPTH;
	}

	boolean mayMerge(TrieChunk chunk, TrieChunk buddy) {
		return chunk.size() + buddy.size() <= this.chunk / 2 && (!chunk.hasOverflow() || !buddy.hasOverflow());
	}

	boolean mayFlatten(TriePage root) {
		return root.entries() <= this.flat / 2;
	}

}
