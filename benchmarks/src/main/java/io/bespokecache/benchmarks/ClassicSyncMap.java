package io.bespokecache.benchmarks;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Go's sync.Map as it was before Go 1.24, with its weaknesses: the baseline that the
 * promoting map descends from.
 * <p>
 * A read-only map answers without a lock. New keys go to a dirty map under a mutex; a
 * read that does not find its key in the read-only map takes the mutex, looks into the
 * dirty map, and counts a miss whether or not it finds anything. As many misses as the
 * dirty map has keys make it the new read-only map. The first new key after that copies
 * every live entry of the read-only map into a new dirty map. Both maps share entries; a
 * deleted entry is null while only the read-only map has it, and is marked expunged when
 * a copy has left it behind.
 * <p>
 * Thread-safe. Refuses {@code null}. Iteration copies all entries first.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @see <a href="https://go.dev/src/sync/map.go">Go's sync.Map</a>
 */
final class ClassicSyncMap<K, V> extends AbstractMap<K, V> {

	/** Marks an entry that the dirty map does not have. */
	private static final Object EXPUNGED = new Object();

	private final Object mutex = new Object();

	private volatile ReadOnly<K> read = new ReadOnly<>(Map.of(), false);

	/** Guarded by the mutex; {@code null} right after a promotion. */
	private @Nullable Map<K, Entry> dirty;

	/** Guarded by the mutex. */
	private int misses;

	private final AtomicLong promotions = new AtomicLong();

	/** How often the dirty map has become the read-only one. */
	long promotions() {
		return this.promotions.get();
	}

	@Override
	public @Nullable V get(Object key) {
		ReadOnly<K> current = this.read;
		Entry entry = current.entries().get(key);
		if (entry == null && current.amended()) {
			synchronized (this.mutex) {
				current = this.read;
				entry = current.entries().get(key);
				if (entry == null && current.amended()) {
					entry = dirty().get(key);
					countMiss();
				}
			}
		}
		return (entry != null) ? valueOf(entry.get()) : null;
	}

	@Override
	public @Nullable V put(K key, V value) {
		Entry entry = this.read.entries().get(key);
		if (entry != null) {
			Object previous = entry.trySwap(value);
			if (previous != EXPUNGED) {
				return valueOf(previous);
			}
		}
		synchronized (this.mutex) {
			return putLocked(key, value);
		}
	}

	private @Nullable V putLocked(K key, V value) {
		ReadOnly<K> current = this.read;
		Entry entry = current.entries().get(key);
		if (entry != null) {
			if (entry.unexpunge()) {
				dirty().put(key, entry);
			}
			return valueOf(entry.getAndSet(value));
		}
		entry = (this.dirty != null) ? this.dirty.get(key) : null;
		if (entry != null) {
			return valueOf(entry.getAndSet(value));
		}
		if (!current.amended()) {
			copyReadIntoDirty();
			this.read = new ReadOnly<>(current.entries(), true);
		}
		dirty().put(key, new Entry(value));
		return null;
	}

	@Override
	public @Nullable V remove(Object key) {
		ReadOnly<K> current = this.read;
		Entry entry = current.entries().get(key);
		if (entry == null && current.amended()) {
			synchronized (this.mutex) {
				current = this.read;
				entry = current.entries().get(key);
				if (entry == null && current.amended()) {
					entry = dirty().remove(key);
					countMiss();
				}
			}
		}
		return (entry != null) ? valueOf(entry.delete()) : null;
	}

	private Map<K, Entry> dirty() {
		Map<K, Entry> current = this.dirty;
		if (current == null) {
			throw new AssertionError("amended without a dirty map");
		}
		return current;
	}

	private void countMiss() {
		Map<K, Entry> promoted = dirty();
		if (++this.misses >= promoted.size()) {
			promote(promoted);
		}
	}

	private void promote(Map<K, Entry> promoted) {
		this.read = new ReadOnly<>(promoted, false);
		this.dirty = null;
		this.misses = 0;
		this.promotions.incrementAndGet();
	}

	private void copyReadIntoDirty() {
		if (this.dirty != null) {
			return;
		}
		Map<K, Entry> copy = new HashMap<>();
		this.read.entries().forEach((key, entry) -> {
			if (!entry.expungeIfDeleted()) {
				copy.put(key, entry);
			}
		});
		this.dirty = copy;
	}

	@Override
	public Set<Map.Entry<K, V>> entrySet() {
		Map<K, Entry> entries;
		synchronized (this.mutex) {
			if (this.read.amended()) {
				promote(dirty());
			}
			entries = this.read.entries();
		}
		Map<K, V> copy = new HashMap<>();
		entries.forEach((key, entry) -> {
			V value = valueOf(entry.get());
			if (value != null) {
				copy.put(key, value);
			}
		});
		return Set.copyOf(copy.entrySet());
	}

	@SuppressWarnings("unchecked") // entries hold values, null, or the mark
	private @Nullable V valueOf(@Nullable Object state) {
		return (state != EXPUNGED) ? (V) state : null;
	}

	/**
	 * What readers see without the mutex. The map is never changed once it is here.
	 *
	 * @param entries the entries
	 * @param amended whether the dirty map has keys that are not here
	 */
	private record ReadOnly<K>(Map<K, Entry> entries, boolean amended) {

	}

	/**
	 * A value that both maps share.
	 */
	private static final class Entry extends AtomicReference<@Nullable Object> {

		private static final long serialVersionUID = 1;

		Entry(Object value) {
			super(value);
		}

		/**
		 * Sets the value unless the entry is expunged.
		 * @return what was there; the mark if nothing was set
		 */
		@Nullable Object trySwap(Object value) {
			while (true) {
				Object current = get();
				if (current == EXPUNGED || compareAndSet(current, value)) {
					return current;
				}
			}
		}

		boolean unexpunge() {
			return compareAndSet(EXPUNGED, null);
		}

		boolean expungeIfDeleted() {
			return get() == EXPUNGED || compareAndSet(null, EXPUNGED) || get() == EXPUNGED;
		}

		@Nullable Object delete() {
			while (true) {
				Object current = get();
				if (current == null || current == EXPUNGED || compareAndSet(current, null)) {
					return current;
				}
			}
		}

	}

}
