package io.bespokecache.map;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a question for a few keys: a map in the order of the keys, of the
 * caller's own and for one thread, which costs hardly more than the arrays that the
 * answer was found with. It looks a key up by comparing hashes one after the other; with
 * the caller's first change it becomes a {@link LinkedHashMap}.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class AnswerMap<K, V> extends AbstractMap<K, V> {

	/** With more keys a look-up should not go through them all. */
	private static final int MAXIMUM_KEYS = 32;

	private final Object[] keys;

	private final long[] hashes;

	private final @Nullable Object[] values;

	private int size;

	/** Takes over with the first change. */
	private @Nullable Map<K, V> changed;

	private AnswerMap(Object[] keys, long[] hashes, @Nullable Object[] values) {
		this.keys = keys;
		this.hashes = hashes;
		this.values = values;
	}

	/**
	 * Makes a map of those keys that have a value; a key that comes again is left out.
	 * @param keys the keys, all of type {@code K}; not to be used any more
	 * @param hashes their {@link KeyHash#mixed(Object)}; not to be used any more
	 * @param values their values, {@code null} or of type {@code V}; not to be used any
	 * more
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return the map
	 */
	@SuppressWarnings("unchecked") // by the contract of this method
	static <K, V> Map<K, V> of(Object[] keys, long[] hashes, @Nullable Object[] values) {
		if (keys.length <= MAXIMUM_KEYS) {
			AnswerMap<K, V> map = new AnswerMap<>(keys, hashes, values);
			map.compact();
			return map;
		}
		Map<K, V> map = new LinkedHashMap<>(keys.length + keys.length / 2);
		for (int i = 0; i < keys.length; i++) {
			Object value = values[i];
			if (value != null) {
				map.putIfAbsent((K) keys[i], (V) value);
			}
		}
		return map;
	}

	private void compact() {
		// Two bits of each hash tell nearly all keys apart without a look at the others.
		long some = 0;
		long others = 0;
		for (int i = 0; i < this.keys.length; i++) {
			long hash = this.hashes[i];
			boolean known = (some >>> hash & others >>> (hash >>> Integer.SIZE) & 1) != 0;
			if (this.values[i] != null && !(known && index(this.keys[i], hash) >= 0)) {
				some |= 1L << hash;
				others |= 1L << (hash >>> Integer.SIZE);
				if (this.size != i) {
					this.keys[this.size] = this.keys[i];
					this.hashes[this.size] = hash;
					this.values[this.size] = this.values[i];
				}
				this.size++;
			}
		}
	}

	private int index(Object key, long hash) {
		for (int i = 0; i < this.size; i++) {
			if (this.hashes[i] == hash && key.equals(this.keys[i])) {
				return i;
			}
		}
		return -1;
	}

	private int index(@Nullable Object key) {
		return (key != null) ? index(key, KeyHash.mixed(key)) : -1;
	}

	@SuppressWarnings("unchecked") // by the contract of the factory method
	private K keyAt(int index) {
		return (K) this.keys[index];
	}

	@SuppressWarnings("unchecked") // by the contract of the factory method
	private V valueAt(int index) {
		return (V) this.values[index];
	}

	private Map<K, V> change() {
		Map<K, V> changed = this.changed;
		if (changed == null) {
			changed = new LinkedHashMap<>();
			for (int i = 0; i < this.size; i++) {
				changed.put(keyAt(i), valueAt(i));
			}
			this.changed = changed;
		}
		return changed;
	}

	@Override
	public int size() {
		return (this.changed != null) ? this.changed.size() : this.size;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return (this.changed != null) ? this.changed.containsKey(key) : index(key) >= 0;
	}

	@Override
	public @Nullable V get(@Nullable Object key) {
		if (this.changed != null) {
			return this.changed.get(key);
		}
		int index = index(key);
		return (index >= 0) ? valueAt(index) : null;
	}

	@Override
	public @Nullable V put(K key, V value) {
		return change().put(key, value);
	}

	@Override
	public @Nullable V remove(@Nullable Object key) {
		return change().remove(key);
	}

	@Override
	public void clear() {
		change().clear();
	}

	@Override
	public Set<Map.Entry<K, V>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public Iterator<Map.Entry<K, V>> iterator() {
				return (AnswerMap.this.changed != null) ? AnswerMap.this.changed.entrySet().iterator()
						: new UnchangedIterator();
			}

			@Override
			public int size() {
				return AnswerMap.this.size();
			}

		};
	}

	/**
	 * A walk that began before the first change, which it may make itself.
	 */
	private final class UnchangedIterator implements Iterator<Map.Entry<K, V>> {

		private int next;

		private boolean removable;

		@Override
		public boolean hasNext() {
			return this.next < AnswerMap.this.size;
		}

		@Override
		public Map.Entry<K, V> next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			int index = this.next++;
			this.removable = true;
			return new WriteThroughEntry<>(AnswerMap.this, keyAt(index), valueAt(index));
		}

		@Override
		public void remove() {
			if (!this.removable) {
				throw new IllegalStateException("remove needs a next before it, and may follow it once");
			}
			this.removable = false;
			AnswerMap.this.remove(keyAt(this.next - 1));
		}

	}

}
