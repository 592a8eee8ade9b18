package io.bespokecache.map;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The next root of a hash trie, in the making: copies each page and each chunk that it
 * touches once, however many changes it takes, and shares the others. Used by one thread;
 * the root that it begins with stays as it is.
 * <p>
 * A change that throws has changed nothing: keys are compared before anything is written,
 * and splits and merges compare none.
 */
final class TrieDraft {

	private final TrieLimits limits;

	private final long version;

	private TrieNode root;

	/**
	 * Starts a draft.
	 * @param root the root to begin with
	 * @param version a number that no node below has
	 * @param limits when to split and merge
	 */
	TrieDraft(TrieNode root, long version, TrieLimits limits) {
		this.root = root;
		this.version = version;
		this.limits = limits;
	}

	/**
	 * Empty root.
	 * @return a new root without entries
	 */
	static TrieNode empty() {
		return new TrieChunk(0, 0, 0);
	}

	/**
	 * Root with all changes so far.
	 * @return the root; the one that this draft began with if nothing was changed
	 */
	TrieNode root() {
		return this.root;
	}

	/**
	 * Value of a key.
	 * @param key the key
	 * @param code its hash code
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable Object get(Object key, int code) {
		long hash = KeyHash.mixed(code);
		return this.root.chunk(hash).get(key, hash);
	}

	/**
	 * Sets the value of a key.
	 * @param key the key
	 * @param code its hash code
	 * @param value the value
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object put(Object key, int code, Object value) {
		long hash = KeyHash.mixed(code);
		TrieChunk chunk = this.root.chunk(hash);
		int position = chunk.position(key, hash);
		if (position >= 0) {
			Object before = chunk.value(position);
			TrieChunk changed = chunk.withOwnValues(this.version);
			changed.setValue(position, value);
			replace(hash, changed, 0);
			return before;
		}
		OverflowTree node = OverflowTree.find(chunk.overflow(), key, hash);
		if (node != null) {
			Object before = node.value(key);
			setOverflow(chunk, hash, OverflowTree.with(chunk.overflow(), node.key(key), hash, value), 0);
			return before;
		}
		insert(key, code, hash, value);
		return null;
	}

	private void insert(Object key, int code, long hash, Object value) {
		TrieChunk chunk = this.root.chunk(hash);
		boolean overflows = chunk.collisions(hash) >= this.limits.collisions();
		while (!overflows && this.limits.isFull(chunk)) {
			overflows = !this.limits.maySplit(chunk);
			if (!overflows) {
				this.root = split(this.root, chunk, hash);
				chunk = this.root.chunk(hash);
			}
		}
		if (overflows) {
			setOverflow(chunk, hash, OverflowTree.with(chunk.overflow(), key, hash, value), 1);
		}
		else {
			TrieChunk changed = chunk.ownedBy(this.version, chunk.size() + 1);
			changed.add(key, code, value);
			replace(hash, changed, 1);
		}
	}

	/**
	 * Removes a key.
	 * @param key the key
	 * @param code its hash code
	 * @return the value before, or {@code null} if there was none
	 */
	@Nullable Object remove(Object key, int code) {
		long hash = KeyHash.mixed(code);
		TrieChunk chunk = this.root.chunk(hash);
		int position = chunk.position(key, hash);
		Object before;
		if (position >= 0) {
			before = chunk.value(position);
			TrieChunk changed = chunk.ownedBy(this.version, chunk.size());
			changed.remove(position);
			replace(hash, changed, -1);
		}
		else {
			OverflowTree node = OverflowTree.find(chunk.overflow(), key, hash);
			if (node == null) {
				return null;
			}
			before = node.value(key);
			setOverflow(chunk, hash, OverflowTree.without(chunk.overflow(), node.key(key), hash), -1);
		}
		this.root = merge(this.root, hash);
		if (this.root instanceof TriePage page && this.limits.mayFlatten(page)) {
			flatten(page);
		}
		return before;
	}

	/** Removes all entries. */
	void clear() {
		if (this.root.entries() > 0) {
			this.root = empty();
		}
	}

