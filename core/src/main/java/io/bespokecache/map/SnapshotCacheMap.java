package io.bespokecache.map;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The {@code snapshot} strategy: copy-on-write behind one reference.
 * <p>
 * <b>Goals.</b> The map at one instant, whole, for the price of reading a reference;
 * several keys read and written at one instant; readers that wait for nobody; a write
 * that copies a part of the map which does not grow with it.
 * <p>
 * <b>Layout.</b> A hash trie of frozen nodes: one {@link TrieChunk} while there are few
 * entries, beyond that {@link TriePage}s of references to chunks.
 *
 * <pre>
 *   root -> page  [   ][   ][   ][   ]      volatile; all below it is frozen
 *                   |    |    \   /
 *                chunk chunk  chunk         a write copies one chunk and the pages above
 * </pre>
 *
 * <b>Writing.</b> Whoever holds the lock makes a {@link TrieDraft} of the root, changes
 * it, and publishes it by one store. A writer that finds the lock taken leaves its write
 * in {@code waiting}; the next holder of the lock takes all that wait into its own draft,
 * so that they share copies and publication. Functions are different: each runs on its
 * caller's own thread, with the lock held.
 * <p>
 * <b>Invariants.</b>
 * <ol>
 * <li>No node is written once a root above it is published.</li>
 * <li>Only the holder of the lock publishes a root, and it does so before any write that
 * the root contains is marked as done.</li>
 * <li>When the lock is given back, a write that is not done is in no published root. So
 * its caller, once it has the lock, may apply it itself, whatever became of the thread
 * that took it over.</li>
 * </ol>
 * <p>
 * <b>Ordering.</b> Reader and writer meet at one volatile reference. All stores to it and
 * loads from it have one total order that agrees with each thread's program order, so a
 * map whose every operation takes effect at one such access is linearizable; and what a
 * draft wrote plainly is seen by whoever reads the root, because it happens before the
 * volatile store. A caller whose write was applied by another thread learns of it by a
 * volatile load that follows the publication, so its own next read finds a root that has
 * it.
 * <p>
 * <b>Hazards.</b> All writers meet at one lock, and a function keeps them all waiting. A
 * snapshot, or an iterator, that is kept for long keeps the entries of its instant from
 * being collected. A key's {@code equals} may run on the thread of another writer; what
 * it throws there is thrown to its own caller.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class SnapshotCacheMap<K, V> extends AbstractCacheMap<K, V> {

	/**
	 * How often a writer looks whether another has taken over its write before it goes to
	 * sleep: less than one write takes.
	 */
	private static final int SPINS = 30;

	private final TrieLimits limits;

	private final int spins;

	/** Reentrant only so that a recursive update can be told and refused. */
	final ReentrantLock lock = new ReentrantLock();

	/** Writes that wait for the next holder of the lock, the last one first. */
	private final AtomicReference<@Nullable PendingWrite> waiting = new AtomicReference<>();

	/** Written by the holder of the lock. */
	private volatile TrieNode root = TrieDraft.empty();

	/** Number of the last draft. Guarded by the lock. */
	private long version;

	SnapshotCacheMap(CacheMapBuilder<K, V> builder) {
		this.limits = builder.eagerRebuilds ? TrieLimits.EAGER : TrieLimits.DEFAULT;
		this.spins = builder.eagerRebuilds ? 0 : SPINS;
	}

	@Override
	public Strategy strategy() {
		return Strategy.SNAPSHOT;
	}

	@Override
	public MapStatistics statistics() {
		return MapStatistics.NONE;
	}

	/**
	 * Current root.
	 * @return the root, with all below it frozen
	 */
	TrieNode root() {
		return this.root;
	}

	@Override
	public long mappingCount() {
		return this.root.entries();
	}

	@Override
	public @Nullable V get(Object key) {
		return value(this.root.get(key));
	}

	@SuppressWarnings("unchecked") // put in as a V
	private @Nullable V value(@Nullable Object value) {
		return (V) value;
	}

	@SuppressWarnings("unchecked") // put in as a V
	private V present(Object value) {
		return (V) value;
	}

	@SuppressWarnings("unchecked") // put in as a K
	private K key(Object key) {
		return (K) key;
	}

	/** Shows the map as it is now, however long the walk takes. */
	@Override
	EntryCursor cursor() {
		return new TrieCursor(this.root);
	}

	@Override
	Iterator<K> keyIterator() {
		return new TrieIterator.Keys<>(this.root, this);
	}

	@Override
	Iterator<V> valueIterator() {
		return new TrieIterator.Values<>(this.root, this);
	}

	@Override
	Iterator<Map.Entry<K, V>> entryIterator() {
		return new TrieIterator.Entries<>(this.root, this);
	}

	@Override
	@SuppressWarnings("unchecked") // put in as a K and a V
	public void forEach(BiConsumer<? super K, ? super V> action) {
		Objects.requireNonNull(action, "action");
		this.root.forEach((key, value) -> action.accept((K) key, (V) value));
	}

	@Override
	public Map<K, V> snapshot() {
		return new TrieSnapshot<>(this.root);
	}

	@Override
	public Map<K, V> getAll(Collection<? extends K> keys) {
		TrieNode root = this.root;
		Object[] copy = keys.toArray();
		long[] hashes = new long[copy.length];
		@Nullable Object[] values = new @Nullable Object[copy.length];
		for (int i = 0; i < copy.length; i++) {
			hashes[i] = KeyHash.mixed(copy[i]);
			values[i] = root.chunk(hashes[i]).get(copy[i], hashes[i]);
		}
		return AnswerMap.of(copy, hashes, values);
	}

	@Override
	public @Nullable V put(K key, V value) {
		Objects.requireNonNull(value, "value");
		int code = TrieNode.code(key);
		return value(write((draft) -> draft.put(key, code, value)));
	}

	@Override
	public @Nullable V putIfAbsent(K key, V value) {
		Objects.requireNonNull(value, "value");
		V present = get(key);
		if (present != null) {
			return present;
		}
		int code = TrieNode.code(key);
		return value(write((draft) -> {
			Object before = draft.get(key, code);
			return (before != null) ? before : draft.put(key, code, value);
		}));
	}

	@Override
	public @Nullable V remove(Object key) {
		int code = TrieNode.code(key);
		return value(write((draft) -> draft.remove(key, code)));
	}

	@Override
	public boolean remove(Object key, @Nullable Object value) {
		int code = TrieNode.code(key);
		return value != null
				&& write((draft) -> value.equals(draft.get(key, code)) ? draft.remove(key, code) : null) != null;
	}

	@Override
	public @Nullable V replace(K key, V value) {
		Objects.requireNonNull(value, "value");
		int code = TrieNode.code(key);
		return value(write((draft) -> (draft.get(key, code) != null) ? draft.put(key, code, value) : null));
	}

	@Override
	public boolean replace(K key, V oldValue, V newValue) {
		Objects.requireNonNull(oldValue, "oldValue");
		Objects.requireNonNull(newValue, "newValue");
		int code = TrieNode.code(key);
		return write((draft) -> oldValue.equals(draft.get(key, code)) ? draft.put(key, code, newValue) : null) != null;
	}

	@Override
	public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
		Objects.requireNonNull(function, "function");
		V present = get(key);
		if (present != null) {
			return present;
		}
		int code = TrieNode.code(key);
		return writeAlone((draft) -> {
			V before = value(draft.get(key, code));
			if (before != null) {
				return before;
			}
			V value = function.apply(key);
			return (value != null) ? store(draft, key, code, value) : null;
		});
	}

	@Override
	public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
		Objects.requireNonNull(function, "function");
		int code = TrieNode.code(key);
		return writeAlone((draft) -> {
			V before = value(draft.get(key, code));
			return (before != null) ? store(draft, key, code, function.apply(key, before)) : null;
		});
	}

	@Override
	public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
		Objects.requireNonNull(function, "function");
		int code = TrieNode.code(key);
		return writeAlone((draft) -> store(draft, key, code, function.apply(key, value(draft.get(key, code)))));
	}

	@Override
	public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
		Objects.requireNonNull(value, "value");
		Objects.requireNonNull(function, "function");
		int code = TrieNode.code(key);
		return writeAlone((draft) -> {
			V before = value(draft.get(key, code));
			return store(draft, key, code, (before != null) ? function.apply(before, value) : value);
		});
	}

	/** Stores what a function returned: no value means no entry. */
	private @Nullable V store(TrieDraft draft, K key, int code, @Nullable V value) {
		if (value != null) {
			draft.put(key, code, value);
		}
		else {
			draft.remove(key, code);
		}
		return value;
	}

	@Override
	public void putAll(Map<? extends K, ? extends V> entries) {
		// Copied first: the argument may be any map, this one too, and slow to walk.
		Map<K, V> copy = new LinkedHashMap<>(entries);
		int[] codes = new int[copy.size()];
		int next = 0;
		for (Map.Entry<K, V> entry : copy.entrySet()) {
			Objects.requireNonNull(entry.getValue(), "value");
			codes[next++] = TrieNode.code(entry.getKey());
		}
		this.<@Nullable Object>writeAlone((draft) -> {
			int put = 0;
			for (Map.Entry<K, V> entry : copy.entrySet()) {
				draft.put(entry.getKey(), codes[put++], entry.getValue());
			}
			return null;
		});
	}

	@Override
	public long removeAll(Collection<?> keys) {
		Object[] copy = keys.toArray();
		int[] codes = new int[copy.length];
		for (int i = 0; i < copy.length; i++) {
			codes[i] = TrieNode.code(copy[i]);
		}
		return this.<Long>writeAlone((draft) -> {
			long removed = 0;
			for (int i = 0; i < copy.length; i++) {
				if (draft.remove(copy[i], codes[i]) != null) {
					removed++;
				}
			}
			return removed;
		});
	}

	@Override
	public long removeIf(BiPredicate<? super K, ? super V> condition) {
		Objects.requireNonNull(condition, "condition");
		return this.<Long>writeAlone((draft) -> {
			TrieNode before = draft.root();
			before.forEach((key, value) -> {
				if (condition.test(key(key), present(value))) {
					draft.remove(key, TrieNode.code(key));
				}
			});
			return before.entries() - draft.root().entries();
		});
	}

	@Override
	public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
		Objects.requireNonNull(function, "function");
		this.<@Nullable Object>writeAlone((draft) -> {
			draft.root()
				.forEach((key, value) -> draft.put(key, TrieNode.code(key),
						Objects.requireNonNull(function.apply(key(key), present(value)), "value")));
			return null;
		});
	}

	@Override
	public long drain() {
		return this.<Long>writeAlone((draft) -> {
			long entries = draft.root().entries();
			draft.clear();
			return entries;
		});
	}

	/**
	 * Makes a change, on this thread or on another that makes its own at the same time.
	 * @return what the change returned
	 */
	private @Nullable Object write(PendingWrite.Change change) {
		refuseRecursion();
		PendingWrite write = new PendingWrite(change);
		if (!this.lock.tryLock()) {
			leave(write);
			for (int spin = 0; !this.lock.tryLock(); spin++) {
				if (write.isDone()) {
					return write.result();
				}
				if (spin >= this.spins) {
					this.lock.lock();
					break;
				}
				Thread.onSpinWait();
			}
		}
		try {
			if (!write.isDone()) {
				writeWithThoseThatWait(write);
			}
		}
		finally {
			this.lock.unlock();
		}
		return write.result();
	}

	private void leave(PendingWrite write) {
		PendingWrite next;
		do {
			next = this.waiting.get();
			write.next = next;
		}
		while (!this.waiting.compareAndSet(next, write));
	}

	private void writeWithThoseThatWait(PendingWrite own) {
		PendingWrite others = (this.waiting.get() != null) ? this.waiting.getAndSet(null) : null;
		TrieDraft draft;
		try {
			draft = draftOf(own, others);
		}
		catch (VirtualMachineError ex) {
			// Who ran out of stack or memory is unknown, and the draft may be half
			// written.
			// The others' callers will find that their writes are not done.
			others = null;
			draft = draftOf(own, others);
		}
		publish(draft);
		own.done();
		for (PendingWrite other = others; other != null; other = other.next) {
			other.done();
		}
	}

	private TrieDraft draftOf(PendingWrite own, @Nullable PendingWrite others) {
		TrieDraft draft = draft();
		own.apply(draft);
		for (PendingWrite other = others; other != null; other = other.next) {
			if (other != own) {
				other.apply(draft);
			}
		}
		return draft;
	}

	/**
	 * Makes a change on this thread, and no other with it. If it throws, nothing has
	 * changed.
	 * @return what the change returned
	 */
	private <R extends @Nullable Object> R writeAlone(Function<TrieDraft, R> change) {
		refuseRecursion();
		this.lock.lock();
		try {
			TrieDraft draft = draft();
			R result = change.apply(draft);
			publish(draft);
			return result;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void refuseRecursion() {
		if (this.lock.isHeldByCurrentThread()) {
			throw recursiveUpdate();
		}
	}

	private TrieDraft draft() {
		return new TrieDraft(this.root, ++this.version, this.limits);
	}

	private void publish(TrieDraft draft) {
		if (draft.root() != this.root) {
			this.root = draft.root();
		}
	}

}
