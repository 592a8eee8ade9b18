package io.bespokecache.map;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;

/**
 * A walk over the entries of one root, which later writes do not change: chunk by chunk,
 * each a dense array.
 */
sealed class TrieCursor extends EntryCursor permits TrieIterator {

	private static final @Nullable Object[] NOTHING = {};

	/** Keys and values in turn: those of one chunk, or of its overflow. */
	private @Nullable Object[] pairs = NOTHING;

	/** Where the next key lies; the entry that was found last lies before it. */
	private int next;

	private int end;

	/** Key and value that were found last, when the next array has been opened. */
	private @Nullable Object lastKey;

	private @Nullable Object lastValue;

	/** What is still to be walked, in reverse. */
	private final Deque<TrieNode> nodes = new ArrayDeque<>();

	private @Nullable OverflowTree overflow;

	TrieCursor(TrieNode root) {
		this.nodes.push(root);
	}

	@Override
	final boolean advance() {
		if (!hasNext()) {
			return false;
		}
		this.next += 2;
		return true;
	}

	/**
	 * Whether {@link #advance()} would find an entry.
	 * @return {@code true} if there is one
	 */
	public final boolean hasNext() {
		return this.next < this.end || open();
	}

	/**
	 * Advances to an entry that there must be.
	 * @return the place of its key, before that of its value
	 * @throws NoSuchElementException if there is none
	 */
	final int step() {
		if (!advance()) {
			throw new NoSuchElementException();
		}
		return this.next - 2;
	}

	/**
	 * Key or value of the entry that the last {@link #step()} found.
	 * @param place its place
	 * @return the key or the value
	 */
	final Object part(int place) {
		return present(this.pairs[place]);
	}

	/** Goes on to the next array that is not empty. */
	private boolean open() {
		while (this.next == this.end) {
			if (this.overflow != null) {
				open(OverflowTree.pairs(this.overflow), OverflowTree.entries(this.overflow));
				this.overflow = null;
			}
			else if (this.nodes.isEmpty()) {
				return false;
			}
			else {
				open(this.nodes.pop());
			}
		}
		return true;
	}

	private void open(TrieNode node) {
		if (node instanceof TriePage page) {
			for (int cell = 0; cell < page.cells(); cell = page.after(cell)) {
				this.nodes.push(page.childAt(cell));
			}
		}
		else if (node instanceof TrieChunk chunk) {
			open(chunk.pairs(), chunk.size());
			this.overflow = chunk.overflow();
		}
	}

	private void open(@Nullable Object[] pairs, int entries) {
		if (entries > 0) {
			if (this.next > 0) {
				this.lastKey = this.pairs[this.next - 2];
				this.lastValue = this.pairs[this.next - 1];
			}
			this.pairs = pairs;
			this.next = 0;
			this.end = 2 * entries;
		}
	}

	@Override
	final Object key() {
		return present((this.next > 0) ? this.pairs[this.next - 2] : this.lastKey);
	}

	@Override
	final Object value() {
		return present((this.next > 0) ? this.pairs[this.next - 1] : this.lastValue);
	}

	@SuppressWarnings("NullAway") // before the end, and once there was an entry, both are
									// there
	private static Object present(@Nullable Object part) {
		return part;
	}

}
