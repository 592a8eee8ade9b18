package io.bespokecache.map;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;

/**
 * Makes the map of a strategy. Not thread-safe; the maps it makes are.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class CacheMapBuilder<K, V> {

	/**
	 * The clock of a map for which no other is set: {@link System#nanoTime()}, which maps
	 * may look at less often than they need it.
	 */
	public static final LongSupplier SYSTEM_NANO_CLOCK = System::nanoTime;

	/**
	 * Runs what maps do by themselves if no other executor is set: one daemon thread for
	 * all of them, which ends when it has been idle for a while.
	 */
	public static final Executor MAINTENANCE_EXECUTOR = MaintenanceExecutor.INSTANCE;

	private static final long DEFAULT_EXPECTED_ENTRIES = 16;

	private final Strategy strategy;

	private final Set<Capability> required = EnumSet.noneOf(Capability.class);

	long expectedEntries = DEFAULT_EXPECTED_ENTRIES;

	long maximumSize;

	long maximumWeight;

	@Nullable Weigher<? super K, ? super V> weigher;

	@Nullable Duration expireAfterWrite;

	@Nullable Duration expireAfterAccess;

	@Nullable Expiry<? super K, ? super V> expiry;

	double expiryJitter;

	boolean softValues;

	boolean weakValues;

	boolean weakKeys;

	LongSupplier nanoClock = SYSTEM_NANO_CLOCK;

	InstantSource clock = InstantSource.system();

	MapListener<? super K, ? super V> listener = MapListener.none();

	UnaryOperator<Object> content = UnaryOperator.identity();

	boolean eagerRebuilds;

	/** Does what a map does by itself, on the calling thread if rebuilds are eager. */
	Executor maintenance = MAINTENANCE_EXECUTOR;

	/** As {@link #maintenance}, and never the calling thread. */
	Executor background = MAINTENANCE_EXECUTOR;

	private CacheMapBuilder(Strategy strategy) {
		this.strategy = strategy;
	}

	/**
	 * Starts to build a map of the given strategy.
	 * @param strategy the strategy
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return a new builder
	 */
	public static <K, V> CacheMapBuilder<K, V> of(Strategy strategy) {
		return new CacheMapBuilder<>(Objects.requireNonNull(strategy, "strategy"));
	}

	/**
	 * How many entries to make room for at first. A hint: the map grows as it has to.
	 * @param expectedEntries number of entries, 0 or more
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> expectedEntries(long expectedEntries) {
		if (expectedEntries < 0) {
			throw new IllegalArgumentException("expectedEntries must be 0 or more: " + expectedEntries);
		}
		this.expectedEntries = expectedEntries;
		return this;
	}

	/**
	 * Evicts entries when there are more than this number.
	 * @param maximumSize number of entries, 1 or more
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> maximumSize(long maximumSize) {
		this.maximumSize = positive("maximumSize", maximumSize);
		this.required.add(Capability.MAXIMUM_SIZE);
		return this;
	}

	/**
	 * Evicts entries when their weights sum to more than this.
	 * @param maximumWeight greatest sum of weights, 1 or more
	 * @param weigher weighs an entry
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> maximumWeight(long maximumWeight, Weigher<? super K, ? super V> weigher) {
		this.maximumWeight = positive("maximumWeight", maximumWeight);
		this.weigher = Objects.requireNonNull(weigher, "weigher");
		this.required.add(Capability.MAXIMUM_WEIGHT);
		return this;
	}

	/**
	 * Evicts an entry this long after it was written.
	 * @param duration time to live, more than zero
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> expireAfterWrite(Duration duration) {
		this.expireAfterWrite = positive("expireAfterWrite", duration);
		this.required.add(Capability.EXPIRE_AFTER_WRITE);
		return this;
	}

	/**
	 * Evicts an entry this long after it was last read or written.
	 * @param duration time to idle, more than zero
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> expireAfterAccess(Duration duration) {
		this.expireAfterAccess = positive("expireAfterAccess", duration);
		this.required.add(Capability.EXPIRE_AFTER_ACCESS);
		return this;
	}

	/**
	 * Evicts each entry after a time of its own. Takes the place of a time to live that
	 * is the same for all.
	 * @param expiry decides how long an entry lives; one that it leaves alone lives for
	 * ever
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> expiry(Expiry<? super K, ? super V> expiry) {
		this.expiry = Objects.requireNonNull(expiry, "expiry");
		this.required.add(Capability.EXPIRY);
		return this;
	}

	/**
	 * Shortens the life of each entry by chance, so that entries which were written
	 * together do not expire together. Does nothing to a map whose entries do not expire.
	 * @param share the greatest part that a life loses, from 0 to less than 1; 0 by
	 * default
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> expiryJitter(double share) {
		if (!(share >= 0 && share < 1)) {
			throw new IllegalArgumentException("expiryJitter must be from 0 to less than 1: " + share);
		}
		this.expiryJitter = share;
		return this;
	}

	/**
	 * Lets the garbage collector take a value when memory is short, and evicts its entry
	 * then.
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> softValues() {
		this.softValues = true;
		this.required.add(Capability.SOFT_VALUES);
		return this;
	}

	/**
	 * Lets the garbage collector take a value that nobody else refers to, and evicts its
	 * entry then.
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> weakValues() {
		this.weakValues = true;
		this.required.add(Capability.WEAK_VALUES);
		return this;
	}

	/**
	 * Lets the garbage collector take a key that nobody else refers to, and evicts its
	 * entry then. A look-up may be made with another key that is equal.
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> weakKeys() {
		this.weakKeys = true;
		this.required.add(Capability.WEAK_KEYS);
		return this;
	}

	/**
	 * Clock that expiry and durations are measured with.
	 * @param nanoClock a clock with {@link System#nanoTime()}'s contract
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> nanoClock(LongSupplier nanoClock) {
		this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
		return this;
	}

	/**
	 * Hears of evictions, promotions and large values.
	 * @param listener the listener
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> listener(MapListener<? super K, ? super V> listener) {
		this.listener = Objects.requireNonNull(listener, "listener");
		return this;
	}

	/**
	 * Tells what a value holds, for a map whose values stand around those of somebody
	 * else: the size of the content decides what is a large value.
	 * @param content finds the content of a value; never returns {@code null}
	 * @return this builder
	 * @see MapListener#largeValue
	 */
	public CacheMapBuilder<K, V> content(UnaryOperator<Object> content) {
		this.content = Objects.requireNonNull(content, "content");
		return this;
	}

	/**
	 * Runs what the map does by itself: promotions, evictions that a write leaves over,
	 * the removal of expired and collected entries. Bounded steps, none of which waits
	 * for a lock. By default one daemon thread does it for all maps.
	 * @param executor an executor that never runs a task on the calling thread, and runs
	 * each one that it accepts; those that it rejects are tried again later
	 * @return this builder
	 */
	public CacheMapBuilder<K, V> maintenanceExecutor(Executor executor) {
		this.maintenance = Objects.requireNonNull(executor, "executor");
		this.background = executor;
		return this;
	}

	/**
	 * Starts with tables of a few slots, rebuilds and promotes at the first occasion and
	 * on the calling thread, so that a history of a dozen operations contains what is
	 * rare otherwise. For tests: it is correct, and slow.
	 * @return this builder
	 */
	CacheMapBuilder<K, V> eagerRebuilds() {
		this.eagerRebuilds = true;
		this.maintenance = Runnable::run;
		return this;
	}

	/** Whether entries expire. */
	boolean expires() {
		return this.expireAfterWrite != null || this.expireAfterAccess != null || this.expiry != null;
	}

	/** Slots that a probe looks at: with few of them some keys find none. */
	int probeWindow() {
		return this.eagerRebuilds ? 2 : 128;
	}

	/**
	 * Makes a new, empty map.
	 * @return the map
	 * @throws IllegalStateException if the strategy cannot do what was asked for, or two
	 * bounds or two kinds of expiry were
	 */
	public CacheMap<K, V> build() {
		for (Capability capability : this.required) {
			if (!this.strategy.can(capability)) {
				throw new IllegalStateException("Strategy '" + this.strategy.id() + "' has no " + capability.id() + "; "
						+ strategiesWith(capability));
			}
		}
		if (this.required.contains(Capability.MAXIMUM_SIZE) && this.required.contains(Capability.MAXIMUM_WEIGHT)) {
			throw new IllegalStateException("Set either maximumSize or maximumWeight, not both");
		}
		if (this.softValues && this.weakValues) {
			throw new IllegalStateException("Set either softValues or weakValues, not both");
		}
		if (this.expiry != null && (this.expireAfterWrite != null || this.expireAfterAccess != null)) {
			throw new IllegalStateException("Set either expiry or expireAfterWrite and expireAfterAccess, not both");
		}
		if (this.strategy == Strategy.CAFFEINE && this.expiryJitter > 0 && this.expireAfterWrite != null
				&& this.expireAfterAccess != null) {
			throw new IllegalStateException(
					"Strategy 'caffeine' has no expiryJitter for entries that expire both after "
							+ "write and after access; set an expiry that takes care of both");
		}
		return switch (this.strategy) {
			case CONCURRENT -> new ConcurrentCacheMap<>(this);
			case PROMOTING -> new PromotingCacheMap<>(this);
			case SHARDED -> new ShardedCacheMap<>(this);
			case SNAPSHOT -> new SnapshotCacheMap<>(this);
			case READ_WRITE_LOCK -> new ReadWriteLockCacheMap<>(this);
			case MUTEX -> new MutexCacheMap<>(this);
			case ADAPTIVE_FIFO -> new AdaptiveFifoCacheMap<>(this);
			case LRU_REFERENCE -> new LruReferenceCacheMap<>(this);
			case CAFFEINE -> new CaffeineCacheMap<>(this);
		};
	}

	private static String strategiesWith(Capability capability) {
		List<String> ids = Arrays.stream(Strategy.values())
			.filter((strategy) -> strategy.can(capability))
			.map((strategy) -> "'" + strategy.id() + "'")
			.toList();
		return String.join(", ", ids) + ((ids.size() == 1) ? " has" : " have");
	}

	private static long positive(String name, long value) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be 1 or more: " + value);
		}
		return value;
	}

	private static Duration positive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(name + " must be more than zero: " + value);
		}
		return value;
	}

}
