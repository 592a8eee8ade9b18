package io.bespokecache.map;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.Policy.FixedExpiration;
import com.github.benmanes.caffeine.cache.Policy.VarExpiration;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The {@code caffeine} strategy: W-TinyLFU with a bound on entries or weight, expiry
 * after write, after access or of each entry on its own, and strong, soft or weak values.
 * <p>
 * Evictions are counted in Caffeine's eviction listener, which runs inside the atomic
 * operation that drops the entry, so that no eviction is counted twice or missed.
 * Maintenance runs on an executor of its own, never in a caller's thread pool, and a
 * scheduler removes expired entries that nobody asks for.
 * <p>
 * <b>Hazards.</b> Entries that were moved here with their age stand behind younger ones:
 * once they have expired they are absent, but may be held until those have expired too.
 * The JDK's timer thread, which that scheduler uses, knows the map's next deadline until
 * it has passed, closed or not; it refers to the map weakly.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @see <a href="https://doi.org/10.1145/3149371">TinyLFU: A Highly Efficient Cache
 * Admission Policy</a>
 */
final class CaffeineCacheMap<K, V> extends AbstractMap<K, V> implements CacheMap<K, V>, AgeingMap<K, V> {

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	private final Cache<K, V> cache;

	private final ConcurrentMap<K, V> map;

	/** Whether Caffeine would compare values by identity, which the contract does not. */
	private final boolean byIdentity;

	private final MapListener<? super K, ? super V> listener;

	private final SkewedTicker ticker;

	/** Nanoseconds, or zero. */
	private final long timeToLive;

	/** Nanoseconds, or zero. */
	private final long timeToIdle;

	/** Greatest part of a lifetime that chance takes, from 0 to 1. */
	private final double jitter;

	private final LongAdder evictedBySize = new LongAdder();

	private final LongAdder evictedByExpiry = new LongAdder();

	private final LongAdder evictedByCollection = new LongAdder();

	CaffeineCacheMap(CacheMapBuilder<K, V> builder) {
		this.listener = builder.listener;
		this.byIdentity = builder.softValues || builder.weakValues;
		this.ticker = new SkewedTicker(builder.nanoClock);
		this.timeToLive = (builder.expireAfterWrite != null) ? nanos(builder.expireAfterWrite) : 0;
		this.timeToIdle = (builder.expireAfterAccess != null) ? nanos(builder.expireAfterAccess) : 0;
		this.jitter = builder.expiryJitter;
		Maintenance maintenance = new Maintenance(builder.background);
		Caffeine<Object, Object> caffeine = Caffeine.newBuilder().executor(maintenance).ticker(this.ticker);
		if (builder.maximumSize > 0) {
			caffeine.maximumSize(builder.maximumSize);
		}
		if (builder.softValues) {
			caffeine.softValues();
		}
		if (builder.weakValues) {
			caffeine.weakValues();
		}
		if (builder.expires()) {
			caffeine.scheduler(Scheduler.systemScheduler());
		}
		this.cache = expiring(weighed(caffeine, builder), builder).evictionListener(this::onEviction).build();
		this.map = this.cache.asMap();
		maintenance.cache = new WeakReference<>(this.cache);
	}

	@SuppressWarnings("unchecked") // Caffeine's builder takes its types from the weigher
	private static <K, V> Caffeine<K, V> weighed(Caffeine<Object, Object> caffeine, CacheMapBuilder<K, V> builder) {
		Weigher<? super K, ? super V> weigher = builder.weigher;
		if (weigher == null) {
			return (Caffeine<K, V>) (Caffeine<?, ?>) caffeine;
		}
		return caffeine.maximumWeight(builder.maximumWeight).weigher(weigher::weigh);
	}

