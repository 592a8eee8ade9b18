package io.bespokecache.map;

import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A queue of entries with a stamp of eight bits beside each, in chunks, so that two
 * queues that share their entries in changing parts take no more memory than one. Guarded
 * by the lock of a segment.
 */
final class FifoQueue {

	private static final int LEAST_CHUNK = 16;

	private static final int GREATEST_CHUNK = 256;

	/** Entries of the queue for each one of a new chunk. */
	private static final int CHUNKS = 4;

	private Chunk head;

	private int first;

	private Chunk tail;

	private int end;

	private int size;

	FifoQueue() {
		this.head = new Chunk(LEAST_CHUNK);
		this.tail = this.head;
	}

	/** Number of entries, those that have died in the queue included. */
	int size() {
		return this.size;
	}

	void add(Node entry, int stamp) {
		if (this.end == this.tail.entries.length) {
			Chunk chunk = new Chunk(Math.max(LEAST_CHUNK, Math.min(this.size / CHUNKS, GREATEST_CHUNK)));
			this.tail.next = chunk;
			this.tail = chunk;
			this.end = 0;
		}
		this.tail.entries[this.end] = entry;
		this.tail.stamps[this.end] = (byte) stamp;
		this.end++;
		this.size++;
	}

	/** First entry of a queue that is not empty. */
	Node first() {
		return Objects.requireNonNull(this.head.entries[this.first], "first");
	}

	/** Stamp of the first entry. */
	int firstStamp() {
		return Byte.toUnsignedInt(this.head.stamps[this.first]);
	}

	/** Takes the first entry away. */
	void removeFirst() {
		this.head.entries[this.first] = null;
		this.first++;
		this.size--;
		if (this.size == 0) {
			// The chunk at the tail is the only one that may be in use.
			this.head = this.tail;
			this.first = 0;
			this.end = 0;
		}
		else if (this.first == this.head.entries.length) {
			this.head = Objects.requireNonNull(this.head.next, "next");
			this.first = 0;
		}
	}

	/** Goes through the entries that live, in order. */
	void forEach(Consumer<Node> action) {
		int from = this.first;
		for (Chunk chunk = this.head; chunk != null; chunk = chunk.next) {
			for (int i = from; i < chunk.entries.length; i++) {
				Node entry = chunk.entries[i];
				if (entry != null && entry.value() != null) {
					action.accept(entry);
				}
			}
			from = 0;
		}
	}

	/** Lets go of dead entries. */
	void compact() {
		for (int left = this.size; left > 0; left--) {
			Node entry = first();
			int stamp = firstStamp();
			if (entry.value() != null) {
				add(entry, stamp);
			}
			removeFirst();
		}
	}

	/**
	 * Gives each entry another stamp.
	 * @param stamps the new stamps by the old ones
	 */
	void restamp(byte[] stamps) {
		for (Chunk chunk = this.head; chunk != null; chunk = chunk.next) {
			for (int i = 0; i < chunk.stamps.length; i++) {
				chunk.stamps[i] = stamps[Byte.toUnsignedInt(chunk.stamps[i])];
			}
		}
	}

	private static final class Chunk {

		private final @Nullable Node[] entries;

		private final byte[] stamps;

		private @Nullable Chunk next;

		Chunk(int length) {
			this.entries = new @Nullable Node[length];
			this.stamps = new byte[length];
		}

	}

}
