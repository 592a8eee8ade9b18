package io.bespokecache.spring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import io.bespokecache.cache.AsyncLoad;
import io.bespokecache.cache.Load;
import io.bespokecache.cache.LocalCache;
import io.bespokecache.cache.RecursiveLoadException;
import io.bespokecache.spring.WriteMarks.Mark;
import org.jspecify.annotations.Nullable;

/**
 * One cache as one transaction sees it: the store, and over it what the transaction has
 * written and not committed. Not thread-safe: a transaction is bound to its thread.
 * <p>
 * Only the last write of each key is kept, and a clear replaces all writes before it;
 * applied in any order after the clear, that comes to the same as every write in its
 * order.
 * <p>
 * <b>Values that are out of date.</b> What the transaction loads may be old when it
 * commits: another one may have changed the database and evicted the key in the meantime.
 * So a value is stored only if, since this transaction first used the cache, nobody else
 * has written its key; otherwise the key is removed, which is always right. A load of
 * another caller that was begun before the commit is detached by the store itself.
 */
final class PendingWrites {

	private final LocalCache<Object, Object> store;

	private final WriteMarks marks;

	/** The moment from which on a write of others counts. */
	private final long since;

	/** Replaced by a clear, which thereby shows a load that it was overtaken. */
	private Map<Object, PendingWrite> writes = new LinkedHashMap<>();

	/** Whether the store is to be cleared before the writes. */
	private boolean cleared;

	private final Set<Object> loading = new HashSet<>();

	private final List<Savepoint> savepoints = new ArrayList<>();

	/** How to take back what came after the first savepoint, in the order of writes. */
	private final List<Runnable> undo = new ArrayList<>();

	PendingWrites(LocalCache<Object, Object> store, WriteMarks marks) {
		this.store = store;
		this.marks = marks;
		this.since = marks.now();
	}

	/**
	 * Looks a key up. The store counts a look-up that reaches it.
	 * @return the store value, or {@code null} if there is none
	 */
	@Nullable Object get(Object key) {
		PendingWrite write = this.writes.get(key);
		if (write != null) {
			return write.value();
		}
		return this.cleared ? null : this.store.get(key);
	}

	/**
	 * Looks a key up and, if there is no value, loads it for this transaction alone.
	 * @throws RecursiveLoadException if the load asks for its own value
	 * @throws Throwable what the load threw
	 */
	Object get(Object key, Load<Object> load) throws Throwable {
		Object value = get(key);
		if (value != null) {
			return value;
		}
		Turn turn = new Turn(key);
		try {
			value = load.call();
		}
		finally {
			turn.end();
		}
		if (load.isStorable(value) && turn.isUndisturbed()) {
			put(key, value);
		}
		return value;
	}

	/**
	 * Looks a key up and, if there is no value, starts to load it for this transaction
	 * alone. A load that ends after the commit is not stored.
	 * @return a future that all who ask for the load share
	 */
	CompletableFuture<Object> get(Object key, AsyncLoad<Object> load) {
		PendingWrite write = this.writes.get(key);
		CompletableFuture<Object> future = (write != null) ? write.load() : null;
		if (future != null) {
			return future;
		}
		Object value = get(key);
		return (value != null) ? CompletableFuture.completedFuture(value) : start(key, load);
	}

