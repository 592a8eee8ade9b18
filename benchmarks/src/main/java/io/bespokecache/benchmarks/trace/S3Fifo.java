package io.bespokecache.benchmarks.trace;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * S3-FIFO as it was published: a tenth of the entries in the small queue, as many ghosts
 * as the main queue has entries, two bits of uses. For one thread.
 *
 * @see <a href="https://doi.org/10.1145/3600006.3613147">FIFO Queues Are All You Need for
 * Cache Eviction</a>
 */
final class S3Fifo extends AbstractMap<Long, Long> {

	private static final int SMALL_PART = 10;

	private static final int MOST_USES = 3;

	private final int size;

	private final int smallSize;

	private final Map<Long, Node> nodes = new HashMap<>();

	private final Deque<Node> small = new ArrayDeque<>();

	private final Deque<Node> main = new ArrayDeque<>();

	private final Set<Long> ghosts = new LinkedHashSet<>();

	S3Fifo(int size) {
		this.size = size;
		this.smallSize = Math.max(1, size / SMALL_PART);
	}

	@Override
	public @Nullable Long get(@Nullable Object key) {
		Node node = this.nodes.get(key);
		if (node == null) {
			return null;
		}
		node.uses = Math.min(MOST_USES, node.uses + 1);
		return node.key;
	}

	@Override
	public @Nullable Long put(Long key, Long value) {
		while (this.nodes.size() >= this.size) {
			evict();
		}
		Node node = new Node(key);
		this.nodes.put(key, node);
		(this.ghosts.remove(key) ? this.main : this.small).add(node);
		return null;
	}

	private void evict() {
		if (this.small.size() >= this.smallSize || this.main.isEmpty()) {
			evictFromSmall();
		}
		else {
			evictFromMain();
		}
	}

	private void evictFromSmall() {
		while (!this.small.isEmpty()) {
			Node node = this.small.remove();
			if (node.uses <= 1) {
				this.nodes.remove(node.key);
				this.ghosts.add(node.key);
				if (this.ghosts.size() > this.size - this.smallSize) {
					this.ghosts.remove(this.ghosts.iterator().next());
				}
				return;
			}
			node.uses = 0;
			this.main.add(node);
			if (this.main.size() > this.size - this.smallSize) {
				evictFromMain();
				return;
			}
		}
	}

	private void evictFromMain() {
		while (!this.main.isEmpty()) {
			Node node = this.main.remove();
			if (node.uses == 0) {
				this.nodes.remove(node.key);
				return;
			}
			node.uses--;
			this.main.add(node);
		}
	}

	@Override
	public Set<Map.Entry<Long, Long>> entrySet() {
		throw new UnsupportedOperationException("Traces only get and put");
	}

	private static final class Node {

		private final Long key;

		private int uses;

		Node(Long key) {
			this.key = key;
		}

	}

}
