package io.bespokecache.map;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The {@code adaptive-fifo} strategy: segments that evict by {@link FifoPolicy}, and are
 * read without a lock.
 * <p>
 * <b>Goals.</b> A hit takes no lock and writes a byte of the entry, at most three times
 * after each time that the policy has looked at it, and with an expiry after access its
 * deadline, once a tick of the clock. The bound holds at every moment, not some time
 * after. What is evicted is what a good policy would evict, with a byte or two an entry
 * to know it by.
 * <p>
 * <b>The bound</b> is one for all segments. A segment that has an entry to add takes a
 * place that is left; if none is, it evicts one of its own, or one of a segment that has
 * more than its part, when it has less than its own. So a map that is full and stays full
 * writes to no line that segments share.
 * <p>
 * <b>Expiry.</b> An entry carries its deadline by the nano clock, which is read by one
 * thread for all caches, the {@link Sweeper}; others see what it has seen, some
 * milliseconds old. An expired entry is absent at once to whoever asks for it, and goes
 * when its key is written, when it is evicted, or when the sweeper comes.
 * <p>
 * <b>Invariants.</b> {@link NodeSegment} says what readers may rely on. Expired entries
 * are absent in every operation, though still counted; an entry that expires while a
 * change is being made under its lock is present to it if it was when the change began.
 * <p>
 * <b>Hazards.</b> A function given to {@code compute}, a weigher and an expiry keep out
 * the writers of their segment.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class AdaptiveFifoCacheMap<K, V> extends LockingCacheMap<K, V, NodeSegment> implements Sweepable {

	/** Entries that a segment should have, if others get as many. */
	private static final long FEW_ENTRIES = 256;

	/** Entries of which it should not have more. */
	private static final long MANY_ENTRIES = 8192;

	private static final int SEGMENTS_A_PROCESSOR = 4;

	/** A hash has 24 bits beside those that name the segment. */
	private static final int MOST_SEGMENTS = 256;

	/** Segments of a map that may have any number of entries. */
	private static final int SEGMENTS_BY_DEFAULT = 64;

	/** What is declared above this comes with growth: a declaration is only a hint. */
	private static final long MOST_DECLARED = 1L << 17;

	/** Places that a segment keeps for itself are no more than this part of its own. */
	private static final long ENTRIES_A_PLACE = 32;

	/**
	 * Standard deviations from the mean within which sizes of segments are left alone.
	 */
	private static final int DEVIATIONS = 4;

	/** Entries that a look for expired ones goes through at once. */
	static final int STEP = 2048;

	private final NodeSegment[] segments;

	/** Shift from the upper 31 bits of a hash to the index of its segment. */
	private final int shift;

	private final int hashShift;

	/** Greatest number or weight of entries; {@link Long#MAX_VALUE} without a bound. */
	private final long maximum;

	/** Places or weight that are taken, in all segments. */
	private final AtomicLong taken = new AtomicLong();

	/** What a segment has of the bound, if all have as much. */
	private final long part;

	/**
	 * Below this a segment has less than its part, even if hashes are spread by chance.
	 */
	private final long poor;

	private final int mostPlaces;

	private final @Nullable Weigher<Object, Object> weigher;

	private final @Nullable Expiry<Object, Object> expiry;

	/** Nanoseconds, or zero. */
	private final long timeToLive;

	/** Nanoseconds, or zero. */
	private final long timeToIdle;

	private final boolean expiring;

	/** Whether a read may put off a deadline. */
	private final boolean readsCount;

	private final CoarseClock clock;

	private final MapListener<Object, Object> listener;

	private final BooleanSupplier holdsLock = this::holdsLock;

	@SuppressWarnings("unchecked") // keys and values are of the types that all three take
	AdaptiveFifoCacheMap(CacheMapBuilder<K, V> builder) {
		boolean bounded = builder.maximumSize > 0;
		this.weigher = (Weigher<Object, Object>) builder.weigher;
		this.expiry = (Expiry<Object, Object>) builder.expiry;
		this.listener = (MapListener<Object, Object>) builder.listener;
		this.timeToLive = nanos(builder.expireAfterWrite);
		this.timeToIdle = nanos(builder.expireAfterAccess);
		this.expiring = this.expiry != null || this.timeToLive > 0 || this.timeToIdle > 0;
		this.readsCount = this.expiry != null || this.timeToIdle > 0;
		this.clock = CoarseClock.of(builder.nanoClock);
		this.maximum = bounded ? builder.maximumSize : (this.weigher != null) ? builder.maximumWeight : Long.MAX_VALUE;
		int count = segments(builder, bounded);
		int bits = Integer.numberOfTrailingZeros(count);
		this.shift = Integer.SIZE - 1 - bits;
		this.hashShift = bits;
		this.part = this.maximum / count;
		this.poor = (count > 1) ? this.part - DEVIATIONS * (long) Math.sqrt((double) this.part) : 0;
		long part = bounded ? Math.max(this.maximum / count, 1) : 0;
		this.mostPlaces = (int) Math.min(part / ENTRIES_A_PLACE, 16);
		int capacity = (int) Math.min(part, Integer.MAX_VALUE / 4);
		int expected = (int) Math.min(builder.expectedEntries, MOST_DECLARED) / count;
		this.segments = new NodeSegment[count];
		for (int i = 0; i < count; i++) {
			this.segments[i] = new NodeSegment(expected, mostEntries(part, count), capacity, builder.probeWindow());
		}
		if (this.expiring) {
			Sweeper.add(this);
		}
	}

	private static int segments(CacheMapBuilder<?, ?> builder, boolean bounded) {
		int least = SEGMENTS_A_PROCESSOR * Runtime.getRuntime().availableProcessors();
		long entries = bounded ? builder.maximumSize : Math.max(builder.expectedEntries, 1);
		// Where entries are weighed, a few may be as heavy as all others.
		long few = (builder.weigher != null) ? MANY_ENTRIES / 2 : FEW_ENTRIES;
		int count = 1;
		while (count < MOST_SEGMENTS
				&& ((count < least && entries / (2L * count) >= few) || entries / count > MANY_ENTRIES)) {
			count *= 2;
		}
		boolean unbounded = !bounded && builder.weigher == null;
		return (unbounded && !builder.eagerRebuilds) ? Math.max(count, SEGMENTS_BY_DEFAULT) : count;
	}

	/** How many entries a segment hardly ever has more of if hashes are spread. */
	private static int mostEntries(long part, int count) {
		if (part == 0) {
			return Integer.MAX_VALUE;
		}
		double deviation = (count > 1) ? 2 * Math.sqrt((double) part) : 0;
		return (int) Math.min(part + (long) deviation, Integer.MAX_VALUE);
	}

	private static long nanos(@Nullable Duration duration) {
		if (duration == null) {
			return 0;
		}
		return (duration.compareTo(Duration.ofNanos(TimedNode.LONGEST_NANOS)) < 0) ? Math.max(duration.toNanos(), 1)
				: TimedNode.LONGEST_NANOS;
	}

	private NodeSegment segment(int hash) {
		return this.segments[(hash >>> 1) >>> this.shift];
	}

	/** The 24 bits of a hash that follow those that name the segment. */
	private int inner(int hash) {
		return (hash << this.hashShift) >>> Byte.SIZE;
	}

	@Override
	public Strategy strategy() {
		return Strategy.ADAPTIVE_FIFO;
	}

	@Override
	public MapStatistics statistics() {
		long bySize = 0;
		long byExpiry = 0;
		for (NodeSegment segment : this.segments) {
			bySize += segment.evictedBySize();
			byExpiry += segment.evictedByExpiry();
		}
		return new MapStatistics(bySize, byExpiry, 0, 0, 0);
	}

	@Override
	public long mappingCount() {
		long entries = 0;
		for (NodeSegment segment : this.segments) {
			entries += segment.live();
		}
		return entries;
	}

	@Override
	@SuppressWarnings("unchecked") // put in as a V
	public @Nullable V get(Object key) {
		if (key instanceof String string) {
			int hash = KeyHash.ofHashCode(string.hashCode());
			return (V) use(string, hash, segment(hash).findString(string, inner(hash)));
		}
		int hash = KeyHash.of(key);
		return (V) use(key, hash, segment(hash).find(key, inner(hash)));
	}

	/** Value of an entry that was found, which is used thereby. */
	private @Nullable Object use(Object key, int hash, @Nullable Node found) {
		Node entry = found;
		while (entry != null) {
			// The deadline before the value: see TimedNode. And before the time, so
			// that putOff never takes a later write's for the one it was due to.
			long deadline = this.expiring ? ((TimedNode) entry).deadline() : 0;
			long now = this.expiring ? this.clock.now() : 0;
			if (this.expiring && deadline - now <= 0) {
				return null;
			}
			Object value = entry.value();
			if (value != null) {
				entry.use();
				if (this.readsCount) {
					putOff((TimedNode) entry, segment(hash), key, value, deadline, now);
				}
				return value;
			}
			// It was removed meanwhile; another one may have come.
			entry = segment(hash).find(key, inner(hash));
		}
		return null;
	}

	/** A read may put the deadline off, and an {@link Expiry} may bring it forward. */
	private void putOff(TimedNode entry, NodeSegment segment, Object key, Object value, long former, long now) {
		long deadline;
		if (this.expiry != null) {
			Duration duration = this.expiry.afterRead(key, value);
			if (duration == null) {
				return;
			}
			deadline = now + nanos(duration);
		}
		else {
			deadline = now + this.timeToIdle;
			if (entry instanceof WeighedNode limited && limited.limit - deadline < 0) {
				deadline = limited.limit;
			}
			if (deadline - former < 0) {
				return;
			}
		}
		// Fails if a writer has set a deadline of his own since it was read.
		if (deadline != former && entry.replaceDeadline(former, deadline) && deadline - former < 0) {
			segment.noteDeadline(deadline);
		}
	}

	@Override
	@Nullable Object find(Object key, int hash) {
		NodeSegment segment = segment(hash);
		Node entry = segment.findLocked(key, inner(hash));
		return (entry != null && !isExpired(entry, segment.now)) ? entry.value() : null;
	}

	@Override
	NodeSegment lock(int hash) {
		NodeSegment segment = segment(hash);
		lock(segment);
		return segment;
	}

	private void lock(NodeSegment segment) {
		segment.lock(this.holdsLock);
		if (this.expiring) {
			segment.now = this.clock.now();
		}
	}

	private boolean holdsLock() {
		for (NodeSegment segment : this.segments) {
			if (segment.isHeldByCurrentThread()) {
				return true;
			}
		}
		return false;
	}

	@Override
	void unlock(NodeSegment segment) {
		segment.unlock();
	}

	@Override
	@Nullable Object put(NodeSegment segment, Object key, int hash, Object value) {
		int weight = weigh(key, value);
		long now = this.expiring ? this.clock.now() : 0;
		long limit = this.expiring ? now + lifetime(key, value) : 0;
		long deadline = (this.timeToIdle > 0) ? now + Math.min(this.timeToIdle, limit - now) : limit;
		Node entry = segment.findLocked(key, inner(hash));
		if (entry != null && isExpired(entry, segment.now)) {
			drop(segment, entry, EvictionCause.EXPIRED);
			entry = null;
		}
		if (weight > this.maximum) {
			Object before = (entry != null) ? entry.value() : null;
			if (entry != null) {
				drop(segment, entry, EvictionCause.SIZE);
			}
			else {
				evicted(segment, key, EvictionCause.SIZE);
			}
			return before;
		}
		if (entry != null) {
			Object before = entry.value();
			entry.use();
			overwrite(segment, entry, value, deadline, limit, weight);
			return before;
		}
		add(segment, entry(key, inner(hash), value, deadline, limit, weight), weight);
		if (this.expiring) {
			segment.noteDeadline(deadline);
		}
		return null;
	}

	/** Adds an entry, and leaves everything as it was if that fails. */
	private void add(NodeSegment segment, Node entry, int weight) {
		segment.reserve();
		if (this.maximum == Long.MAX_VALUE) {
			segment.add(entry);
			return;
		}
		segment.policy.missed(entry.hash());
		if (this.weigher == null) {
			takePlace(segment);
		}
		else {
			takeWeight(segment, weight);
		}
		boolean inTable = false;
		boolean done = false;
		try {
			segment.add(entry);
			inTable = true;
			segment.policy.add(entry);
			done = true;
		}
		finally {
			if (!done) {
				if (inTable) {
					segment.remove(entry);
				}
				leave(segment, entry);
			}
		}
	}

	private void overwrite(NodeSegment segment, Node entry, Object value, long deadline, long limit, int weight) {
		entry.setValue(value);
		if (this.expiring) {
			if (entry instanceof WeighedNode limited) {
				limited.limit = limit;
			}
			((TimedNode) entry).setDeadline(deadline);
			segment.noteDeadline(deadline);
		}
		if (this.weigher != null) {
			WeighedNode weighed = (WeighedNode) entry;
			int change = weight - weighed.weight;
			weighed.weight = weight;
			takeWeight(segment, change);
		}
	}

	private Node entry(Object key, int hash, Object value, long deadline, long limit, int weight) {
		if (this.weigher != null || (this.timeToLive > 0 && this.timeToIdle > 0)) {
			return new WeighedNode(key, hash, value, deadline, limit, weight);
		}
		return this.expiring ? new TimedNode(key, hash, value, deadline) : new Node(key, hash, value);
	}

	private int weigh(Object key, Object value) {
		if (this.weigher == null) {
			return 1;
		}
		int weight = this.weigher.weigh(key, value);
		if (weight < 0) {
			throw new IllegalArgumentException("A weigher must return 0 or more, and returned " + weight);
		}
		return weight;
	}

	private long lifetime(Object key, Object value) {
		if (this.expiry != null) {
			Duration duration = this.expiry.afterWrite(key, value);
			return (duration != null) ? nanos(duration) : TimedNode.LONGEST_NANOS;
		}
		return (this.timeToLive > 0) ? this.timeToLive : TimedNode.LONGEST_NANOS;
	}

	private boolean isExpired(Node entry, long now) {
		return this.expiring && ((TimedNode) entry).isExpired(now);
	}

	@Override
	@Nullable Object remove(NodeSegment segment, Object key, int hash) {
		Node entry = segment.findLocked(key, inner(hash));
		if (entry == null) {
			return null;
		}
		if (isExpired(entry, segment.now)) {
			drop(segment, entry, EvictionCause.EXPIRED);
			return null;
		}
		Object before = entry.value();
		drop(segment, entry, null);
		return before;
	}

	/** Takes an entry out of the map; evicts it if there is a cause. */
	private void drop(NodeSegment segment, Node entry, @Nullable EvictionCause cause) {
		Object key = entry.key();
		segment.remove(entry);
		if (this.maximum != Long.MAX_VALUE) {
			segment.policy.died();
		}
		leave(segment, entry);
		if (cause != null && key != null) {
			evicted(segment, key, cause);
		}
	}

	private void evicted(NodeSegment segment, Object key, EvictionCause cause) {
		segment.countEviction(cause);
		try {
			this.listener.evicted(key, cause);
		}
		catch (RuntimeException | Error ex) {
			// The contract of MapListener: what a listener throws is dropped. It is
			// called
			// amid changes, which must not end half way.
		}
	}

	/** Gives back what an entry has taken of the bound. */
	private void leave(NodeSegment segment, Node entry) {
		if (this.weigher != null) {
			int weight = ((WeighedNode) entry).weight;
			segment.addWeight(-weight);
			this.taken.addAndGet(-weight);
		}
		else if (this.maximum != Long.MAX_VALUE) {
			if (segment.places < this.mostPlaces) {
				segment.places++;
			}
			else {
				this.taken.decrementAndGet();
			}
		}
	}

	/** Takes a place for one entry more, which another one leaves if there is none. */
	private void takePlace(NodeSegment segment) {
		if (this.maximum == Long.MAX_VALUE) {
			return;
		}
		if (segment.places > 0) {
			segment.places--;
			return;
		}
		long taken = this.taken.get();
		while (taken < this.maximum) {
			if (this.taken.compareAndSet(taken, taken + 1)) {
				return;
			}
			taken = this.taken.get();
		}
		if (!evictOne(segment)) {
			// Whoever has another segment has to go first.
			this.taken.incrementAndGet();
		}
		evictWhatIsTooMuch(segment);
	}

	private void evictWhatIsTooMuch(NodeSegment segment) {
		long taken = this.taken.get();
		while (taken > this.maximum) {
			if (this.weigher != null) {
				if (!evictFrom(segment)) {
					return;
				}
			}
			else if (this.taken.compareAndSet(taken, taken - 1) && !evictFrom(segment)) {
				this.taken.incrementAndGet();
				return;
			}
			taken = this.taken.get();
		}
	}

	private void takeWeight(NodeSegment segment, int weight) {
		segment.addWeight(weight);
		long taken = this.taken.addAndGet(weight);
		while (taken > this.maximum) {
			int live = segment.live();
			int capacity = segment.policy.capacity();
			if (live > 0 && (live > 2L * capacity || live < capacity / 4)) {
				segment.policy.setCapacity(live);
			}
			if (!evictOne(segment)) {
				return;
			}
			taken = this.taken.get();
		}
	}

	/**
	 * Evicts an entry of a segment whose lock the caller holds, or of another one if it
	 * has more than its part.
	 */
	private boolean evictOne(NodeSegment segment) {
		return (isBelowPart(segment) && evictElsewhere(segment, true)) || evictFrom(segment)
				|| evictElsewhere(segment, false);
	}

	private boolean isBelowPart(NodeSegment segment) {
		return ((this.weigher != null) ? segment.weight() : segment.live()) < this.poor;
	}

	private boolean evictElsewhere(NodeSegment segment, boolean onlyRich) {
		for (NodeSegment other : this.segments) {
			long held = (this.weigher != null) ? other.weight() : other.live();
			if (other != segment && held > (onlyRich ? this.part : 0) && other.tryLock()) {
				try {
					if (evictFrom(other)) {
						return true;
					}
				}
				finally {
					other.unlock();
				}
			}
		}
		return false;
	}

	/** Evicts an entry; where nothing is weighed, its place is the caller's then. */
	private boolean evictFrom(NodeSegment segment) {
		Node victim = segment.policy.evict();
		if (victim == null) {
			return false;
		}
		Object key = victim.key();
		boolean expired = this.expiring && isExpired(victim, this.clock.now());
		segment.remove(victim);
		if (this.weigher != null) {
			leave(segment, victim);
		}
		if (key != null) {
			evicted(segment, key, expired ? EvictionCause.EXPIRED : EvictionCause.SIZE);
		}
		return true;
	}

	@Override
	public long drain() {
		long removed = 0;
		for (NodeSegment segment : this.segments) {
			lock(segment);
			try {
				removed += drain(segment);
			}
			finally {
				segment.unlock();
			}
		}
		return removed;
	}

	private long drain(NodeSegment segment) {
		long removed = 0;
		Node[] entries = segment.clear();
		segment.policy.clear();
		for (Node entry : entries) {
			Object key = entry.key();
			boolean expired = isExpired(entry, segment.now);
			entry.die();
			leave(segment, entry);
			if (!expired) {
				removed++;
			}
			else if (key != null) {
				evicted(segment, key, EvictionCause.EXPIRED);
			}
		}
		return removed;
	}

	@Override
	public void cleanUp() {
		if (this.expiring) {
			Sweep sweep = new Expired(true);
			while (sweep.step()) {
				// It goes on until nothing is left.
			}
		}
		for (NodeSegment segment : this.segments) {
			// A writer may have found all others locked.
			lock(segment);
			try {
				evictWhatIsTooMuch(segment);
			}
			finally {
				segment.unlock();
			}
		}
	}

	@Override
	public void close() {
		Sweeper.remove(this);
	}

	@Override
	public Sweep sweep() {
		return new Expired(false);
	}

	@Override
	EntryCursor cursor() {
		return new Cursor();
	}

	/** Drops the expired entries that a walk has found, a few under one lock. */
	private final class Expired extends NodeSweep {

		private final boolean thorough;

		Expired(boolean thorough) {
			super(AdaptiveFifoCacheMap.this.segments, AdaptiveFifoCacheMap.this.clock.exact(), STEP, thorough);
			this.thorough = thorough;
		}

		@Override
		boolean lock(NodeSegment segment) {
			if (!this.thorough) {
				return segment.tryLock();
			}
			segment.lock(AdaptiveFifoCacheMap.this.holdsLock);
			return true;
		}

		@Override
		void drop(NodeSegment segment, TimedNode entry) {
			AdaptiveFifoCacheMap.this.drop(segment, entry, EvictionCause.EXPIRED);
		}

	}

	/**
	 * Copies a segment under its lock when it comes to it: no entry changes its segment,
	 * and none its key.
	 */
	private final class Cursor extends EntryCursor {

		private int segment;

		private Node[] entries = {};

		private int next;

		private @Nullable Object key;

		private @Nullable Object value;

		@Override
		boolean advance() {
			while (true) {
				while (this.next < this.entries.length) {
					Node entry = this.entries[this.next++];
					if (show(entry)) {
						return true;
					}
				}
				if (this.segment == AdaptiveFifoCacheMap.this.segments.length) {
					return false;
				}
				NodeSegment segment = AdaptiveFifoCacheMap.this.segments[this.segment++];
				segment.lock(AdaptiveFifoCacheMap.this.holdsLock);
				try {
					this.entries = segment.entries();
				}
				finally {
					segment.unlock();
				}
				this.next = 0;
			}
		}

		private boolean show(Node entry) {
			this.key = entry.key();
			if (isExpired(entry, AdaptiveFifoCacheMap.this.expiring ? AdaptiveFifoCacheMap.this.clock.now() : 0)) {
				return false;
			}
			this.value = entry.value();
			return this.key != null && this.value != null;
		}

		@Override
		Object key() {
			return Objects.requireNonNull(this.key, "key");
		}

		@Override
		Object value() {
			return Objects.requireNonNull(this.value, "value");
		}

	}

}