	private CompletableFuture<Object> start(Object key, AsyncLoad<Object> load) {
		CompletableFuture<Object> future;
		try {
			Turn turn = new Turn(key);
			try {
				future = load.start().<Object>thenApply((value) -> value).toCompletableFuture();
			}
			finally {
				turn.end();
			}
			if (turn.isUndisturbed()) {
				write(key, PendingWrite.of(future, load::isStorable));
			}
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
		return future;
	}

	void put(Object key, Object value) {
		write(key, PendingWrite.put(value));
	}

	/**
	 * Stores a value if this transaction sees none.
	 * @return the value that it sees, or {@code null} if the given one will be stored
	 */
	@Nullable Object putIfAbsent(Object key, Object value) {
		Object existing = get(key);
		if (existing == null) {
			put(key, value);
		}
		return existing;
	}

	void evict(Object key) {
		write(key, PendingWrite.removal());
	}

	/**
	 * Removes a key from the store at once, and once more after the commit: until then
	 * others may load what the transaction is about to change.
	 * @return whether this transaction saw a value
	 */
	boolean evictIfPresent(Object key) {
		PendingWrite pending = this.writes.get(key);
		boolean stored = this.store.remove(key);
		boolean present = (pending != null) ? pending.value() != null : stored && !this.cleared;
		evict(key);
		return present;
	}

	void clear() {
		Map<Object, PendingWrite> writes = this.writes;
		boolean cleared = this.cleared;
		this.writes = new LinkedHashMap<>();
		this.cleared = true;
		remember(() -> {
			this.writes = writes;
			this.cleared = cleared;
		});
	}

	/**
	 * Clears the store at once, and once more after the commit.
	 * @return whether this transaction may have seen a value
	 */
	boolean invalidate() {
		boolean present = this.store.clear() && !this.cleared;
		for (PendingWrite write : this.writes.values()) {
			present |= write.value() != null;
		}
		clear();
		return present;
	}

	private void write(Object key, PendingWrite write) {
		PendingWrite previous = this.writes.put(key, write);
		remember(() -> {
			if (previous != null) {
				this.writes.put(key, previous);
			}
			else {
				this.writes.remove(key);
			}
		});
	}

	private void remember(Runnable undo) {
		if (!this.savepoints.isEmpty()) {
			this.undo.add(undo);
		}
	}

	/**
	 * How many writes there are: one a key, and one for a clear.
	 */
	int size() {
		return this.writes.size() + (this.cleared ? 1 : 0);
	}

	void savepoint(Object savepoint) {
		this.savepoints.add(new Savepoint(savepoint, this.undo.size()));
	}

	/**
	 * Drops what was written after a savepoint: all there is, if this transaction did not
	 * use the cache before it.
	 */
	void rollbackTo(Object savepoint) {
		for (Savepoint candidate : this.savepoints) {
			if (candidate.id() == savepoint) {
				undo(candidate.writes());
				return;
			}
		}
		this.writes = new LinkedHashMap<>();
		this.cleared = false;
	}

	private void undo(int remaining) {
		for (int i = this.undo.size() - 1; i >= remaining; i--) {
			this.undo.remove(i).run();
		}
	}

	/**
	 * Applies what was written to the store. A write that fails is reported, and its key
	 * removed; the others go on.
	 * @param failures takes what was to be done, and how it failed
	 */
	void apply(BiConsumer<String, Throwable> failures) {
		apply(failures, true);
	}

	/**
	 * Removes every key that was written, because nobody knows what the database holds.
	 * @param failures takes what was to be done, and how it failed
	 */
	void forget(BiConsumer<String, Throwable> failures) {
		apply(failures, false);
	}

	private void apply(BiConsumer<String, Throwable> failures, boolean puts) {
		if (!this.writes.isEmpty() || this.cleared) {
			attempt("write what had waited for a transaction", failures, () -> write(failures, puts));
		}
	}

	private void write(BiConsumer<String, Throwable> failures, boolean puts) {
		Claim claim = new Claim();
		if (this.cleared) {
			attempt("evict all keys", failures, this.store::clear);
		}
		this.writes.forEach((key, write) -> {
			// A put of a shared cache evicts, and not under a lock that others wait for.
			Object value = (puts && this.store.secondLevel() == null) ? write.value() : null;
			if (value == null || !put(key, value, claim, failures)) {
				attempt("evict a key", failures, () -> this.store.remove(key));
			}
		});
	}

	private boolean put(Object key, Object value, Claim claim, BiConsumer<String, Throwable> failures) {
		try {
			return this.marks.storeIf(WriteMarks.groupOf(key), () -> claim.holds(key),
					() -> this.store.put(key, value));
		}
		catch (Throwable ex) {
			failures.accept("put a value", ex);
			return false;
		}
	}

	/**
	 * Does what it can: the transaction is over, whatever becomes of its cache.
	 */
	private static void attempt(String operation, BiConsumer<String, Throwable> failures, Runnable write) {
		try {
			write.run();
		}
		catch (Throwable ex) {
			failures.accept(operation, ex);
		}
	}

	/**
	 * A savepoint of the transaction.
	 *
	 * @param id the object that stands for it
	 * @param writes how many writes there were to take back
	 */
	private record Savepoint(Object id, int writes) {

	}

	/**
	 * One load, from its start to its end. A write of the key in between is newer than
	 * what the load makes.
	 */
	private final class Turn {

		private final Object key;

		private final Map<Object, PendingWrite> writes = PendingWrites.this.writes;

		private final @Nullable PendingWrite write;

		Turn(Object key) {
			if (!PendingWrites.this.loading.add(key)) {
				throw new RecursiveLoadException(PendingWrites.this.store.name(), key);
			}
			this.key = key;
			this.write = this.writes.get(key);
		}

		void end() {
			PendingWrites.this.loading.remove(this.key);
		}

		boolean isUndisturbed() {
			return this.writes == PendingWrites.this.writes && this.writes.get(this.key) == this.write;
		}

	}

	/**
	 * The marks that this transaction sets, all of them before it touches the store.
	 */
	private final class Claim {

		private final Map<Integer, Mark> groups = new HashMap<>();

		private final Mark everyGroup;

		Claim() {
			WriteMarks marks = PendingWrites.this.marks;
			if (PendingWrites.this.cleared) {
				this.everyGroup = marks.mark(WriteMarks.EVERY_GROUP);
			}
			else {
				long latest = marks.latest(WriteMarks.EVERY_GROUP);
				this.everyGroup = new Mark(latest, latest);
			}
			for (Object key : PendingWrites.this.writes.keySet()) {
				this.groups.computeIfAbsent(WriteMarks.groupOf(key), marks::mark);
			}
		}

		/**
		 * Whether nobody else has begun to write a key since the transaction first used
		 * the cache.
		 */
		boolean holds(Object key) {
			int group = WriteMarks.groupOf(key);
			Mark mark = this.groups.get(group);
			return mark != null && holds(group, mark) && holds(WriteMarks.EVERY_GROUP, this.everyGroup);
		}

		private boolean holds(int group, Mark mark) {
			return mark.previous() <= PendingWrites.this.since
					&& mark.current() == PendingWrites.this.marks.latest(group);
		}

	}

}