	/**
	 * What Caffeine does for all entries alike, it does faster than for each on its own.
	 */
	private static <K, V> Caffeine<K, V> expiring(Caffeine<K, V> caffeine, CacheMapBuilder<K, V> builder) {
		if (builder.expiry != null || (builder.expiryJitter > 0 && builder.expires())) {
			return caffeine.expireAfter(new TimeToLive<>(builder));
		}
		if (builder.expireAfterWrite != null) {
			caffeine.expireAfterWrite(builder.expireAfterWrite);
		}
		if (builder.expireAfterAccess != null) {
			caffeine.expireAfterAccess(builder.expireAfterAccess);
		}
		return caffeine;
	}

	private void onEviction(@Nullable K key, @Nullable V value, RemovalCause cause) {
		switch (cause) {
			case SIZE -> count(this.evictedBySize, key, EvictionCause.SIZE);
			case EXPIRED -> count(this.evictedByExpiry, key, EvictionCause.EXPIRED);
			case COLLECTED -> count(this.evictedByCollection, key, EvictionCause.COLLECTED);
			case EXPLICIT, REPLACED -> throw new AssertionError("not an eviction: " + cause);
		}
	}

	private void count(LongAdder counter, @Nullable K key, EvictionCause cause) {
		counter.increment();
		if (key != null) {
			this.listener.evicted(key, cause);
		}
	}

	@Override
	public Strategy strategy() {
		return Strategy.CAFFEINE;
	}

	@Override
	public MapStatistics statistics() {
		return new MapStatistics(this.evictedBySize.sum(), this.evictedByExpiry.sum(), this.evictedByCollection.sum(),
				0, 0, 0);
	}

	@Override
	public long mappingCount() {
		return this.cache.estimatedSize();
	}

	@Override
	public void cleanUp() {
		this.cache.cleanUp();
	}

	@Override
	public int size() {
		return this.map.size();
	}

	@Override
	public boolean isEmpty() {
		return this.map.isEmpty();
	}

	@Override
	public @Nullable V get(Object key) {
		return this.map.get(key);
	}

	@Override
	public boolean containsKey(Object key) {
		return this.map.containsKey(key);
	}

	@Override
	public boolean containsValue(Object value) {
		return this.byIdentity ? super.containsValue(Objects.requireNonNull(value, "value"))
				: this.map.containsValue(value);
	}

	@Override
	public @Nullable V put(K key, V value) {
		return this.map.put(key, value);
	}

	@Override
	public void putAll(Map<? extends K, ? extends V> entries) {
		this.map.putAll(entries);
	}

	@Override
	public @Nullable V putIfAbsent(K key, V value) {
		return this.map.putIfAbsent(key, value);
	}

	@Override
	public @Nullable V remove(Object key) {
		return this.map.remove(key);
	}

	@Override
	public boolean remove(Object key, @Nullable Object value) {
		if (!this.byIdentity) {
			return this.map.remove(key, value);
		}
		V present = presentEqual(key, value);
		while (present != null && !this.map.remove(key, present)) {
			present = presentEqual(key, value);
		}
		return present != null;
	}

	@Override
	public boolean replace(K key, V oldValue, V newValue) {
		if (!this.byIdentity) {
			return this.map.replace(key, oldValue, newValue);
		}
		Objects.requireNonNull(newValue, "newValue");
		V present = presentEqual(key, Objects.requireNonNull(oldValue, "oldValue"));
		while (present != null && !this.map.replace(key, present, newValue)) {
			present = presentEqual(key, oldValue);
		}
		return present != null;
	}

	/** The value of a key if it is equal to another one. */
	@SuppressWarnings("unchecked") // keys of other types have no value
	private @Nullable V presentEqual(Object key, @Nullable Object value) {
		V present = this.cache.policy().getIfPresentQuietly((K) Objects.requireNonNull(key, "key"));
		return (present != null && present.equals(value)) ? present : null;
	}

	@Override
	public @Nullable V replace(K key, V value) {
		return this.map.replace(key, value);
	}

