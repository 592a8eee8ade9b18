package io.bespokecache.map;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What maps share that drop entries by themselves: segments that are read without a lock
 * and evict by a policy, a {@linkplain EntryBound bound}, and {@linkplain Lifetimes
 * expiry}.
 * <p>
 * An expired entry, and one whose value the garbage collector has taken, is absent at
 * once to whoever asks for it, and goes when its key is written, when it is evicted, or
 * when the {@link Sweeper} comes.
 * <p>
 * <b>Invariants.</b> {@link NodeSegment} says what readers may rely on. Entries that have
 * ended are absent in every operation, though still counted; an entry that expires while
 * a change is being made under its lock is present to it if it was when the change began.
 * <p>
 * <b>Hazards.</b> A function given to {@code compute}, a weigher and an expiry keep out
 * the writers of their segment.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract class EvictingCacheMap<K, V> extends LockingCacheMap<K, V, NodeSegment> implements Sweepable, AgeingMap<K, V> {

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

	/** Entries that a look for expired ones goes through at once. */
	static final int STEP = 2048;

	final NodeSegment[] segments;

	/** Shift from the upper 31 bits of a hash to the index of its segment. */
	private final int shift;

	private final int hashShift;

	private final EntryBound bound;

	private final @Nullable Weigher<Object, Object> weigher;

	private final Lifetimes lifetimes;

	private final boolean expiring;

	/** Whether a read may put off a deadline. */
	private final boolean readsCount;

	private final MapListener<Object, Object> listener;

	private final Executor background;

	final BooleanSupplier holdsLock = this::holdsLock;

	/**
	 * Makes an empty map.
	 * @param builder says what the map is to do
	 * @param policies makes the policy of each segment
	 */
	@SuppressWarnings("unchecked") // keys and values are of the types that both take
	EvictingCacheMap(CacheMapBuilder<K, V> builder, PolicyFactory policies) {
		boolean bounded = builder.maximumSize > 0;
		this.weigher = (Weigher<Object, Object>) builder.weigher;
		this.listener = (MapListener<Object, Object>) builder.listener;
		this.background = builder.background;
		this.lifetimes = new Lifetimes(builder);
		this.expiring = this.lifetimes.end();
		this.readsCount = this.lifetimes.dependOnReads();
		int count = segments(builder, bounded);
		int bits = Integer.numberOfTrailingZeros(count);
		this.shift = Integer.SIZE - 1 - bits;
		this.hashShift = bits;
		long part = bounded ? Math.max(builder.maximumSize / count, 1) : 0;
		int capacity = (int) Math.min(part, Integer.MAX_VALUE / 4);
		int expected = (int) Math.min(builder.expectedEntries, MOST_DECLARED) / count;
		this.segments = new NodeSegment[count];
		for (int i = 0; i < count; i++) {
			this.segments[i] = new NodeSegment(i, expected, mostEntries(part, count), policies.create(capacity, i),
					builder.weakKeys, builder.probeWindow());
		}
		long maximum = (this.weigher != null) ? builder.maximumWeight : Long.MAX_VALUE;
		this.bound = new EntryBound(this.segments, bounded ? builder.maximumSize : maximum, this.weigher != null) {

			@Override
			boolean evict(NodeSegment segment) {
				return EvictingCacheMap.this.evict(segment);
			}

		};
	}

	/** Has entries dropped that have ended, though nobody reads them, from now on. */
	final void beginSweeps() {
		Sweeper.add(this);
	}

	final boolean isExpiring() {
		return this.expiring;
	}

	final boolean isBounded() {
		return this.bound.exists();
	}

	/** Notes that an entry was used. The caller need not hold the lock. */
	abstract void use(Node node, NodeSegment segment);

	/** What a node is to hold for a key: the key, or what leads to it. */
	Object storedKey(Object key, NodeSegment segment) {
		return key;
	}

	/** The key of what a node holds for it; {@code null} if it is gone. */
	@Nullable Object keyOf(@Nullable Object storedKey) {
		return storedKey;
	}

	/** What a node is to hold for a value: the value, or what leads to it. */
	Object stored(Object value, Node node, NodeSegment segment) {
		return value;
	}

	/** The value of what a node holds for it; {@code null} if it is gone. */
	@Nullable Object valueOf(Object stored) {
		return stored;
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

	final NodeSegment segment(int hash) {
		return this.segments[(hash >>> 1) >>> this.shift];
	}

	/** The 24 bits of a hash that follow those that name the segment. */
	final int inner(int hash) {
		return (hash << this.hashShift) >>> Byte.SIZE;
	}

	@Override
	public MapStatistics statistics() {
		long bySize = 0;
		long byExpiry = 0;
		long byCollection = 0;
		for (NodeSegment segment : this.segments) {
			bySize += segment.evictions(EvictionCause.SIZE);
			byExpiry += segment.evictions(EvictionCause.EXPIRED);
			byCollection += segment.evictions(EvictionCause.COLLECTED);
		}
		return new MapStatistics(bySize, byExpiry, byCollection, 0, 0, 0);
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
		Node node = found;
		while (node != null) {
			// The deadline before the value: see TimedNode. And before the time, so
			// that it never takes a later write's for the one it was due to.
			long deadline = this.expiring ? ((TimedNode) node).deadline() : 0;
			long now = this.expiring ? this.lifetimes.now() : 0;
			if (this.expiring && deadline - now <= 0) {
				if (((TimedNode) node).deadline() == deadline) {
					return null;
				}
				// It was overwritten before it expired.
				continue;
			}
			Object stored = node.value();
			Object value = (stored != null) ? valueOf(stored) : null;
			if (value != null) {
				use(node, segment(hash));
				if (this.readsCount) {
					this.lifetimes.read((TimedNode) node, segment(hash), key, value, deadline, now);
				}
				return value;
			}
			if (stored == null) {
				// It was removed meanwhile; another one may have come.
				node = segment(hash).find(key, inner(hash));
			}
			else if (node.value() == stored) {
				// The garbage collector has taken it, and nobody has overwritten it.
				return null;
			}
		}
		return null;
	}

	@Override
	@Nullable Object find(Object key, int hash) {
		NodeSegment segment = segment(hash);
		Node node = segment.findLocked(key, inner(hash));
		return (node != null && !isExpired(node, segment.now)) ? valueOf(node) : null;
	}

	/** The value of a node, unless it is dead or its value is gone. */
	private @Nullable Object valueOf(Node node) {
		Object stored = node.value();
		while (stored != null) {
			Object value = valueOf(stored);
			Object current = node.value();
			if (value != null || current == stored) {
				return value;
			}
			// It was overwritten before the garbage collector took it.
			stored = current;
		}
		return null;
	}

	@Override
	NodeSegment lock(int hash) {
		NodeSegment segment = segment(hash);
		lock(segment);
		return segment;
	}

	final void lock(NodeSegment segment) {
		segment.lock(this.holdsLock);
		if (this.expiring) {
			segment.now = this.lifetimes.now();
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
	final void unlock(NodeSegment segment) {
		segment.unlock();
	}

	@Override
	@Nullable Object put(NodeSegment segment, Object key, int hash, Object value) {
		int inner = inner(hash);
		int weight = weigh(key, value);
		long now = this.expiring ? this.lifetimes.now() : 0;
		long limit = this.expiring ? this.lifetimes.limit(key, value, hash, now) : 0;
		long deadline = this.expiring ? this.lifetimes.deadline(inner, now, limit) : 0;
		return put(segment, key, inner, value, deadline, limit, weight, false);
	}

	private @Nullable Object put(NodeSegment segment, Object key, int inner, Object value, long deadline, long limit,
			int weight, boolean moved) {
		Node node = presentNode(segment, key, inner);
		if (this.bound.isTooHeavy(weight)) {
			Object before = (node != null) ? valueOf(node) : null;
			if (node != null) {
				drop(segment, node, EvictionCause.SIZE);
			}
			else {
				evicted(segment, key, EvictionCause.SIZE);
			}
			return before;
		}
		if (node != null) {
			Object before = valueOf(node);
			if (before == null) {
				// Since it was found.
				evicted(segment, key, EvictionCause.COLLECTED);
			}
			use(node, segment);
			overwrite(segment, node, value, deadline, limit, weight);
			return before;
		}
		add(segment, node(segment, key, inner, value, deadline, limit, weight), weight, moved);
		if (this.expiring) {
			segment.noteDeadline(deadline);
		}
		return null;
	}

	@Override
	@SuppressWarnings("unchecked") // put in as K and V
	public final @Nullable AgedEntry<K, V> aged(Object key) {
		int hash = KeyHash.of(key);
		NodeSegment segment = lock(hash);
		try {
			Node node = segment.findLocked(key, inner(hash));
			if (node == null || isExpired(node, segment.now)) {
				return null;
			}
			Object ownKey = keyOf(node.key());
			Object value = valueOf(node);
			return (ownKey != null && value != null)
					? this.lifetimes.aged((K) ownKey, (V) value, node, this.lifetimes.exactNow()) : null;
		}
		finally {
			unlock(segment);
		}
	}

	@Override
	public final void put(AgedEntry<K, V> entry) {
		int hash = KeyHash.of(entry.key());
		NodeSegment segment = lock(hash);
		try {
			long now = this.expiring ? this.lifetimes.exactNow() : 0;
			int inner = inner(hash);
			long limit = this.expiring ? this.lifetimes.limit(entry, hash, now) : 0;
			long deadline = this.expiring ? this.lifetimes.deadline(entry, inner, now, limit) : 0;
			int weight = weigh(entry.key(), entry.value());
			put(segment, entry.key(), inner, entry.value(), deadline, limit, weight, true);
		}
		finally {
			unlock(segment);
		}
	}

	/** Node of a key, under the lock. One that has ended is dropped. */
	private @Nullable Node presentNode(NodeSegment segment, Object key, int inner) {
		Node node = segment.findLocked(key, inner);
		if (node == null) {
			return null;
		}
		if (isExpired(node, segment.now)) {
			drop(segment, node, EvictionCause.EXPIRED);
			return null;
		}
		if (valueOf(node) == null) {
			drop(segment, node, EvictionCause.COLLECTED);
			return null;
		}
		return node;
	}

	/** Adds a node, and leaves everything as it was if that fails. */
	private void add(NodeSegment segment, Node node, int weight, boolean moved) {
		segment.reserve();
		if (!this.bound.exists()) {
			segment.add(node);
			return;
		}
		if (moved) {
			segment.policy.moved(node.hash());
		}
		else {
			segment.policy.missed(node.hash());
		}
		this.bound.take(segment, weight);
		boolean inTable = false;
		boolean done = false;
		try {
			segment.add(node);
			inTable = true;
			segment.policy.add(node);
			done = true;
		}
		finally {
			if (!done) {
				if (inTable) {
					segment.remove(node);
				}
				this.bound.leave(segment, weight);
			}
		}
	}

	private void overwrite(NodeSegment segment, Node node, Object value, long deadline, long limit, int weight) {
		node.setValue(stored(value, node, segment));
		if (this.expiring) {
			if (node instanceof WeighedNode limited) {
				limited.limit = limit;
			}
			((TimedNode) node).setDeadline(deadline);
			segment.noteDeadline(deadline);
		}
		if (this.weigher != null) {
			WeighedNode weighed = (WeighedNode) node;
			int change = weight - weighed.weight;
			weighed.weight = weight;
			this.bound.takeWeight(segment, change);
		}
	}

	private Node node(NodeSegment segment, Object key, int inner, Object value, long deadline, long limit, int weight) {
		Object storedKey = storedKey(key, segment);
		Node node;
		if (this.weigher != null || this.lifetimes.haveLimit()) {
			node = new WeighedNode(storedKey, inner, deadline, limit, weight);
		}
		else {
			node = this.expiring ? new TimedNode(storedKey, inner, deadline) : new Node(storedKey, inner);
		}
		node.setValue(stored(value, node, segment));
		return node;
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

	private int weight(Node node) {
		return (this.weigher != null) ? ((WeighedNode) node).weight : 1;
	}

	private boolean isExpired(Node node, long now) {
		return this.expiring && ((TimedNode) node).isExpired(now);
	}

	@Override
	@Nullable Object remove(NodeSegment segment, Object key, int hash) {
		Node node = presentNode(segment, key, inner(hash));
		if (node == null) {
			return null;
		}
		Object before = valueOf(node);
		// The garbage collector may have taken the value since the node was found.
		drop(segment, node, (before != null) ? null : EvictionCause.COLLECTED);
		return before;
	}

	/**
	 * Takes a node out of the map, under its segment's lock; evicts it if there is a
	 * cause.
	 */
	final void drop(NodeSegment segment, Node node, @Nullable EvictionCause cause) {
		Object key = keyOf(node.key());
		segment.remove(node);
		if (this.bound.exists()) {
			segment.policy.died();
		}
		this.bound.leave(segment, weight(node));
		if (cause != null) {
			evicted(segment, key, cause);
		}
	}

	private void evicted(NodeSegment segment, @Nullable Object key, EvictionCause cause) {
		segment.countEviction(cause);
		if (key == null) {
			return;
		}
		try {
			this.listener.evicted(key, cause);
		}
		catch (RuntimeException | Error ex) {
			// The contract of MapListener: what a listener throws is dropped. It is
			// called amid changes, which must not end half way.
		}
	}

	/** Evicts what the policy of a segment takes for its next victim. */
	private boolean evict(NodeSegment segment) {
		Node victim = segment.policy.evict();
		if (victim == null) {
			return false;
		}
		Object key = keyOf(victim.key());
		EvictionCause cause = EvictionCause.SIZE;
		if (this.expiring && isExpired(victim, this.lifetimes.now())) {
			cause = EvictionCause.EXPIRED;
		}
		else if (key == null || valueOf(victim) == null) {
			cause = EvictionCause.COLLECTED;
		}
		segment.remove(victim);
		if (this.weigher != null) {
			this.bound.leave(segment, weight(victim));
		}
		evicted(segment, key, cause);
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
		Node[] nodes = segment.clear();
		segment.policy.clear();
		for (Node node : nodes) {
			Object key = keyOf(node.key());
			boolean expired = isExpired(node, segment.now);
			boolean collected = key == null || valueOf(node) == null;
			node.die();
			this.bound.leave(segment, weight(node));
			if (expired || collected) {
				evicted(segment, key, expired ? EvictionCause.EXPIRED : EvictionCause.COLLECTED);
			}
			else {
				removed++;
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
				this.bound.evictWhatIsTooMuch(segment);
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
	public final Executor background() {
		return this.background;
	}

	@Override
	EntryCursor cursor() {
		return new Cursor();
	}

	/** Makes the policy of a segment. */
	interface PolicyFactory {

		/**
		 * Makes a policy.
		 * @param capacity how many entries it is to decide for; zero if that is not known
		 * yet
		 * @param index position of the segment among those of the map
		 */
		EvictionPolicy create(int capacity, int index);

	}

	/** Drops the expired entries that a walk has found, a few under one lock. */
	private final class Expired extends NodeSweep {

		private final boolean thorough;

		Expired(boolean thorough) {
			super(EvictingCacheMap.this.segments, EvictingCacheMap.this.lifetimes.exactNow(), STEP, thorough);
			this.thorough = thorough;
		}

		@Override
		boolean lock(NodeSegment segment) {
			if (!this.thorough) {
				return segment.tryLock();
			}
			segment.lock(EvictingCacheMap.this.holdsLock);
			return true;
		}

		@Override
		void drop(NodeSegment segment, TimedNode entry) {
			EvictingCacheMap.this.drop(segment, entry, EvictionCause.EXPIRED);
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
				if (this.segment == EvictingCacheMap.this.segments.length) {
					return false;
				}
				NodeSegment segment = EvictingCacheMap.this.segments[this.segment++];
				segment.lock(EvictingCacheMap.this.holdsLock);
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
			this.key = keyOf(entry.key());
			if (isExpired(entry, EvictingCacheMap.this.expiring ? EvictingCacheMap.this.lifetimes.now() : 0)) {
				return false;
			}
			this.value = valueOf(entry);
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
