package io.bespokecache.map;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The {@code promoting} strategy: a read table whose set of keys is frozen, and beside it
 * a delta of the keys that came since. A descendant of Go's {@code sync.Map} as it was
 * before Go 1.24 [1].
 * <p>
 * <b>Goals.</b> A key that lives long is found in one probe of one table that was laid
 * out for it, by a reader that writes nothing at all. New keys are readable at once,
 * without a lock. The copy that promotes them is made only when reads have paid for it,
 * never by a reader, and never in one piece.
 * <p>
 * <b>Layout.</b>
 *
 * <pre>
 *   read     -> Segment         every key as of the last promotion
 *   delta    -> SegmentTable    the keys that came since
 *
 *   and while a promotion is under way:
 *   folding  -> SegmentTable    the delta as it was; takes no new keys
 *   next     -> Segment         the read table to be, which entries move to one by one
 *   stripes  -> Stripe ...      one lock each for a share of the keys, in every level
 * </pre>
 *
 * <b>Invariants.</b>
 * <ol>
 * <li>No key has a value in two levels while its stripe is free. A key of the read table
 * keeps its slot there: removal marks it {@linkplain ReadTable#DEAD dead}, and the next
 * put revives it.</li>
 * <li>A promotion adds an entry to {@code next} before it marks the place where it was as
 * {@linkplain ReadTable#MOVED moved}, both under the stripe's lock; and {@code next} is
 * published before any mark is. So whoever meets the mark finds the entry, and no write
 * goes to a place that has been copied.</li>
 * <li>{@code levels} changes under all locks, save that {@code next} is added to them
 * before any mark is made. So whoever has one lock may trust all levels.</li>
 * <li>A reader that has found nothing in any level, and finds {@code levels} unchanged,
 * knows that its key was in none of them when it looked into the last.</li>
 * <li>{@code read} may lag behind {@code levels}: when it does all its slots are marked
 * as moved, which sends the reader to the levels.</li>
 * </ol>
 * <p>
 * <b>Steps.</b> A promotion moves {@value #STEP} slots at a time, on the maintenance
 * thread or on one that has just added a key; a writer waits for the move of one entry at
 * most. All locks are taken twice, to close the delta and to make the next table the read
 * table, for as long as it takes to set a few references.
 * <p>
 * <b>What is mended since sync.Map.</b> There a look-up that misses the read map takes a
 * mutex, and misses of keys that are nowhere lead to promotions; here the delta is read
 * without a lock, and only {@linkplain PromotionPolicy delta hits} pay. There the first
 * new key after a promotion copies the whole map; here the delta has new keys only. There
 * a deleted value may stay until the next promotion; here it is garbage at once, and dead
 * slots are bounded. There counts of misses drift under contention; here each delta hit
 * is counted.
 * <p>
 * <b>Hazards.</b> While a promotion is under way both read tables are held, and a read of
 * an entry that has moved looks into both. A promotion gives way to a function that runs
 * inside {@code compute}, and goes on later. Removal and insertion of ever new keys make
 * delta and dead slots, and promotions, which is what {@link PromotionPolicy}'s
 * hysteresis dampens; a map that lives so should be {@code sharded}.
 * <p>
 * [1] golang/go, {@code src/sync/map.go} of Go 1.23; its weaknesses are discussed in
 * issues 21032, 21035 and 40999.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class PromotingCacheMap<K, V> extends LockingCacheMap<K, V, Stripe> {

	/**
	 * Slots that a promotion looks at in one step, and most that a segment of the delta
	 * has: no call moves more.
	 */
	static final int STEP = 64;

	/** Writes are rare here; these are enough that they seldom meet. */
	private static final long STRIPES_A_PROCESSOR = 4;

	private static final int MAXIMUM_STRIPES = 256;

	/** How long a promotion waits for a lock while it has others. */
	private static final Duration LOCK_PATIENCE = Duration.ofNanos(100_000);

	/** How long it waits for a lock while it has none. */
	private static final Duration LOCK_PATIENCE_ALONE = Duration.ofMillis(10);

	private static final int LOCK_ATTEMPTS = 8;

	/** Steps in a row that move nothing, after which a promotion rests. */
	private static final int FRUITLESS_STEPS = 1_000;

	/** How long it rests when it could not get a lock. */
	private static final Duration REST = Duration.ofMillis(100);

	private volatile Segment read;

	private volatile Levels levels;

	private final Stripe[] stripes;

	private final boolean eager;

	private final StripedCounter deltaHits = new StripedCounter();

	private final PromotionPolicy policy;

	private final Executor executor;

	private final LongSupplier nanoClock;

	private final InstantSource clock;

	private final MapListener<? super K, ? super V> listener;

	/** Whether maintenance is running or is about to; makes it one at a time. */
	private final AtomicBoolean maintaining = new AtomicBoolean();

	/** Guards what follows, and the promotion that is under way. */
	private final ReentrantLock promotion = new ReentrantLock();

	private @Nullable Folding folding;

	/** Why the delta was closed last. */
	private Promotion.Cause cause = Promotion.Cause.DELTA_HITS;

	/** When it was, by the nano clock. */
	private long closed;

	/** How long its first key had waited then, in nanoseconds. */
	private long waited;

	/** Delta hits up to the last promotion. */
	private long paid;

	/** Slots of {@link #read} that the last promotion filled from the delta. */
	private BitSet filled = new BitSet();

	/**
	 * Time of the nano clock at which the delta had its first key; zero if it has none.
	 */
	private volatile long waiting;

	/** Sum of delta hits at which maintenance should look whether a promotion pays. */
	private volatile long payday;

	/** Time of the nano clock before which maintenance is not requested. */
	private volatile long resting;

	private final AtomicLong promotions = new AtomicLong();

	PromotingCacheMap(CacheMapBuilder<K, V> builder) {
		this.eager = builder.eagerRebuilds;
		this.stripes = stripes();
		this.read = emptyTable();
		this.levels = new Levels(this.read, null, null, newDelta());
		this.policy = new PromotionPolicy(builder.eagerRebuilds);
		this.executor = builder.maintenance;
		this.nanoClock = builder.nanoClock;
		this.clock = builder.clock;
		this.listener = builder.listener;
		this.payday = this.policy.price(0);
		this.resting = this.nanoClock.getAsLong();
	}

	private static Stripe[] stripes() {
		int count = 1;
		while (count < STRIPES_A_PROCESSOR * Runtime.getRuntime().availableProcessors() && count < MAXIMUM_STRIPES) {
			count <<= 1;
		}
		Stripe[] stripes = new Stripe[count];
		for (int i = 0; i < count; i++) {
			stripes[i] = new Stripe();
		}
		return stripes;
	}

	private static Segment emptyTable() {
		Segment table = SegmentTable.create(KeyKind.OBJECT, 0, 0, 1);
		table.open();
		return table;
	}

	private SegmentTable newDelta() {
		return new SegmentTable(this.stripes.length, 0, 0, STEP, this.eager);
	}

	/** Stripe of a hash: by other bits than those that order the slots of a table. */
	Stripe stripe(int hash) {
		return this.stripes[(hash >>> 1) & (this.stripes.length - 1)];
	}

	/** The levels as they are now. */
	Levels levels() {
		return this.levels;
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
		Segment read = this.read;
		int hash;
		Object value;
		// Each type of key has its own way, which the compiler can lay out without a
		// call.
		if (key instanceof String string) {
			hash = KeyHash.ofHashCode(string.hashCode());
			value = (read instanceof ObjectSegment objects) ? objects.getString(string, hash)
					: (read instanceof StringSegment strings) ? strings.get(string, hash) : read.get(string, hash);
		}
		else if (key instanceof Long number) {
			long word = number;
			hash = KeyHash.ofWord(word);
			value = (read instanceof LongSegment longs) ? longs.get(key, word, hash) : read.get(key, hash);
		}
		else if (key instanceof UUID uuid) {
			long first = uuid.getMostSignificantBits();
			long second = uuid.getLeastSignificantBits();
			hash = KeyHash.ofWords(first, second);
			value = (read instanceof UuidSegment uuids) ? uuids.get(key, first, second, hash) : read.get(key, hash);
		}
		else {
			hash = KeyHash.ofHashCode(key.hashCode());
			value = (read instanceof ObjectSegment objects) ? objects.get(key, hash) : read.get(key, hash);
		}
		return (V) (ReadTable.isValue(value) ? value : findInLevels(key, hash, true));
	}

	@Override
	@Nullable Object find(Object key, int hash) {
		return findInLevels(key, hash, false);
	}

	private @Nullable Object findInLevels(Object key, int hash, boolean counted) {
		while (true) {
			Levels levels = this.levels;
			Object value = levels.read.get(key, hash);
			boolean inDelta = value == null;
			if (value == null && levels.folding != null) {
				value = levels.folding.get(key, hash);
			}
			if (value == ReadTable.MOVED) {
				value = (levels.next != null) ? levels.next.get(key, hash) : ReadTable.MOVED;
				inDelta = value == null;
			}
			if (value == null) {
				value = levels.delta.get(key, hash);
			}
			if (value == ReadTable.DEAD) {
				return null;
			}
			if (value != null && value != ReadTable.MOVED) {
				if (counted && inDelta) {
					countDeltaHit();
				}
				return value;
			}
			// A promotion may have taken the key along, out of the levels that were
			// looked
			// at.
			if (value == null && levels == this.levels) {
				return null;
			}
		}
	}

	private void countDeltaHit() {
		long count = this.deltaHits.increment();
		if (this.policy.isTimeToCheck(count) && (this.deltaHits.sum() >= this.payday || this.levels.folding != null)) {
			requestMaintenance();
		}
	}

	@Override
	Stripe lock(int hash) {
		Stripe stripe = stripe(hash);
		ReentrantLock lock = stripe.lock;
		if (lock.isHeldByCurrentThread()) {
			throw recursiveUpdate();
		}
		if (!lock.tryLock()) {
			for (Stripe other : this.stripes) {
				if (other.lock.isHeldByCurrentThread()) {
					throw recursiveUpdate();
				}
			}
			lock.lock();
		}
		stripe.helps = false;
		return stripe;
	}

	@Override
	void unlock(Stripe stripe) {
		boolean helps = stripe.helps;
		// Who puts a key and then reads another's must not overtake himself.
		VarHandle.fullFence();
		stripe.lock.unlock();
		if (helps) {
			help();
		}
		long share = this.stripes.length;
		long read = this.levels.read.live();
		if (this.policy.isDeltaFull(stripe.delta() * share, read)
				|| this.policy.isDecayed(stripe.dead() * share, read)) {
			requestMaintenanceIfOutOfProportion();
		}
	}

	/**
	 * Whoever adds a key moves a few others, so that a delta is folded faster than it
	 * grows.
	 */
	private void help() {
		if (this.levels.next != null && this.promotion.tryLock()) {
			try {
				Folding folding = this.folding;
				if (folding != null) {
					folding.step(this, this.eager ? 1 : STEP);
				}
			}
			finally {
				this.promotion.unlock();
			}
		}
	}

	@Override
	@Nullable Object put(Stripe stripe, Object key, int hash, Object value) {
		Levels levels = this.levels;
		Segment table = levels.read;
		Object before = table.locked(key, hash);
		if (before == null && levels.folding != null) {
			before = levels.folding.get(key, hash);
			if (before != null && before != ReadTable.MOVED) {
				Segment segment = levels.folding.lock(hash);
				try {
					return segment.replace(key, hash, value);
				}
				finally {
					segment.unlock();
				}
			}
		}
		if (before == ReadTable.MOVED && levels.next != null) {
			table = levels.next;
			before = table.locked(key, hash);
		}
		if (before != null) {
			table.replace(key, hash, value);
			if (before != ReadTable.DEAD) {
				return before;
			}
			addDead(stripe, levels, table, -1);
			return null;
		}
		Segment segment = levels.delta.lock(hash);
		try {
			before = levels.delta.put(segment, key, hash, value);
			// Whoever has moved the slots of a segment has done his share.
			stripe.helps = before == null && !segment.isReplaced();
		}
		finally {
			segment.unlock();
		}
		if (before == null) {
			stripe.addToDelta(1);
			if (this.waiting == 0) {
				this.waiting = now();
			}
		}
		return before;
	}

	private static void addDead(Stripe stripe, Levels levels, Segment table, int change) {
		if (table == levels.next) {
			stripe.addDeadNext(change);
		}
		else {
			stripe.addDead(change);
		}
	}

	@Override
	@Nullable Object remove(Stripe stripe, Object key, int hash) {
		Levels levels = this.levels;
		Segment table = levels.read;
		Object before = table.locked(key, hash);
		if (before == null && levels.folding != null) {
			before = levels.folding.get(key, hash);
			if (before != null && before != ReadTable.MOVED) {
				remove(levels.folding, key, hash);
				stripe.addEntry(-1);
				return before;
			}
		}
		if (before == ReadTable.MOVED && levels.next != null) {
			table = levels.next;
			before = table.locked(key, hash);
		}
		if (before == ReadTable.DEAD) {
			return null;
		}
		if (before != null) {
			table.replace(key, hash, ReadTable.DEAD);
			addDead(stripe, levels, table, 1);
			return before;
		}
		before = remove(levels.delta, key, hash);
		if (before != null) {
			stripe.addToDelta(-1);
		}
		return before;
	}

	private static @Nullable Object remove(SegmentTable delta, Object key, int hash) {
		Segment segment = delta.lock(hash);
		try {
			return delta.remove(segment, key, hash);
		}
		finally {
			segment.unlock();
		}
	}

	@Override
	public long mappingCount() {
		long entries = 0;
		for (Stripe stripe : this.stripes) {
			entries += stripe.entries();
		}
		return Math.max(entries, 0);
	}

	private long deadEntries() {
		long entries = 0;
		for (Stripe stripe : this.stripes) {
			entries += stripe.dead();
		}
		return entries;
	}

	private long deltaEntries() {
		long entries = 0;
		for (Stripe stripe : this.stripes) {
			entries += stripe.delta();
		}
		return Math.max(entries, 0);
	}

	/** The nano clock, which is never read as zero. */
	private long now() {
		long now = this.nanoClock.getAsLong();
		return (now != 0) ? now : 1;
	}

	private void requestMaintenanceIfOutOfProportion() {
		if (outOfProportion() != null) {
			requestMaintenance();
		}
	}

	private Promotion.@Nullable Cause outOfProportion() {
		long read = this.levels.read.live();
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
		Promotion done = null;
		this.promotion.lock();
		try {
			if (this.folding == null) {
				begin();
			}
			done = goOn();
		}
		catch (RuntimeException | Error ex) {
			// Else the next write would try again at once, and fail again.
			rest();
			throw ex;
		}
		finally {
			this.promotion.unlock();
			this.maintaining.set(false);
		}
		if (done != null) {
			tell(done);
		}
		// A request in the meantime was dropped in favour of this one.
		if (!this.eager) {
			requestMaintenanceIfOutOfProportion();
		}
	}

	private Promotion.@Nullable Cause causeOfPromotion() {
		Promotion.Cause cause = outOfProportion();
		if (cause == null && isPaidFor()) {
			cause = Promotion.Cause.DELTA_HITS;
		}
		if (cause != null && this.policy.isJudgementDue()) {
			Segment read = this.levels.read;
			this.policy.judge(this.filled.cardinality(),
					this.filled.stream().filter((slot) -> ReadTable.isValue(read.value(slot))).count());
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

	/**
	 * Begins a promotion if one is due; or goes on with one whose next table could not be
	 * made.
	 */
	private void begin() {
		if (this.levels.folding == null) {
			Promotion.Cause cause = causeOfPromotion();
			if (cause == null || !closeDelta()) {
				return;
			}
			this.cause = cause;
		}
		Levels closed = this.levels;
		SegmentTable folding = Objects.requireNonNull(closed.folding);
		Segment next = ReadTable.layOut(() -> new KeysOfLevels(closed.read, folding), capacity(closed, folding),
				this.eager);
		next.open();
		Levels open = new Levels(closed.read, folding, next, closed.delta);
		this.folding = new Folding(open, folding, next, this.cause, this.closed, this.waited, folding.entries());
		this.levels = open;
	}

	/** Makes the delta one that takes no new keys, beside a new one that does. */
	private boolean closeDelta() {
		SegmentTable delta = newDelta();
		if (!lockAll()) {
			return false;
		}
		try {
			this.closed = now();
			this.waited = (this.waiting != 0) ? this.closed - this.waiting : 0;
			this.waiting = 0;
			this.levels = new Levels(this.levels.read, this.levels.delta, null, delta);
			for (Stripe stripe : this.stripes) {
				stripe.deltaClosed();
			}
			return true;
		}
		finally {
			unlockAll();
		}
	}

	private static int capacity(Levels levels, SegmentTable folding) {
		return (int) Math.min(levels.read.live() + folding.entries(), Integer.MAX_VALUE - 8);
	}

	/** Moves what is left; one step only where every step is to be seen. */
	private @Nullable Promotion goOn() {
		Folding folding = this.folding;
		int fruitless = 0;
		while (folding != null) {
			long moved = folding.moved();
			if (folding.step(this, this.eager ? 2 : STEP)) {
				return finish(folding);
			}
			fruitless = (folding.moved() == moved) ? fruitless + 1 : 0;
			if (this.eager || fruitless == FRUITLESS_STEPS) {
				if (!this.eager) {
					rest();
				}
				return null;
			}
			if (fruitless > 0) {
				Thread.onSpinWait();
			}
		}
		return null;
	}

	private @Nullable Promotion finish(Folding folding) {
		if (!lockAll()) {
			return null;
		}
		Segment next = folding.next;
		try {
			this.levels = new Levels(next, null, null, this.levels.delta);
			this.read = next;
			for (Stripe stripe : this.stripes) {
				stripe.promoted();
			}
		}
		finally {
			unlockAll();
		}
		Instant time = this.clock.instant();
		this.folding = null;
		this.filled = folding.filled;
		this.paid = this.deltaHits.sum();
		this.policy.promoted();
		this.payday = this.paid + this.policy.price(next.live());
		this.promotions.incrementAndGet();
		return new Promotion(time, folding.cause, folding.keysMoved, Duration.ofNanos(now() - folding.started),
				next.live(), Duration.ofNanos(folding.waited), ReadTable.bytes(next),
				ReadTable.bytes(folding.levels.read));
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

	private void unlockAll() {
		VarHandle.fullFence();
		for (Stripe stripe : this.stripes) {
			stripe.lock.unlock();
		}
	}

	private void rest() {
		this.resting = this.nanoClock.getAsLong() + REST.toNanos();
	}

	private @Nullable ReentrantLock lockAllOrFindMissing() {
		int taken = 0;
		try {
			while (taken < this.stripes.length) {
				ReentrantLock lock = this.stripes[taken].lock;
				if (lock.isHeldByCurrentThread() || !tryLock(lock, LOCK_PATIENCE)) {
					return lock;
				}
				taken++;
			}
			return null;
		}
		finally {
			if (taken < this.stripes.length) {
				while (--taken >= 0) {
					this.stripes[taken].lock.unlock();
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
		return new LevelsCursor<>(this, this.levels);
	}

}