	@Override
	public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
		this.map.replaceAll(function);
	}

	@Override
	public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
		return this.map.computeIfAbsent(key, function);
	}

	@Override
	public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
		return this.map.computeIfPresent(key, function);
	}

	@Override
	public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
		return this.map.compute(key, function);
	}

	@Override
	public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
		return this.map.merge(key, value, function);
	}

	@Override
	public void clear() {
		this.map.clear();
	}

	@Override
	public Set<K> keySet() {
		return this.map.keySet();
	}

	@Override
	public Collection<V> values() {
		return this.byIdentity ? new ValuesByEquality() : this.map.values();
	}

	@Override
	public Set<Map.Entry<K, V>> entrySet() {
		return this.byIdentity ? new EntriesByEquality() : this.map.entrySet();
	}

	@Override
	@SuppressWarnings("unchecked") // keys of other types have no entry
	public @Nullable AgedEntry<K, V> aged(Object key) {
		K own = (K) key;
		Policy<K, V> policy = this.cache.policy();
		V value = policy.getIfPresentQuietly(own);
		if (value == null) {
			return null;
		}
		VarExpiration<K, V> each = policy.expireVariably().orElse(null);
		if (each != null) {
			return aged(own, value, each.getExpiresAfter(own, TimeUnit.NANOSECONDS).orElse(0));
		}
		long age = age(policy.expireAfterWrite(), own);
		return new AgedEntry<>(own, value, age, age(policy.expireAfterAccess(), own),
				(this.timeToLive > 0) ? this.timeToLive - age : Long.MAX_VALUE, this.timeToLive);
	}

	/** An entry whose deadline was made for it alone, be it by chance. */
	private AgedEntry<K, V> aged(K key, V value, long left) {
		if (this.timeToLive > 0) {
			long age = AgedEntry.shortest(this.timeToLive, this.jitter) - left;
			return new AgedEntry<>(key, value, Math.max(0, age), 0, left, this.timeToLive);
		}
		if (this.timeToIdle > 0) {
			long idle = AgedEntry.shortest(this.timeToIdle, this.jitter) - left;
			return new AgedEntry<>(key, value, 0, Math.max(0, idle), Long.MAX_VALUE, 0);
		}
		return AgedEntry.withOwnLife(key, value, left);
	}

	private static <K> long age(Optional<? extends FixedExpiration<K, ?>> expiration, K key) {
		return expiration.map((each) -> each.ageOf(key, TimeUnit.NANOSECONDS).orElse(0)).orElse(0L);
	}

	@Override
	public void put(AgedEntry<K, V> entry) {
		VarExpiration<K, V> each = this.cache.policy().expireVariably().orElse(null);
		boolean same = this.timeToLive > 0 && entry.timeToLive() == this.timeToLive;
		if (each != null) {
			if (this.timeToLive == 0 && this.timeToIdle == 0 && !entry.hasOwnLife()) {
				this.map.put(entry.key(), entry.value());
				return;
			}
			long left = same ? entry.left() : (this.timeToLive > 0) ? jittered(this.timeToLive) - entry.age()
					: (this.timeToIdle > 0) ? jittered(this.timeToIdle) - entry.idle() : entry.left();
			var unused = each.put(entry.key(), entry.value(), Math.max(left, 1), TimeUnit.NANOSECONDS);
		}
		else if (this.timeToLive > 0) {
			long age = same ? this.timeToLive - entry.left() : entry.age();
			this.ticker.runEarlier(age, () -> this.map.put(entry.key(), entry.value()));
			if (this.timeToIdle > 0) {
				this.ticker.runEarlier(entry.idle(), () -> this.map.get(entry.key()));
			}
		}
		else if (this.timeToIdle > 0) {
			this.ticker.runEarlier(entry.idle(), () -> this.map.put(entry.key(), entry.value()));
		}
		else {
			this.map.put(entry.key(), entry.value());
		}
	}

	/**
	 * An entry that was written long ago and used since would seem to be idle before its
	 * use is noted, if times to idle were observed meanwhile.
	 */
	@Override
	public void beginMoves() {
		setTimeToIdle(Long.MAX_VALUE);
	}

	@Override
	public void endMoves() {
		setTimeToIdle(this.timeToIdle);
		this.cache.cleanUp();
	}

	private void setTimeToIdle(long nanos) {
		if (this.timeToLive > 0 && this.timeToIdle > 0) {
			this.cache.policy()
				.expireAfterAccess()
				.ifPresent((expiration) -> expiration.setExpiresAfter(nanos, TimeUnit.NANOSECONDS));
		}
	}

	private long jittered(long nanos) {
		return jittered(nanos, this.jitter);
	}

	private static long jittered(long nanos, double jitter) {
		return (jitter > 0) ? Math.max(1, nanos - (long) (nanos * jitter * ThreadLocalRandom.current().nextDouble()))
				: nanos;
	}

	private static long nanos(Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			return 1;
		}
		return (duration.compareTo(LONGEST) < 0) ? duration.toNanos() : Long.MAX_VALUE;
	}

	/** Caffeine's values, compared as the contract compares them. */
	private final class ValuesByEquality extends AbstractCollection<V> {

		@Override
		public Iterator<V> iterator() {
			return CaffeineCacheMap.this.map.values().iterator();
		}

		@Override
		public int size() {
			return CaffeineCacheMap.this.map.size();
		}

		@Override
		public boolean removeIf(Predicate<? super V> filter) {
			Objects.requireNonNull(filter, "filter");
			return CaffeineCacheMap.this.removeIf((key, value) -> filter.test(value)) > 0;
		}

		@Override
		public boolean remove(@Nullable Object object) {
			for (Map.Entry<K, V> entry : CaffeineCacheMap.this.map.entrySet()) {
				if (entry.getValue().equals(object) && CaffeineCacheMap.this.remove(entry.getKey(), entry.getValue())) {
					return true;
				}
			}
			return false;
		}

		@Override
		public boolean removeAll(Collection<?> others) {
			return removeIf(others::contains);
		}

		@Override
		public boolean retainAll(Collection<?> others) {
			return removeIf((value) -> !others.contains(value));
		}

		@Override
		public Spliterator<V> spliterator() {
			return CaffeineCacheMap.this.map.values().spliterator();
		}

		@Override
		public void clear() {
			CaffeineCacheMap.this.clear();
		}

	}

	/** Caffeine's entries, compared as the contract compares them. */
	private final class EntriesByEquality extends AbstractSet<Map.Entry<K, V>> {

		@Override
		public Iterator<Map.Entry<K, V>> iterator() {
			return CaffeineCacheMap.this.map.entrySet().iterator();
		}

		@Override
		public int size() {
			return CaffeineCacheMap.this.map.size();
		}

		@Override
		public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
			Objects.requireNonNull(filter, "filter");
			return CaffeineCacheMap.this.removeIf((key, value) -> filter.test(Map.entry(key, value))) > 0;
		}

		@Override
		public boolean removeAll(Collection<?> others) {
			return removeIf(others::contains);
		}

		@Override
		public boolean retainAll(Collection<?> others) {
			return removeIf((entry) -> !others.contains(entry));
		}

		@Override
		public Spliterator<Map.Entry<K, V>> spliterator() {
			return CaffeineCacheMap.this.map.entrySet().spliterator();
		}

		@Override
		public boolean contains(@Nullable Object object) {
			return object instanceof Map.Entry<?, ?> entry && entry.getKey() != null
					&& presentEqual(entry.getKey(), entry.getValue()) != null;
		}

		@Override
		public boolean remove(@Nullable Object object) {
			return object instanceof Map.Entry<?, ?> entry && entry.getKey() != null
					&& CaffeineCacheMap.this.remove(entry.getKey(), entry.getValue());
		}

		@Override
		public void clear() {
			CaffeineCacheMap.this.clear();
		}

	}

	/**
	 * Times to live as Caffeine counts them: in nanoseconds from now.
	 */
	private static final class TimeToLive<K, V> implements com.github.benmanes.caffeine.cache.Expiry<K, V> {

		private final Expiry<? super K, ? super V> expiry;

		private final double jitter;

		TimeToLive(CacheMapBuilder<K, V> builder) {
			this.expiry = (builder.expiry != null) ? builder.expiry
					: sameForAll(builder.expireAfterWrite, builder.expireAfterAccess);
			this.jitter = builder.expiryJitter;
		}

		private static <K, V> Expiry<K, V> sameForAll(@Nullable Duration timeToLive, @Nullable Duration timeToIdle) {
			return new Expiry<>() {

				@Override
				public @Nullable Duration afterWrite(K key, V value) {
					return (timeToLive != null) ? timeToLive : timeToIdle;
				}

				@Override
				public @Nullable Duration afterRead(K key, V value) {
					return timeToIdle;
				}

			};
		}

		@Override
		public long expireAfterCreate(K key, V value, long currentTime) {
			return jittered(this.expiry.afterWrite(key, value), Long.MAX_VALUE);
		}

		@Override
		public long expireAfterUpdate(K key, V value, long currentTime, long currentDuration) {
			return jittered(this.expiry.afterWrite(key, value), Long.MAX_VALUE);
		}

		@Override
		public long expireAfterRead(K key, V value, long currentTime, long currentDuration) {
			return jittered(this.expiry.afterRead(key, value), currentDuration);
		}

		private long jittered(@Nullable Duration duration, long otherwise) {
			return (duration != null) ? CaffeineCacheMap.jittered(nanos(duration), this.jitter) : otherwise;
		}

	}

	/**
	 * The clock, which a thread may set back for itself: Caffeine takes the time of a
	 * write or a use from it in the thread that writes or uses an entry. Maintenance that
	 * such a thread has to help with finds fewer entries expired than there are, which
	 * does no harm.
	 */
	private static final class SkewedTicker implements Ticker {

		private final LongSupplier clock;

		private final Lock lock = new ReentrantLock();

		/**
		 * Written under the lock. Others may read it at any time: whatever they see, it
		 * is not themselves.
		 */
		private @Nullable Thread earlier;

		/** Guarded by the lock. */
		private long skew;

		SkewedTicker(LongSupplier clock) {
			this.clock = clock;
		}

		@Override
		public long read() {
			Thread earlier = this.earlier;
			return (earlier == null || earlier != Thread.currentThread()) ? this.clock.getAsLong()
					: this.clock.getAsLong() - this.skew;
		}

		void runEarlier(long nanos, Runnable task) {
			this.lock.lock();
			try {
				this.skew = nanos;
				this.earlier = Thread.currentThread();
				task.run();
			}
			finally {
				this.earlier = null;
				this.lock.unlock();
			}
		}

	}

	/**
	 * Caffeine goes on with maintenance that writes have interrupted only in the common
	 * pool; elsewhere it waits for the next use, and leaves the bound exceeded until
	 * then. So this looks again.
	 * <p>
	 * Refers to the cache weakly: the JDK's timer thread refers to this for as long as an
	 * entry has yet to expire, and a map that was dropped must not wait for that.
	 */
	private static final class Maintenance implements Executor {

		private final Executor executor;

		private volatile WeakReference<@Nullable Cache<?, ?>> cache = new WeakReference<>(null);

		Maintenance(Executor executor) {
			this.executor = executor;
		}

		@Override
		public void execute(Runnable task) {
			this.executor.execute(() -> {
				task.run();
				Cache<?, ?> cache = this.cache.get();
				if (cache != null && isBoundExceeded(cache)) {
					execute(cache::cleanUp);
				}
			});
		}

		private static boolean isBoundExceeded(Cache<?, ?> cache) {
			return cache.policy().eviction().filter((eviction) -> {
				long held = eviction.weightedSize().orElseGet(cache::estimatedSize);
				return held > eviction.getMaximum();
			}).isPresent();
		}

	}

}
