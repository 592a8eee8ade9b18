package io.bespokecache.map;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The {@code promoting} strategy: a read table whose set of keys is frozen, and beside it
 * a delta of the keys that came since. A descendant of Go's {@code sync.Map} as it was
 * before Go 1.24 [1].
 * <p>
 * <b>Goals.</b> A key that lives long is found in one probe of one dense table, by a
 * reader that writes nothing at all. New keys are readable at once, without a lock. The
 * copy that promotes them is made only when reads have paid for it, and never by a
 * reader.
 * <p>
 * <b>Layout.</b> Both levels are made of {@link FlatTable}s.
 *
 * <pre>
 *   read        -> FlatTable                      every key as of the last promotion
 *   tables[]    -> FlatTable  FlatTable  ...      the delta: only keys that came since
 *   segments[]  -> Segment    Segment    ...      one lock each, for both levels
 * </pre>
 *
 * A change takes the lock of the key's segment, in whichever level the key is. A
 * promotion takes them all, copies both levels to a new read table, and publishes it.
 * <p>
 * <b>Invariants.</b>
 * <ol>
 * <li>No key is in both levels while a lock is free. A key of the read table keeps its
 * place there: removal clears the value, and the next put of that key revives it.</li>
 * <li>{@code read} changes, and a table of the delta is emptied, only under all locks. So
 * whoever has one lock may trust both.</li>
 * <li>A promotion publishes the new read table <em>before</em> it empties the delta. A
 * reader that found nothing in the old read table and comes too late for the delta finds
 * {@code read} changed, and looks there. A reader that finds {@code read} unchanged after
 * it has looked into both levels knows that no promotion has been published between its
 * first look and its last, so the key was in neither when it looked into the delta.</li>
 * <li>A replaced read table is never changed again. A reader that still holds it answers
 * with what it held when it was replaced, which lies within that reader's call; see
 * {@link FlatTable} for this argument and for the ordering of single accesses.</li>
 * </ol>
 * <p>
 * <b>What is mended since sync.Map.</b> There a look-up that misses the read map takes a
 * mutex, and misses of keys that are nowhere lead to promotions; here the delta is read
 * without a lock, and only {@linkplain PromotionPolicy delta hits} pay. There the first
 * new key after a promotion copies the whole map; here the delta has new keys only. There
 * a deleted value may stay until the next promotion; here it is garbage at once, and dead
 * slots are bounded. There counts of misses drift under contention; here each delta hit
 * is counted.
 * <p>
 * <b>Hazards.</b> A promotion is one step, not many: it keeps writers out for as long as
 * it copies, some 25 ns an entry in a small map and 100 ns in one that outgrows the
 * processor's caches, so a tenth of a second at a million. Readers go on all the while.
 * It gives way to a function that runs inside {@code compute}, rather than let every
 * writer wait behind that, and is tried again later. Removal and insertion of ever new
 * keys make delta and dead slots, and promotions, which is what {@link PromotionPolicy}'s
 * hysteresis dampens; a map that lives so should be {@code sharded}.
 * <p>
 * [1] golang/go, {@code src/sync/map.go} of Go 1.23; its weaknesses are discussed in
 * issues 21032, 21035 and 40999.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class PromotingCacheMap<K, V> extends SegmentedCacheMap<K, V> {

	/** Writes are rare here; these are enough that they seldom meet. */
	private static final long SEGMENTS_A_PROCESSOR = 2;

	/** How long a promotion waits for a lock while it has others. */
	private static final Duration LOCK_PATIENCE = Duration.ofNanos(100_000);

	/** How long it waits for a lock while it has none. */
	private static final Duration LOCK_PATIENCE_ALONE = Duration.ofMillis(10);

	private static final int LOCK_ATTEMPTS = 8;

	/** How long it rests when it could not get all locks. */
	private static final Duration REST = Duration.ofMillis(100);

	private volatile FlatTable read;

	/**
	 * Entries of {@link #read} without a value, for each segment; written under its lock.
	 */
	private final AtomicIntegerArray dead = new AtomicIntegerArray(this.segments.length);

	private final StripedCounter deltaHits = new StripedCounter();

	private final PromotionPolicy policy;

	private final Executor executor;

	private final LongSupplier nanoClock;

	private final InstantSource clock;

	private final MapListener<? super K, ? super V> listener;

	/** Whether maintenance is running or is about to; makes it one at a time. */
	private final AtomicBoolean maintaining = new AtomicBoolean();

	/** Delta hits up to the last promotion. Touched by maintenance only. */
	private long paid;

	/**
	 * Slots of {@link #read} that the last promotion filled from the delta. Touched by
	 * maintenance only.
	 */
	private BitSet moved = new BitSet();

	/** Sum of delta hits at which maintenance should look whether a promotion pays. */
	private volatile long payday;

	/** Time of the nano clock before which maintenance is not requested. */
	private volatile long resting;

	private final AtomicLong promotions = new AtomicLong();

	PromotingCacheMap(CacheMapBuilder<K, V> builder) {
		super(emptyTables(builder.probeWindow()));
		this.read = new FlatTable(0, builder.probeWindow());
		this.policy = new PromotionPolicy(builder.eagerRebuilds);
		this.executor = builder.maintenance;
		this.nanoClock = builder.nanoClock;
		this.clock = builder.clock;
		this.listener = builder.listener;
		this.payday = this.policy.price(0);
		this.resting = this.nanoClock.getAsLong();
	}

	private static FlatTable[] emptyTables(int window) {
		FlatTable[] tables = new FlatTable[segments(SEGMENTS_A_PROCESSOR * Runtime.getRuntime().availableProcessors())];
		Arrays.setAll(tables, (index) -> new FlatTable(0, window));
		return tables;
	}

	@Override
	public Strategy strategy() {
		return Strategy.PROMOTING;
	}

	@Override
	public MapStatistics statistics() {
		return new MapStatistics(0, 0, 0, this.deltaHits.sum(), this.promotions.get());
	}

	@Override
	@SuppressWarnings("unchecked") // put in as a V
	public @Nullable V get(Object key) {
		long hash = FlatTable.hash(key);
		FlatTable read = this.read;
		int slot = read.find(key, hash);
		return (V) ((slot >= 0) ? read.value(slot) : findBeyondSlots(read, slot, key, hash, true));
	}

	@Override
	@Nullable Object find(Object key, long hash) {
		FlatTable read = this.read;
		int slot = read.find(key, hash);
		return (slot >= 0) ? read.value(slot) : findBeyondSlots(read, slot, key, hash, false);
	}

	/** Value of a key that has no slot in the given read table. */
	private @Nullable Object findBeyondSlots(FlatTable read, int slot, Object key, long hash, boolean counted) {
		while (true) {
			if (slot == FlatTable.OVERFLOW) {
				Object value = read.overflow().get(key);
				if (value != null) {
					return FlatTable.alive(value);
				}
			}
			Object value = Segment.table(this.tables, FlatTable.segment(hash, this.tables.length)).get(key, hash);
			if (value != null) {
				if (counted) {
					countDeltaHit();
				}
				return value;
			}
			FlatTable current = this.read;
			if (current == read) {
				return null;
			}
			// A promotion may have taken the key out of the delta, into the new read
			// table.
			read = current;
			slot = read.find(key, hash);
			if (slot >= 0) {
				return read.value(slot);
			}
		}
	}

	private void countDeltaHit() {
		long count = this.deltaHits.increment();
		if (this.policy.isTimeToCheck(count) && this.deltaHits.sum() >= this.payday) {
			requestMaintenance();
		}
	}

	@Override
	@Nullable Object put(Segment segment, Object key, long hash, Object value) {
		FlatTable read = this.read;
		int slot = read.find(key, hash);
		Object before;
		if (slot >= 0) {
			before = read.exchange(slot, value);
		}
		else {
			before = (slot == FlatTable.OVERFLOW) ? read.exchangeInOverflow(key, value) : null;
			if (before == null) {
				return segment.put(key, hash, value);
			}
			before = FlatTable.alive(before);
		}
		if (before == null) {
			addDead(segment, -1);
		}
		return before;
	}

	@Override
	@Nullable Object remove(Segment segment, Object key, long hash) {
		FlatTable read = this.read;
		int slot = read.find(key, hash);
		Object before;
		if (slot >= 0) {
			before = read.exchange(slot, null);
		}
		else {
			before = (slot == FlatTable.OVERFLOW) ? read.exchangeInOverflow(key, null) : null;
			if (before == null) {
				return segment.remove(key, hash);
			}
			before = FlatTable.alive(before);
		}
		if (before != null) {
			addDead(segment, 1);
		}
		return before;
	}

	private void addDead(Segment segment, int slots) {
		segment.addEntries(-slots);
		this.dead.setOpaque(segment.index(), this.dead.getPlain(segment.index()) + slots);
	}

	private long deadEntries() {
		long entries = 0;
		for (int i = 0; i < this.dead.length(); i++) {
			entries += this.dead.getOpaque(i);
		}
		return entries;
	}

	private long deltaEntries() {
		long entries = 0;
		for (int i = 0; i < this.tables.length; i++) {
			entries += Segment.table(this.tables, i).live();
		}
		return entries;
	}

	/**
	 * Looks whether the levels are out of proportion. One segment stands for all, as keys
	 * spread evenly; only if it seems so are all summed.
	 */
	@Override
	void changed(Segment segment) {
		int index = segment.index();
		long share = this.tables.length;
		long read = this.read.live();
		if (this.policy.isDeltaFull(Segment.table(this.tables, index).live() * share, read)
				|| this.policy.isDecayed(this.dead.getOpaque(index) * share, read)) {
			requestMaintenanceIfOutOfProportion();
		}
	}

	private void requestMaintenanceIfOutOfProportion() {
		if (outOfProportion() != null) {
			requestMaintenance();
		}
	}

	private Promotion.@Nullable Cause outOfProportion() {
		long read = this.read.live();
		if (this.policy.isDecayed(deadEntries(), read)) {
			return Promotion.Cause.DEAD_SLOTS;
		}
		return this.policy.isDeltaFull(deltaEntries(), read) ? Promotion.Cause.DELTA_FULL : null;
	}

	private void requestMaintenance() {
		if (this.maintaining.get() || this.nanoClock.getAsLong() - this.resting < 0
				|| !this.maintaining.compareAndSet(false, true)) {
			return;
		}
		boolean requested = false;
		try {
			this.executor.execute(this::maintain);
			requested = true;
		}
		finally {
			if (!requested) {
				this.maintaining.set(false);
			}
		}
	}

	private void maintain() {
		Promotion promotion = null;
		try {
			Promotion.Cause cause = causeOfPromotion();
			if (cause != null) {
				promotion = promote(cause);
			}
		}
		catch (RuntimeException | Error ex) {
			// Else the next write would try again at once, and fail again.
			rest();
			throw ex;
		}
		finally {
			this.maintaining.set(false);
		}
		if (promotion != null) {
			tell(promotion);
		}
		// A request in the meantime was dropped in favour of this one.
		requestMaintenanceIfOutOfProportion();
	}

	private Promotion.@Nullable Cause causeOfPromotion() {
		Promotion.Cause cause = outOfProportion();
		if (cause == null && isPaidFor()) {
			cause = Promotion.Cause.DELTA_HITS;
		}
		if (cause != null && this.policy.isJudgementDue()) {
			FlatTable read = this.read;
			this.policy.judge(this.moved.cardinality(),
					this.moved.stream().filter((slot) -> read.value(slot) != null).count());
			if (cause == Promotion.Cause.DELTA_HITS && !isPaidFor()) {
				cause = null;
			}
		}
		if (cause == null) {
			this.payday = this.paid + this.policy.price(mappingCount());
		}
		return cause;
	}

	private boolean isPaidFor() {
		return deltaEntries() > 0 && this.deltaHits.sum() - this.paid >= this.policy.price(mappingCount());
	}

	private @Nullable Promotion promote(Promotion.Cause cause) {
		if (!lockAll()) {
			return null;
		}
		try {
			long started = this.nanoClock.getAsLong();
			long keysMoved = deltaEntries();
			FlatTable before = this.read;
			FlatTable after = before.successor(mappingCount());
			BitSet filled = new BitSet();
			after.copyFrom(before);
			for (Segment segment : this.segments) {
				after.copyFrom(segment.table(), filled);
			}
			FlatTable[] empty = new FlatTable[this.segments.length];
			for (int i = 0; i < empty.length; i++) {
				empty[i] = before.successor(0);
			}
			// All that can fail is done. The order of what follows is invariant 3.
			this.read = after;
			for (int i = 0; i < empty.length; i++) {
				this.segments[i].publish(empty[i]);
				this.dead.setOpaque(i, 0);
			}
			Instant time = this.clock.instant();
			this.moved = filled;
			this.paid = this.deltaHits.sum();
			this.policy.promoted();
			this.payday = this.paid + this.policy.price(after.live());
			this.promotions.incrementAndGet();
			return new Promotion(time, cause, keysMoved, Duration.ofNanos(this.nanoClock.getAsLong() - started),
					after.live());
		}
		finally {
			for (Segment segment : this.segments) {
				segment.lock.unlock();
			}
		}
	}

	/**
	 * Takes all locks, or none. Nobody waits behind this for long: when one of the locks
	 * does not come soon, because a function runs under it, the others are given back,
	 * and if it does not come at all the promotion is put off.
	 */
	private boolean lockAll() {
		for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
			ReentrantLock missing = lockAllOrFindMissing();
			if (missing == null) {
				return true;
			}
			if (missing.isHeldByCurrentThread() || !tryLock(missing, LOCK_PATIENCE_ALONE)) {
				break;
			}
			missing.unlock();
		}
		rest();
		return false;
	}

	private void rest() {
		this.resting = this.nanoClock.getAsLong() + REST.toNanos();
	}

	private @Nullable ReentrantLock lockAllOrFindMissing() {
		int taken = 0;
		try {
			while (taken < this.segments.length) {
				ReentrantLock lock = this.segments[taken].lock;
				if (lock.isHeldByCurrentThread() || !tryLock(lock, LOCK_PATIENCE)) {
					return lock;
				}
				taken++;
			}
			return null;
		}
		finally {
			if (taken < this.segments.length) {
				while (--taken >= 0) {
					this.segments[taken].lock.unlock();
				}
			}
		}
	}

	private static boolean tryLock(ReentrantLock lock, Duration patience) {
		try {
			return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return lock.tryLock();
		}
	}

	private void tell(Promotion promotion) {
		try {
			this.listener.promoted(promotion);
		}
		catch (RuntimeException ex) {
			// The contract of MapListener: what a listener throws is dropped.
		}
	}

	@Override
	EntryCursor cursor() {
		FlatTable read;
		FlatTable[] delta = new FlatTable[this.tables.length];
		do {
			read = this.read;
			for (int i = 0; i < delta.length; i++) {
				delta[i] = Segment.table(this.tables, i);
			}
			// Else a promotion may have emptied a table before it was noted, and its keys
			// would be in neither.
		}
		while (read != this.read);
		return new Cursor(read, delta);
	}

	/** Walks the read table, then the delta as it was beside that read table. */
	private final class Cursor extends TableCursor {

		private final FlatTable read;

		private final FlatTable[] delta;

		private int index = -2;

		Cursor(FlatTable read, FlatTable[] delta) {
			this.read = read;
			this.delta = delta;
		}

		@Override
		@Nullable FlatTable nextTable() {
			this.index++;
			if (this.index < 0) {
				return this.read;
			}
			return (this.index < this.delta.length) ? this.delta[this.index] : null;
		}

		@Override
		boolean isCurrent(FlatTable table) {
			return this.read == PromotingCacheMap.this.read
					&& (this.index < 0 || table == Segment.table(PromotingCacheMap.this.tables, this.index));
		}

		@Override
		@Nullable Object find(Object key) {
			return PromotingCacheMap.this.find(key, FlatTable.hash(key));
		}

		/**
		 * A delta that was noted between the two steps of a promotion still has keys that
		 * are in the read table too.
		 */
		@Override
		boolean isShadowed(Object key) {
			if (this.index < 0) {
				return false;
			}
			int slot = this.read.find(key, FlatTable.hash(key));
			return slot >= 0 || (slot == FlatTable.OVERFLOW && this.read.overflow().containsKey(key));
		}

	}

}