	private void setOverflow(TrieChunk chunk, long hash, @Nullable OverflowTree overflow, int change) {
		TrieChunk changed = chunk.withOwnValues(this.version);
		changed.setOverflow(overflow);
		replace(hash, changed, change);
	}

	private void replace(long hash, TrieChunk chunk, int change) {
		this.root = replace(this.root, hash, chunk, change);
	}

	private TrieNode replace(TrieNode node, long hash, TrieChunk chunk, int change) {
		if (!(node instanceof TriePage page)) {
			return chunk;
		}
		TriePage owned = page.ownedBy(this.version);
		if (owned.child(hash) instanceof TriePage child) {
			owned.set(hash, (TriePage) replace(child, hash, chunk, change));
		}
		else {
			owned.set(hash, chunk);
		}
		owned.addEntries(change);
		return owned;
	}

	/** Splits a chunk on the way of a hash by one more bit. */
	private TrieNode split(TrieNode node, TrieChunk chunk, long hash) {
		if (!(node instanceof TriePage page)) {
			return TriePage.of(this.version, chunk.half(this.version, false), chunk.half(this.version, true));
		}
		TriePage owned = page.ownedBy(this.version);
		if (owned.child(hash) instanceof TriePage child) {
			owned.set(hash, (TriePage) split(child, chunk, hash));
			return owned;
		}
		TrieChunk low = chunk.half(this.version, false);
		TrieChunk high = chunk.half(this.version, true);
		if (chunk.depth == owned.end()) {
			if (owned.end() - owned.prefix == this.limits.pageBits()) {
				owned.set(hash, TriePage.of(this.version, low, high));
				return owned;
			}
			owned.grow();
		}
		long bit = 1L << (Long.SIZE - 1 - chunk.depth);
		owned.set(hash & ~bit, low);
		owned.set(hash | bit, high);
		return owned;
	}

	/**
	 * Merges the chunk on the way of a hash with its buddy, the chunk that differs from
	 * it in its last bit, while both together are small. The draft owns the way.
	 * @return the node, or the only chunk that it is left with
	 */
	private TrieNode merge(TrieNode node, long hash) {
		if (!(node instanceof TriePage page)) {
			return node;
		}
		TrieNode child = page.child(hash);
		if (child instanceof TriePage) {
			child = merge(child, hash);
			if (child instanceof TrieChunk only) {
				page.set(hash, only);
			}
		}
		if (child instanceof TrieChunk chunk) {
			TrieChunk merged = mergeWithBuddies(page, chunk, hash);
			if (merged.depth == page.prefix) {
				return merged;
			}
			if (merged != chunk) {
				page.shrink();
			}
		}
		return page;
	}

	private TrieChunk mergeWithBuddies(TriePage page, TrieChunk chunk, long hash) {
		TrieChunk merged = chunk;
		while (merged.depth > page.prefix) {
			long bit = 1L << (Long.SIZE - merged.depth);
			if (!(page.child(hash ^ bit) instanceof TrieChunk buddy) || buddy.depth != merged.depth
					|| !this.limits.mayMerge(merged, buddy)) {
				break;
			}
			TrieChunk both = new TrieChunk(this.version, merged.depth - 1, merged.size() + buddy.size());
			both.addAll(merged);
			both.addAll(buddy);
			page.set(hash, both);
			merged = both;
		}
		return merged;
	}

	/** Makes one table of all, unless some keys would have to be compared for that. */
	private void flatten(TriePage page) {
		List<TrieChunk> chunks = new ArrayList<>();
		collect(page, chunks);
		if (chunks.stream().noneMatch(TrieChunk::hasOverflow)) {
			TrieChunk flat = new TrieChunk(this.version, 0, (int) page.entries());
			chunks.forEach(flat::addAll);
			this.root = flat;
		}
	}

	private static void collect(TrieNode node, List<TrieChunk> chunks) {
		if (node instanceof TriePage page) {
			for (int cell = 0; cell < page.cells(); cell = page.after(cell)) {
				collect(page.childAt(cell), chunks);
			}
		}
		else {
			chunks.add((TrieChunk) node);
		}
	}

}
