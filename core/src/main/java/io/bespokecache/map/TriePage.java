package io.bespokecache.map;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * A page of references to chunks, indexed by the bits of the hash that follow those which
 * all entries below it share.
 * <p>
 * As in extendible hashing, a chunk that knows fewer bits than the page tells apart is
 * the child of as many neighbouring cells as it takes. Pages below a page exist only
 * where that has grown to its full size, and take one cell.
 */
final class TriePage extends TrieNode {

	/** How many leading bits of the hash all entries below share. */
	final int prefix;

	private TrieNode[] cells;

	/** Bits of the hash below those that this page looks at. */
	private int shift;

	private long entries;

	private TriePage(long version, int prefix, TrieNode[] cells, int shift, long entries) {
		super(version);
		this.prefix = prefix;
		this.cells = cells;
		this.shift = shift;
		this.entries = entries;
	}

	/**
	 * Makes a page of two cells.
	 * @param version number of the draft
	 * @param low the chunk whose next bit is 0
	 * @param high the chunk whose next bit is 1
	 * @return the page
	 */
	static TriePage of(long version, TrieChunk low, TrieChunk high) {
		return new TriePage(version, low.depth - 1, new TrieNode[] { low, high }, Long.SIZE - low.depth,
				low.entries() + high.entries());
	}

	/**
	 * This page if a draft may write to it, else a copy.
	 * @param version number of the draft
	 * @return a page that the draft may write to
	 */
	TriePage ownedBy(long version) {
		return (this.version == version) ? this
				: new TriePage(version, this.prefix, this.cells.clone(), this.shift, this.entries);
	}

	@Override
	long entries() {
		return this.entries;
	}

	void addEntries(int change) {
		this.entries += change;
	}

	/** How many leading bits of the hash a child of one cell knows. */
	int end() {
		return Long.SIZE - this.shift;
	}

	private int cell(long hash) {
		return (int) (hash >>> this.shift) & (this.cells.length - 1);
	}

	/**
	 * Child that keys of a hash belong to.
	 * @param hash the hash
	 * @return a chunk or a page
	 */
	TrieNode child(long hash) {
		return this.cells[cell(hash)];
	}

	/**
	 * Puts a page into its cell.
	 * @param hash a hash that belongs there
	 * @param page the page
	 */
	void set(long hash, TriePage page) {
		this.cells[cell(hash)] = page;
	}

	/**
	 * Puts a chunk into its cells.
	 * @param hash a hash that belongs there
	 * @param chunk the chunk
	 */
	void set(long hash, TrieChunk chunk) {
		int span = span(chunk);
		int first = cell(hash) & -span;
		Arrays.fill(this.cells, first, first + span, chunk);
	}

	private int span(TrieChunk chunk) {
		return 1 << (end() - chunk.depth);
	}

	/** Doubles the cells: each child takes two where it took one. */
	void grow() {
		TrieNode[] cells = new TrieNode[2 * this.cells.length];
		for (int cell = 0; cell < cells.length; cell++) {
			cells[cell] = this.cells[cell >>> 1];
		}
		this.cells = cells;
		this.shift--;
	}

	/** Halves the cells as often as every child takes two of them. */
	void shrink() {
		while (this.cells.length > 2 && isPaired()) {
			TrieNode[] cells = new TrieNode[this.cells.length / 2];
			for (int cell = 0; cell < cells.length; cell++) {
				cells[cell] = this.cells[2 * cell];
			}
			this.cells = cells;
			this.shift++;
		}
	}

	private boolean isPaired() {
		for (int cell = 0; cell < this.cells.length; cell += 2) {
			if (this.cells[cell] != this.cells[cell + 1]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Number of cells.
	 * @return the number of cells, a power of two
	 */
	int cells() {
		return this.cells.length;
	}

	/**
	 * Child in a cell.
	 * @param cell the cell
	 * @return a chunk or a page
	 */
	TrieNode childAt(int cell) {
		return this.cells[cell];
	}

	/**
	 * First cell after those of a child.
	 * @param cell the child's first cell
	 * @return the cell
	 */
	int after(int cell) {
		return cell + ((this.cells[cell] instanceof TrieChunk chunk) ? span(chunk) : 1);
	}

	@Override
	void forEach(BiConsumer<Object, Object> action) {
		for (int cell = 0; cell < this.cells.length; cell = after(cell)) {
			this.cells[cell].forEach(action);
		}
	}

}
