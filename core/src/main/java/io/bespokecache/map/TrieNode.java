package io.bespokecache.map;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Part of a hash trie that is never written once it is published: the entries of a map at
 * one instant whose hashes begin with the same bits. The root has them all.
 * <p>
 * Fields of nodes are plain. A {@link TrieDraft} writes only to nodes that it made itself
 * and that no other thread has seen; then the map publishes their root by one volatile
 * store, and whoever reads that reference sees all that was written before it.
 */
abstract sealed class TrieNode permits TriePage, TrieChunk {

	/** Number of the draft that made this node, and may write to it. */
	final long version;

	TrieNode(long version) {
		this.version = version;
	}

	/**
	 * Number of entries.
	 * @return the number of entries
	 */
	abstract long entries();

	/**
	 * Passes all entries to an action.
	 * @param action the action
	 */
	abstract void forEach(BiConsumer<Object, Object> action);

	/**
	 * Hash code of a key. Asked apart from other types, a String's is read in place even
	 * where many types of keys have been seen.
	 * @param key the key
	 * @return its own hash code
	 */
	static int code(Object key) {
		return (key instanceof String string) ? string.hashCode() : key.hashCode();
	}

	/**
	 * Value of a key. Called on a root.
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 */
	final @Nullable Object get(Object key) {
		long hash = KeyHash.mixed(key);
		return chunk(hash).get(key, hash);
	}

	/**
	 * Chunk that keys of a hash belong to. Called on a root.
	 * @param hash the hash
	 * @return the chunk
	 */
	final TrieChunk chunk(long hash) {
		TrieNode node = this;
		while (node instanceof TriePage page) {
			node = page.child(hash);
		}
		return (TrieChunk) node;
	}

}
