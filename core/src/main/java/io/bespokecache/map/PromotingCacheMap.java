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
 * <li>No key has a value in two of the levels that a look-up comes to. A key of the read
 * table, or of a delta that is being folded, keeps its slot there: removal marks it
 * {@linkplain Segment#DEAD dead}, and the next put revives it.</li>
 * <li>A promotion adds an entry to {@code next} before it marks the place where it was as
 * {@linkplain ReadTable#MOVED moved}, and {@code next} is published before any mark is.
 * Mark and values are set by compare-and-set, so none overwrites the other. So whoever
 * meets the mark finds the entry with its last value, and no write goes to a place that
 * has been copied. {@link Folding} tells how.</li>
 * <li>{@code levels} changes without any stripe's lock. When the delta has been closed,
 * the promotion waits until each stripe has been free once before it relies on it that
 * all writers know: so none adds to a delta that is being laid out, and none knows levels
 * that are older than the last but one change. Levels in which {@code next} is not yet,
 * or not any more, something other than {@code read} lead him right: to where an entry is
 * or to a mark, at which he asks for the levels again.</li>
 * <li>A reader that has found nothing in any level, and finds {@code levels} unchanged,
 * knows that there was a moment during his call when his key was in none of them: keys go
 * from the delta that is being folded to the one that takes new keys, in which he looks
 * last, and never back.</li>
 * <li>{@code read} may lag behind {@code levels}: when it does all its slots are marked
 * as moved, which sends the reader to the levels.</li>
 * </ol>
 * <p>
 * <b>Steps.</b> A promotion moves {@value #STEP} slots at a time, on a thread that has
 * just added a key or on the maintenance thread. It takes no lock that a writer needs,
 * save to see that a stripe is free, which it then gives back at once; a mover that loses
 * its processor keeps nobody waiting. The maintenance thread works in short bursts, lest
 * it take the processor from others for the whole of a time slice.
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
 * an entry that has moved looks into both. A promotion does not begin to move entries
 * before a function that runs inside {@code compute} has ended. A value that is replaced
 * or removed just while its entry moves is held until that one move is done. Removal and
 * insertion of ever new keys make delta and dead slots, and promotions, which is what
 * {@link PromotionPolicy}'s hysteresis dampens; a map that lives so should be
 * {@code sharded}.
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

	/** How long a promotion waits for a stripe to be free. */
	private static final Duration PATIENCE = Duration.ofMillis(10);

	/** How long it rests when one was not. */
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

	/** How many stripes have been free since a promotion began. */
	private int passed;

	/** Why one began last. */
	private Promotion.Cause cause = Promotion.Cause.DELTA_HITS;

	/** When it began, by the nano clock. */
	private long closed;

	/** How long the first key of the delta had waited then, in nanoseconds. */
	private long waited;

	/** Delta hits up to the last promotion of a delta. */
	private long paid;

	/** Slots of {@link #read} that the last promotion filled from the delta. */
	private BitSet filled = new BitSet();

	/** How many keys it moved from the delta. */
	private long promoted;

	/** Runs between the two steps of each move, in tests. */
	@Nullable Runnable beforeMark;

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
		this.levels = new Levels(this.read, newDelta());
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
		return new MapStatistics(0, 0, 0, this.deltaHits.sum(), this.promotions.get(), 0);
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
				if (counted && !this.eager) {
					// Else one whose mover has failed would wait for the next write.
					requestMaintenance();
				}
			}
			if (value == null) {
				value = levels.delta.get(key, hash);
			}
			if (value == Segment.DEAD) {
				return null;
			}
			if (value != null && value != ReadTable.MOVED) {
				if (counted && inDelta) {
					countDeltaHit();
				}
				return value;
			}
			// A promotion may have taken the key out of the levels that were looked at.
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
		Levels levels = this.levels;
		long share = this.stripes.length;
		long read = levels.read.live();
		if (this.policy.isDeltaFull(stripe.delta(levels.deltaNumber) * share, read)
				|| this.policy.isDecayed(stripe.dead(levels.readNumber) * share, read)) {
			requestMaintenanceIfOutOfProportion();
		}
		if (levels.folding != null && levels.next == null) {
			requestMaintenance();
		}
	}

	/**
	 * Whoever adds a key moves a few others, so that a delta is folded faster than it
	 * grows.
	 */
	private void help() {
		if (this.levels.next == null || this.promotion.isHeldByCurrentThread() || !this.promotion.tryLock()) {
			return;
		}
		boolean done;
		try {
			Folding folding = this.folding;
			done = folding != null && folding.step(this.eager ? 1 : STEP);
		}
		catch (RuntimeException | Error ex) {
			// The caller's own change is made. The maintenance thread meets the same
			// failure, and does not hide it.
			rest();
			return;
		}
		finally {
			this.promotion.unlock();
		}
		if (done) {
			requestMaintenance();
		}
	}

	@Override
	@Nullable Object put(Stripe stripe, Object key, int hash, Object value) {
		Levels levels = this.levels;
		Object before = ReadTable.replace(levels.read, key, hash, value);
		int number = levels.readNumber;
		if (before == null && levels.folding != null) {
			before = replace(levels.folding, key, hash, value);
			if (before == Segment.DEAD) {
				stripe.addEntry(1);
				return null;
			}
			if (ReadTable.isValue(before)) {
				return before;
			}
		}
		if (before == ReadTable.MOVED) {
			if (levels.next == null) {
				// Made and published since these levels were.
				return put(stripe, key, hash, value);
			}
			before = ReadTable.replace(levels.next, key, hash, value);
			number++;
		}
		if (before == Segment.DEAD) {
			stripe.addDead(number, -1);
			return null;
		}
		return (before != null) ? before : putNew(levels, stripe, key, hash, value);
	}

	/** Puts a key that is in no other level into the delta that takes new keys. */
	private @Nullable Object putNew(Levels levels, Stripe stripe, Object key, int hash, Object value) {
		Object before;
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
			stripe.addToDelta(levels.deltaNumber, 1);
			if (this.waiting == 0) {
				this.waiting = now();
			}
		}
		return before;
	}

	/**
	 * Sets a value in a delta that is being folded. Its segments are locked, for a writer
	 * who knows it as the delta that takes new keys may still lay one out anew.
	 */
	private static @Nullable Object replace(SegmentTable folding, Object key, int hash, Object value) {
		if (folding.get(key, hash) == null) {
			return null;
		}
		Segment segment = folding.lock(hash);
		try {
			return ReadTable.replace(segment, key, hash, value);
		}
		finally {
			segment.unlock();
		}
	}

	@Override
	@Nullable Object remove(Stripe stripe, Object key, int hash) {
		Levels levels = this.levels;
		Object before = ReadTable.replace(levels.read, key, hash, Segment.DEAD);
		int number = levels.readNumber;
		if (before == null && levels.folding != null) {
			before = replace(levels.folding, key, hash, Segment.DEAD);
			if (ReadTable.isValue(before)) {
				stripe.addEntry(-1);
				return before;
			}
		}
		if (before == ReadTable.MOVED) {
			if (levels.next == null) {
				// Made and published since these levels were.
				return remove(stripe, key, hash);
			}
			before = ReadTable.replace(levels.next, key, hash, Segment.DEAD);
			number++;
		}
		if (before == Segment.DEAD) {
			return null;
		}
		if (before != null) {
			stripe.addDead(number, 1);
			return before;
		}
		before = remove(levels.delta, key, hash);
		if (before != null) {
			stripe.addToDelta(levels.deltaNumber, -1);
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
		int number = this.levels.readNumber;
		long entries = 0;
		for (Stripe stripe : this.stripes) {
			entries += stripe.dead(number);
		}
		return entries;
	}

	private long deltaEntries() {
		int number = this.levels.deltaNumber;
		long entries = 0;
		for (Stripe stripe : this.stripes) {
			entries += stripe.delta(number);
		}
		return Math.max(entries, 0);
	}

	/** The nano clock, which is never read as zero. */
	private long now() {
		long now = this.nanoClock.getAsLong();
		return (now != 0) ? now : 1;
	}

	private void requestMaintenanceIfOutOfProportion() {
		if (isDeltaFull() || isDecayed()) {
			requestMaintenance();
		}
	}

	private boolean isDeltaFull() {
		return this.policy.isDeltaFull(deltaEntries(), this.levels.read.live());
	}

	private boolean isDecayed() {
		return this.policy.isDecayed(deadEntries(), this.levels.read.live());
	}

	private void requestMaintenance() {
		if (this.maintaining.get() || this.nanoClock.getAsLong() - this.resting < 0
				|| this.promotion.isHeldByCurrentThread() || !this.maintaining.compareAndSet(false, true)) {
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
		boolean begun = false;
		try {
			begun = !isUnderWay() && begin();
			if (!begun || this.eager) {
				done = goOn();
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
		if (done != null) {
			try {
				tell(done);
			}
			finally {
				// Whoever sees it counted finds the event too.
				this.promotions.incrementAndGet();
			}
		}
		if (this.eager) {
			return;
		}
		if (begun) {
			// Another task, so that those of other maps come in between.
			requestMaintenance();
		}
		else {
			// A request in the meantime was dropped in favour of this one.
			requestMaintenanceIfOutOfProportion();
		}
	}

	private boolean isUnderWay() {
		return this.levels.next != null;
	}

	private Promotion.@Nullable Cause causeOfPromotion() {
		Promotion.Cause cause = cause();
		if (cause != null && this.policy.isJudgementDue()) {
			judge(cause);
			cause = cause();
		}
		if (cause == null) {
			this.payday = this.paid + this.policy.price(mappingCount());
		}
		return cause;
	}

	/** A promotion that folds the delta does away with dead slots too. */
	private Promotion.@Nullable Cause cause() {
		if (isDeltaFull()) {
			return Promotion.Cause.DELTA_FULL;
		}
		if (isPaidFor()) {
			return Promotion.Cause.DELTA_HITS;
		}
		return isDecayed() ? Promotion.Cause.DEAD_SLOTS : null;
	}

	private void judge(Promotion.Cause cause) {
		Segment read = this.levels.read;
		Pace pace = new Pace();
		long alive = 0;
		long filled = 0;
		for (int slot = this.filled.nextSetBit(0); slot >= 0; slot = this.filled.nextSetBit(slot + 1)) {
			filled++;
			if (ReadTable.isValue(read.value(slot))) {
				alive++;
			}
			pace.did(1);
		}
		if (cause == Promotion.Cause.DEAD_SLOTS) {
			this.policy.judgeDecay(deadEntries(), filled - alive);
		}
		else {
			this.policy.judge(this.promoted, alive);
		}
	}

	private boolean isPaidFor() {
		return deltaEntries() > 0 && this.deltaHits.sum() - this.paid >= this.policy.price(mappingCount());
	}

	/**
	 * Begins a promotion if one is due; or goes on with one whose next table could not be
	 * made.
	 * @return whether entries may be moved
	 */
	private boolean begin() {
		this.promotion.lock();
		try {
			if (this.levels.folding == null) {
				Promotion.Cause cause = causeOfPromotion();
				if (cause == null) {
					return false;
				}
				close(cause);
			}
			if (!awaitWriters()) {
				return false;
			}
			layOut();
			return true;
		}
		finally {
			this.promotion.unlock();
		}
	}

	/**
	 * Makes the delta one that takes no new keys, beside a new one that does. It stays
	 * where it is if only dead slots are to go: who moved its keys, though they are not
	 * read, would often move those that die next.
	 */
	private void close(Promotion.Cause cause) {
		this.cause = cause;
		this.closed = now();
		this.passed = 0;
		Levels levels = this.levels;
		if (cause == Promotion.Cause.DEAD_SLOTS) {
			this.waited = 0;
			this.levels = levels.decayed(new SegmentTable(0, 0, 0, STEP, true));
			return;
		}
		SegmentTable delta = newDelta();
		for (Stripe stripe : this.stripes) {
			stripe.resetDelta(levels.deltaNumber + 1);
		}
		long waiting = this.waiting;
		this.waited = (waiting != 0) ? this.closed - waiting : 0;
		this.waiting = 0;
		this.levels = levels.closed(delta);
	}

	/**
	 * Waits until each stripe has been free once since the levels changed, so that all
	 * writers know them. A stripe that is not free soon has a function under its lock,
	 * perhaps the one that called this: then the promotion is put off.
	 * @return whether all have been
	 */
	private boolean awaitWriters() {
		while (this.passed < this.stripes.length) {
			ReentrantLock lock = this.stripes[this.passed].lock;
			if (lock.isHeldByCurrentThread() || !tryLock(lock)) {
				rest();
				return false;
			}
			lock.unlock();
			this.passed++;
		}
		return true;
	}

	private void layOut() {
		Levels closed = this.levels;
		SegmentTable folding = Objects.requireNonNull(closed.folding);
		long keys = folding.entries();
		Segment next = ReadTable.layOut(() -> new KeysOfLevels(closed.read, folding), capacity(closed, folding),
				this.eager);
		for (Stripe stripe : this.stripes) {
			stripe.resetDead(closed.readNumber + 1);
		}
		Levels moving = closed.moving(next);
		this.folding = new Folding(this, moving, folding, next, this.cause, this.closed, this.waited, keys);
		this.levels = moving;
	}

	private static int capacity(Levels levels, SegmentTable folding) {
		return (int) Math.min(levels.read.live() + folding.entries(), Integer.MAX_VALUE - 8);
	}

	/** Moves what is left; one step only where every step is to be seen. */
	private @Nullable Promotion goOn() {
		Pace pace = new Pace();
		while (true) {
			this.promotion.lock();
			try {
				Folding folding = this.folding;
				if (folding == null) {
					return null;
				}
				if (folding.step(this.eager ? 2 : STEP)) {
					return finish(folding);
				}
			}
			finally {
				this.promotion.unlock();
			}
			if (this.eager) {
				return null;
			}
			pace.did(STEP);
		}
	}

	/**
	 * Makes the next table the read table. All slots of the others are marked, so a
	 * writer who knows the levels of before goes to the same table as one who knows those
	 * of now. Nothing is to be awaited.
	 */
	private Promotion finish(Folding folding) {
		Segment next = folding.next;
		this.levels = this.levels.promoted(next);
		this.read = next;
		Instant time = this.clock.instant();
		this.folding = null;
		this.filled = folding.filled;
		this.promoted = folding.keysToJudge();
		if (folding.cause != Promotion.Cause.DEAD_SLOTS) {
			this.paid = this.deltaHits.sum();
			if (this.promoted > 0) {
				this.policy.promoted();
			}
		}
		this.payday = this.paid + this.policy.price(next.live());
		return new Promotion(time, folding.cause, folding.keysMoved, Duration.ofNanos(now() - folding.started),
				next.live(), Duration.ofNanos(folding.waited), ReadTable.bytes(next),
				ReadTable.bytes(folding.levels.read));
	}

	private void rest() {
		this.resting = this.nanoClock.getAsLong() + REST.toNanos();
	}

	private static boolean tryLock(ReentrantLock lock) {
		try {
			return lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
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
