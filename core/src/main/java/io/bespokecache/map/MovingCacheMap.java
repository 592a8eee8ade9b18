package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

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

	private final CacheMap<K, V> from;

	private final CacheMap<K, V> to;

	private final KeyLock[] locks = new KeyLock[1 << LOCK_BITS];

	private final BooleanSupplier holdsLock = this::holdsLock;

	private final AtomicBoolean prepared = new AtomicBoolean();

	private final LongAdder moved = new LongAdder();

	/** Entries that the target has refused. */
	private final LongAdder refused = new LongAdder();

	/**
	 * Whether keys are moved. Read under a lock: who sees {@code false} changes the
	 * source before anybody can move the key, which takes the same lock; and once anybody
	 * has seen {@code true} under it, so does everybody.
	 */
	private volatile boolean moving;

	MovingCacheMap(CacheMap<K, V> from, CacheMap<K, V> to) {
		this.from = from;
		this.to = to;
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
	public final long moveAll() {
		beginMoves();
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
		this.from.clear();
		if (this.to instanceof AgeingMap<?, ?> target) {
			target.endMoves();
		}
		return this.moved.sum();
	}

	final void beginMoves() {
		if (this.prepared.compareAndSet(false, true) && this.to instanceof AgeingMap<?, ?> target) {
			target.beginMoves();
		}
		this.moving = true;
		// A writer who saw that nothing moves may be about to add a key that the walk
		// would not meet any more: he has done so once he gives his lock back.
		for (KeyLock lock : this.locks) {
			lock.lock(this.holdsLock);
			lock.unlock(false);
		}
	}

	private void moveAlone(K key) {
		try {
			this.<@Nullable Object>write(key, (target) -> null);
		}
		catch (RuntimeException ex) {
			// Of the key's own methods: nobody finds its entry any more.
			this.refused.increment();
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
			entry = (value != null) ? new AgedEntry<>((K) key, value, 0, 0, Long.MAX_VALUE) : null;
		}
		if (entry == null) {
			// One whose time has passed is counted now, and never stands beside another.
			this.from.remove(key);
			return;
		}
		boolean taken = put(entry);
		if (this.from.remove(key) == null) {
			this.to.remove(key);
		}
		else if (taken) {
			this.moved.increment();
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
			if (this.from instanceof AgeingMap<?, ?> && this.to instanceof AgeingMap<?, ?> target) {
				((AgeingMap<K, V>) target).put(entry);
			}
			else {
				this.to.put(entry.key(), entry.value());
			}
			return true;
		}
		catch (RuntimeException | Error ex) {
			// Of a weigher, or for want of memory: neither the move nor the change that
			// has come upon this entry ends for it.
			this.refused.increment();
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
