package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * A map whose entries move to another one, key by key, while it is in use. Readers ask
 * the source and then the target, and take no lock.
 * <p>
 * <b>Invariants.</b>
 * <ol>
 * <li>Whoever changes or moves a key holds the lock of its share of the keys. So of each
 * key there is one writer at a time, in whichever of both maps.</li>
 * <li>Until the move begins, all changes are made to the source, to which writers who do
 * not know of this map may still be writing. From then on a key is moved before it is
 * changed, and the source gets no entry any more.</li>
 * <li>The target has an entry before the source loses it: who asks the source and then
 * the target cannot miss it. While both have it they agree, for nobody changes it
 * meanwhile; what the source still has is therefore current.</li>
 * <li>What the source drops by itself while it is being moved, the target drops too: the
 * source has counted it.</li>
 * </ol>
 * <b>Hazards.</b> The function of a {@code compute} keeps out the writers of a share of
 * the keys, and the move. Both maps keep their own bounds: until the move ends, there may
 * be as many entries as both allow. How often an entry was used is forgotten.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
class MovingCacheMap<K, V> extends RoutedCacheMap<K, V> implements InterimCacheMap<K, V> {

	private static final int LOCK_BITS = 8;

	/** What an entry is of a burst: some tens of microseconds are spent in each. */
	private static final int PACE = 4;

	/** Time between two looks at a lock that a writer has. */
	private static final long LOOK_NANOS = 5_000;

	private final CacheMap<K, V> from;

	private final CacheMap<K, V> to;

	private final KeyLock[] locks = new KeyLock[1 << LOCK_BITS];

	private final BooleanSupplier holdsLock = this::holdsLock;

	/** Tells the age of a value, where values can. */
	private final @Nullable ToLongFunction<? super V> ages;

	private final LongAdder moved = new LongAdder();

	/** Entries that were dropped since they could not be moved. */
	private final LongAdder refused = new LongAdder();

	/**
	 * Whether keys are moved. Read under a lock, and set under all of them: so whoever
	 * has seen {@code false} has changed the source and is out, and the walk meets what
	 * he has added.
	 */
	private volatile boolean moving;

	MovingCacheMap(CacheMap<K, V> from, CacheMap<K, V> to, @Nullable ToLongFunction<? super V> ages) {
		this.from = from;
		this.to = to;
		this.ages = ages;
		for (int i = 0; i < this.locks.length; i++) {
			this.locks[i] = new KeyLock();
		}
	}

	@Override
	public final CacheMap<K, V> from() {
		return this.from;
	}

	@Override
	public final CacheMap<K, V> to() {
		return this.to;
	}

	/** The one that promises no more than both keep while entries are in either. */
	@Override
	public final Strategy strategy() {
		Strategy former = this.from.strategy();
		return former.can(Strategy.Capability.CONSISTENT_SNAPSHOT) ? this.to.strategy() : former;
	}

	@Override
	public final long moveAll(Patience patience) {
		begin(patience);
		Pace pace = new Pace();
		long found;
		long left = Long.MAX_VALUE;
		do {
			found = left;
			left = 0;
			for (K key : this.from.keySet()) {
				moveAlone(key);
				pace.did(PACE);
				left++;
			}
		}
		// A key that cannot be found, because it has changed, stays to the end.
		while (left > 0 && left < found);
		// Those, and what has expired meanwhile and has not been counted yet.
		this.refused.add(this.from.drain());
		this.from.clear();
		if (this.to instanceof AgeingMap<?, ?> target) {
			target.endMoves();
		}
		return this.moved.sum();
	}

	/** Begins to move keys, once no writer is in. */
	final void begin(Patience patience) {
		if (this.moving) {
			return;
		}
		while (!tryBegin(patience.endOfAttempt())) {
			if (patience.isOver()) {
				throw ChangeAbandonedException.becauseOfAWriter();
			}
			patience.pause();
		}
	}

	private boolean tryBegin(long end) {
		int held = 0;
		try {
			while (held < this.locks.length) {
				if (this.locks[held].tryLock()) {
					held++;
				}
				else if (System.nanoTime() - end < 0) {
					LockSupport.parkNanos(LOOK_NANOS);
				}
				else {
					return false;
				}
			}
			if (this.to instanceof AgeingMap<?, ?> target) {
				target.beginMoves();
			}
			this.moving = true;
			return true;
		}
		finally {
			while (held > 0) {
				this.locks[--held].unlock(false);
			}
		}
	}

	@Override
	public final boolean hasBegun() {
		return this.moving;
	}

	private void moveAlone(K key) {
		try {
			this.<@Nullable Object>write(key, (target) -> null);
		}
		catch (RuntimeException ex) {
			// Of the key's own methods: nobody finds its entry any more, and it stays.
		}
	}

	@Override
	final <R extends @Nullable Object> R write(Object key, Function<CacheMap<K, V>, R> change) {
		KeyLock lock = this.locks[KeyHash.of(key) >>> (Integer.SIZE - LOCK_BITS)];
		lock.lock(this.holdsLock);
		try {
			if (!isMoving(key)) {
				return change.apply(this.from);
			}
			move(key);
			return change.apply(this.to);
		}
		finally {
			lock.unlock(false);
		}
	}

	/** Whether a key is moved before it is changed, asked under its lock. */
	boolean isMoving(Object key) {
		return this.moving;
	}

	private boolean holdsLock() {
		for (KeyLock lock : this.locks) {
			if (lock.isHeldByCurrentThread()) {
				return true;
			}
		}
		return false;
	}

	/** Moves the entry of a key, if there is one, under the lock. */
	@SuppressWarnings("unchecked") // keys of other types have no entry
	private void move(Object key) {
		AgedEntry<K, V> entry;
		if (this.from instanceof AgeingMap<?, ?> source) {
			entry = ((AgeingMap<K, V>) source).aged(key);
		}
		else {
			V value = peek(key);
			entry = (value != null) ? AgedEntry.ofUnknownAge((K) key, value) : null;
		}
		if (entry == null) {
			// One whose time has passed is counted now, and never stands beside another.
			this.from.remove(key);
			return;
		}
		boolean taken = put((this.ages != null) ? entry.writtenBefore(this.ages.applyAsLong(entry.value())) : entry);
		if (this.from.remove(key) == null) {
			this.to.remove(key);
		}
		else {
			(taken ? this.moved : this.refused).increment();
		}
	}

	/** The value that the source has for a key; not a read that its statistics count. */
	@SuppressWarnings("unchecked") // put in as a V
	private @Nullable V peek(Object key) {
		return (this.from instanceof LockingCacheMap<?, ?, ?> source) ? (V) source.find(key, KeyHash.of(key))
				: this.from.get(key);
	}

	/** Puts an entry into the target. One that it refuses is dropped. */
	@SuppressWarnings("unchecked") // of the same types
	private boolean put(AgedEntry<K, V> entry) {
		try {
			if (this.to instanceof AgeingMap<?, ?> target) {
				((AgeingMap<K, V>) target).put(entry);
			}
			else {
				this.to.put(entry.key(), entry.value());
			}
			return true;
		}
		catch (RuntimeException ex) {
			// Of a weigher: neither the move nor the change that has come upon this entry
			// ends for it.
			return false;
		}
	}

	@Override
	public final @Nullable V get(Object key) {
		V value = this.from.get(key);
		return (value != null) ? value : this.to.get(key);
	}

	@Override
	public final boolean containsKey(Object key) {
		return this.from.containsKey(key) || this.to.containsKey(key);
	}

	/** In this order: an entry that moves meanwhile is counted twice rather than not. */
	@Override
	public final long mappingCount() {
		return this.from.mappingCount() + this.to.mappingCount();
	}

	@Override
	final EntryCursor cursor() {
		AtomicBoolean first = new AtomicBoolean(true);
		return new ChainedCursor(this.from.entrySet().iterator(),
				() -> first.getAndSet(false) ? this.to.entrySet().iterator() : null);
	}

	@Override
	public final MapStatistics formerStatistics() {
		return this.from.statistics().plus(new MapStatistics(this.refused.sum(), 0, 0, 0, 0, 0));
	}

}
