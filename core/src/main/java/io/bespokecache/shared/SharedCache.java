package io.bespokecache.shared;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.bespokecache.cache.Coherence;
import io.bespokecache.cache.FirstLevel;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.cache.SecondLevelStatistics.FlushCause;
import io.bespokecache.cache.SharedValue;
import io.bespokecache.shared.PendingEvictions.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * The second level of one cache. Thread-safe.
 * <p>
 * <b>Why nothing stale stays.</b> What this process stores, it has read or loaded under a
 * flight of the first level. An eviction that is executed after the read is announced,
 * and the announcement detaches the flight or removes what it has stored. What it shares,
 * it shares under a lease that every eviction ends, in the same step of the engine. An
 * announcement that is lost leaves a gap in the sequence, which the next one or the next
 * heartbeat finds, and the whole shard is dropped. Until a heartbeat has found none,
 * nothing is believed for longer than the greatest staleness.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class SharedCache<K, V> implements SecondLevel<K, V> {

	private static final long MILLI = 1_000_000;

	/** So that no engine is asked for a time that it cannot add up. */
	private static final long LONGEST_LIFE = Duration.ofDays(3650).toMillis();

	/** So that what is made up for keeps nobody else from the engine. */
	private static final int RETRIES_AT_ONCE = 500;

	private static final long FIRST_PAUSE = 4 * MILLI;

	private static final long LONGEST_PAUSE = 50 * MILLI;

	private final String name;

	private final FirstLevel<K> firstLevel;

	private final Coherence coherence;

	private final KeyFormat<K> keys;

	private final ValueFormat<V> values;

	private final int maximumBytes;

	private final SharedCaches caches;

	private final SharedStore store;

	private final SharedSettings settings;

	private final Operations operations;

	private final long timeout;

	final SharedCounts counts = new SharedCounts();

	private final PendingEvictions pending;

	/** Evictions that are being tried again; 0 if another round may begin. */
	private final AtomicInteger unanswered = new AtomicInteger();

	/** Loads that may share what they make. */
	private final ConcurrentMap<KeyBytes, Grant> grants = new ConcurrentHashMap<>();

	/** Those who wait for loads of other processes. */
	private final Set<Claimant> claimants = ConcurrentHashMap.newKeySet();

	/** Guards the shards, and whether this cache is listened to. */
	private final ReentrantLock lock = new ReentrantLock();

	private final ShardState[] shards = new ShardState[Shard.COUNT];

	/**
	 * How often this cache was listened to anew; 0 or less while it is not. A heartbeat
	 * that was begun before is of no use after.
	 */
	private long listening;

	private long listenings;

	/** The listening during which a heartbeat last succeeded. */
	private long verified;

	/** The connection over which all shards were adopted; 0 for none. */
	private volatile long adoptedOver;

	private volatile boolean closed;

	SharedCache(SharedCaches caches, FirstLevel<K> firstLevel, KeyFormat<K> keys, ValueFormat<V> values,
			int maximumBytes) {
		this.name = firstLevel.cache();
		this.firstLevel = firstLevel;
		this.coherence = firstLevel.coherence();
		this.keys = keys;
		this.values = values;
		this.maximumBytes = maximumBytes;
		this.caches = caches;
		this.store = caches.store();
		this.settings = caches.settings();
		this.operations = caches.operations();
		this.timeout = this.settings.timeout().toNanos();
		this.pending = new PendingEvictions(this.settings.maximumPending());
		for (int i = 0; i < Shard.COUNT; i++) {
			this.shards[i] = new ShardState();
		}
	}

	String name() {
		return this.name;
	}

	@Override
	public CompletableFuture<Look<V>> find(K key) {
		byte[] bytes = write(key);
		if (bytes == null || !hasProspect(bytes) || !isTypeKnown()) {
			return nothing(bytes);
		}
		CompletableFuture<Look<V>> answer = new CompletableFuture<>();
		Shard shard = shardOf(bytes);
		this.operations.execute(this.counts, this.timeout, () -> this.store.read(shard, bytes), new Answer<Reading>() {

			@Override
			public void answered(Reading reading) {
				Encoded<V> value = open(bytes, reading);
				boolean found = value != null && value.isFresh() && hasProspect(bytes);
				if (!found) {
					SharedCache.this.counts.misses.increment();
				}
				Control control = reading.control();
				answer.complete(new Sighting<>(found ? value : null,
						(control != null) ? new Sight(SharedCache.this.caches.session(), control) : null));
			}

			@Override
			public void failed(Throwable failure) {
				SharedCache.this.counts.misses.increment();
				answer.complete(Look.nothing());
			}

		});
		return answer;
	}

	@Override
	public CompletableFuture<Look<V>> claim(K key, long youngerThan, long patience) {
		byte[] bytes = write(key);
		if (bytes == null || !hasProspect(bytes) || !isTypeKnown()) {
			return nothing(bytes);
		}
		Claimant claimant = new Claimant(bytes, youngerThan, patience);
		claimant.read();
		return claimant.answer;
	}

	private CompletableFuture<Look<V>> nothing(byte @Nullable [] bytes) {
		if (bytes != null) {
			this.counts.skipped.increment();
		}
		this.counts.misses.increment();
		return CompletableFuture.completedFuture(Look.nothing());
	}

	/**
	 * Whether it is known how values are written. Where it is not, nothing can be found,
	 * and nobody is to wait for what cannot be shared.
	 */
	private boolean isTypeKnown() {
		try {
			this.values.type();
			return true;
		}
		catch (RuntimeException | LinkageError ex) {
			unshareable(ex);
			return false;
		}
	}

	private void unshareable(Throwable problem) {
		this.counts.unshareable.increment();
		tell(problem);
	}

	private void tell(Throwable problem) {
		this.caches.listener()
			.unshareable(this.name, (problem instanceof RuntimeException ex) ? ex
					: new UnshareableException(problem.toString(), problem));
	}

	private byte @Nullable [] write(K key) {
		try {
			return this.keys.write(key);
		}
		catch (RuntimeException ex) {
			unshareable(ex);
			return null;
		}
	}

	private Shard shardOf(byte[] key) {
		return new Shard(this.name, Shard.indexOf(key));
	}

	private boolean hasProspect(byte[] key) {
		return isUsable() && !this.pending.contains(key);
	}

	/**
	 * Whether what the engine holds may be believed: over this connection each shard was
	 * looked at for signs that the engine has lost or forgotten something.
	 */
	private boolean isUsable() {
		return this.adoptedOver == this.caches.session() && this.caches.isUsable() && !this.closed;
	}

	/**
	 * The value of a reading, if it is one and of the shard's generation. It is decoded
	 * by whoever asks for it: this runs in a thread that all answers come in.
	 */
	private @Nullable Encoded<V> open(byte[] key, Reading reading) {
		byte[] value = reading.value();
		Control control = reading.control();
		if (value == null || control == null) {
			return null;
		}
		Envelope.Header header;
		try {
			header = Envelope.readHeader(value, key, this.values.type(), this.maximumBytes);
		}
		catch (UnshareableException ex) {
			undecodable(ex);
			return null;
		}
		if (header.generation() != control.generation()) {
			return null;
		}
		// By the engine's clock alone: those of two processes may be an hour apart.
		long age = Math.max(0, header.liveMillis() - reading.remainingMillis());
		return new Encoded<>(this, key, value, age * MILLI, header.freshMillis() * MILLI);
	}

	/**
	 * Removes what looked like a value, so that the next one who asks may load.
	 */
	private void discard(byte[] key) {
		this.operations.executeAside(this.counts, this.timeout,
				() -> this.store.evict(shardOf(key), key, this.caches.node()), new Answer<Boolean>() {
				});
	}

	private void undecodable(Throwable problem) {
		this.counts.undecodable.increment();
		tell(problem);
	}

	@Override
	public CompletableFuture<Boolean> offer(K key, Object sight, V value, Lifetime lifetime) {
		byte[] bytes = write(key);
		if (bytes == null || !(sight instanceof Sight seen) || !hasProspect(bytes)
				|| seen.session() != this.caches.session() || !isTypeKnown()) {
			return CompletableFuture.completedFuture(false);
		}
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		long live = millis(lifetime.liveNanos());
		byte[] envelope = envelope(bytes, seen.control(), live, lifetime, value);
		if (envelope == null) {
			return CompletableFuture.completedFuture(false);
		}
		this.operations.execute(this.counts, this.timeout, () -> this.store.fillIfUnmoved(shardOf(bytes), bytes,
				seen.control(), envelope, live, this.caches.node()), new Answer<Boolean>() {

					@Override
					public void answered(Boolean stored) {
						countStore(stored);
						answer.complete(stored);
					}

					@Override
					public void failed(Throwable failure) {
						answer.complete(false);
					}

				});
		return answer;
	}

	private static long millis(long nanos) {
		return Math.max(1, Math.min(LONGEST_LIFE, nanos / MILLI));
	}

	private byte @Nullable [] envelope(byte[] key, Control control, long live, Lifetime lifetime, V value) {
		try {
			return Envelope.write(key, control.generation(), live, Math.min(live, millis(lifetime.freshNanos())), value,
					this.values, this.maximumBytes);
		}
		catch (RuntimeException | Error ex) {
			// Whatever keeps a value from being shared, the load has succeeded.
			unshareable(ex);
			return null;
		}
	}

	private void countStore(boolean stored) {
		(stored ? this.counts.stores : this.counts.refusedStores).increment();
	}

	@Override
	public CompletableFuture<Boolean> evict(K key) {
		byte[] bytes = write(key);
		if (bytes == null || this.closed) {
			return CompletableFuture.completedFuture(false);
		}
		// What was loaded before the eviction is not shared after it, even if the engine
		// cannot be told.
		Grant grant = this.grants.remove(new KeyBytes(bytes));
		if (grant != null) {
			grant.forbidden = true;
		}
		if (!isUsable()) {
			this.pending.add(bytes);
			return CompletableFuture.completedFuture(false);
		}
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		this.operations.execute(this.counts, this.timeout,
				() -> this.store.evict(shardOf(bytes), bytes, this.caches.node()), new Answer<Boolean>() {

					@Override
					public void answered(Boolean existed) {
						SharedCache.this.counts.evictions.increment();
						answer.complete(existed);
					}

					@Override
					public void failed(Throwable failure) {
						SharedCache.this.pending.add(bytes);
						answer.complete(false);
					}

				});
		return answer;
	}

	@Override
	public CompletableFuture<Void> clear() {
		if (this.closed) {
			return CompletableFuture.completedFuture(null);
		}
		forbidGrants();
		if (!isUsable()) {
			this.pending.addAll();
			return CompletableFuture.completedFuture(null);
		}
		return clearShards(this.pending::addAll);
	}

	private void forbidGrants() {
		this.grants.forEach((key, grant) -> {
			grant.forbidden = true;
			this.grants.remove(key, grant);
		});
	}

	private CompletableFuture<Void> clearShards(Runnable failed) {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		AtomicInteger remaining = new AtomicInteger(Shard.COUNT);
		AtomicInteger failures = new AtomicInteger();
		for (int i = 0; i < Shard.COUNT; i++) {
			Shard shard = new Shard(this.name, i);
			this.operations.execute(this.counts, this.timeout, () -> this.store.clear(shard, this.caches.node()),
					new Answer<Control>() {

						@Override
						public void answered(Control control) {
							end();
						}

						@Override
						public void failed(Throwable failure) {
							failures.incrementAndGet();
							end();
						}

						private void end() {
							if (remaining.decrementAndGet() == 0) {
								if (failures.get() > 0) {
									failed.run();
								}
								else {
									SharedCache.this.counts.evictions.increment();
								}
								answer.complete(null);
							}
						}

					});
		}
		return answer;
	}

	/**
	 * Tries the evictions again that have failed. What was loaded since goes once more.
	 */
	void retryPending() {
		if (!isUsable() || this.pending.size() == 0 || !this.unanswered.compareAndSet(0, 1)) {
			return;
		}
		int waiting = this.pending.size();
		// One more than there are attempts: this thread's own.
		for (Attempt attempt : this.pending.attempts(RETRIES_AT_ONCE)) {
			this.counts.retries.increment();
			KeyBytes key = attempt.key();
			this.unanswered.incrementAndGet();
			if (key == null) {
				retryClear(attempt);
			}
			else {
				retry(attempt, key.bytes);
			}
		}
		if (this.unanswered.decrementAndGet() == 0 && this.pending.size() < waiting) {
			retryPending();
		}
	}

	private void retryClear(Attempt attempt) {
		AtomicInteger failures = new AtomicInteger();
		clearShards(failures::incrementAndGet).thenRun(() -> {
			if (failures.get() == 0) {
				this.firstLevel.dropAll();
				this.pending.done(attempt);
			}
			this.unanswered.decrementAndGet();
		}).isDone();
	}

	private void retry(Attempt attempt, byte[] bytes) {
		this.operations.executeAside(this.counts, this.timeout,
				() -> this.store.evict(shardOf(bytes), bytes, this.caches.node()), new Answer<Boolean>() {

					@Override
					public void answered(Boolean existed) {
						SharedCache.this.counts.evictions.increment();
						dropLocally(bytes);
						SharedCache.this.pending.done(attempt);
						if (SharedCache.this.unanswered.decrementAndGet() == 0) {
							retryPending();
						}
					}

					@Override
					public void failed(Throwable failure) {
						SharedCache.this.unanswered.decrementAndGet();
					}

				});
	}

	private void dropLocally(byte[] bytes) {
		K key = this.keys.read(bytes);
		if (key != null) {
			this.firstLevel.drop(key);
		}
	}

	/**
	 * Announcements arrive from now on.
	 */
	void listening() {
		this.lock.lock();
		try {
			if (this.listening == 0) {
				this.listening = ++this.listenings;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * No announcements arrive any more.
	 */
	void deaf() {
		this.lock.lock();
		try {
			this.listening = 0;
			this.coherence.lose();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Follows an announcement. What it says is done before this returns, so that a
	 * heartbeat that has waited for it may rely on that.
	 */
	void received(Message message) {
		FlushCause cause = null;
		this.lock.lock();
		try {
			ShardState shard = this.shards[message.shard().index()];
			Control followed = shard.followed();
			if (followed != null && followed.epoch() != message.control().epoch()) {
				cause = FlushCause.RESTART;
				shard.follow(message.control());
			}
			else if (followed != null) {
				long missing = ShardState.missing(followed, message.control());
				if (missing > 0) {
					cause = FlushCause.GAP;
					lost(missing);
				}
				if (missing >= 0) {
					shard.follow(message.control());
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		byte[] key = message.key();
		if (cause == null && key == null) {
			cause = FlushCause.CLEAR;
		}
		if (cause != null) {
			flush(message.shard().index(), cause);
		}
		if (key != null) {
			dropLocally(key);
		}
	}

	private void lost(long messages) {
		this.counts.lostMessages.add(messages);
		this.caches.listener().messagesLost(this.name, messages);
	}

	private void flush(int shard, FlushCause cause) {
		this.counts.flushed(cause);
		this.firstLevel.dropGroup(shard);
	}

	/**
	 * The shard of a key; -1 for one that cannot be shared, and that nothing is dropped
	 * for.
	 */
	@Override
	public int groupOf(K key) {
		try {
			return Shard.indexOf(this.keys.write(key));
		}
		catch (RuntimeException ex) {
			return -1;
		}
	}

	/**
	 * Begins a heartbeat.
	 * @return what it is to be ended with; {@code null} if this cache is not listened to
	 */
	@Nullable Beat beat() {
		this.lock.lock();
		try {
			if (this.listening == 0 || this.closed) {
				return null;
			}
			Beat beat = new Beat(this.listening, this.operations.now());
			for (int i = 0; i < Shard.COUNT; i++) {
				beat.before[i] = this.shards[i].followed();
			}
			return beat;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * All shards have been adopted over a connection.
	 */
	void adopted(long session) {
		this.adoptedOver = session;
		retryPending();
	}

	/**
	 * Follows a shard that this process itself has adopted.
	 */
	void adopted(int index, Control control) {
		boolean lost;
		boolean known;
		this.lock.lock();
		try {
			ShardState shard = this.shards[index];
			Control followed = shard.followed();
			// What was stored before anything was followed may have been evicted since.
			lost = followed == null || followed.epoch() != control.epoch()
					|| followed.generation() != control.generation() || followed.sequence() > control.sequence();
			known = followed != null;
			if (lost) {
				shard.follow(control);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (lost) {
			flush(index, known ? FlushCause.RESTART : FlushCause.MISSED);
		}
	}

	/**
	 * Ends a heartbeat: all announcements that were made before the engine told where the
	 * shards stand have arrived by now. Drops the shards of which some are missing, and
	 * believes the rest.
	 * @param beat the heartbeat
	 * @param controls where the shards stand
	 * @param believing whether entries are to be believed from now on
	 */
	void end(Beat beat, List<@Nullable Control> controls, boolean believing) {
		for (int i = 0; i < Shard.COUNT; i++) {
			FlushCause cause = follow(i, beat, controls.get(i));
			if (cause != null) {
				flush(i, cause);
			}
		}
		this.lock.lock();
		try {
			if (believing && this.listening == beat.listening) {
				this.coherence.extend(this.coherence.now() - (this.operations.now() - beat.start)
						+ this.settings.maximumStaleness().toNanos());
				this.verified = beat.listening;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable FlushCause follow(int index, Beat beat, @Nullable Control control) {
		this.lock.lock();
		try {
			ShardState shard = this.shards[index];
			Control followed = shard.followed();
			if (control == null) {
				// Nothing was ever evicted, or the engine has lost the shard.
				if (followed != null) {
					shard.follow(null);
				}
				return (followed != null) ? FlushCause.RESTART : null;
			}
			if (followed == null) {
				shard.follow(control);
				// What came before this was not followed.
				return FlushCause.MISSED;
			}
			if (followed.epoch() != control.epoch()) {
				Control before = beat.before[index];
				if (before == null || before.epoch() != followed.epoch()) {
					// A newer epoch than the answer's has been announced meanwhile.
					return null;
				}
				shard.follow(control);
				return FlushCause.RESTART;
			}
			Control before = beat.before[index];
			if (before != null && before.epoch() == control.epoch() && before.sequence() > control.sequence()) {
				// The engine has come back with an earlier state, and its values too.
				shard.follow(control);
				this.caches.raise(this, index);
				return FlushCause.RESTART;
			}
			long lost = control.sequence() - followed.sequence();
			if (lost == 0 && before != null && before.generation() != control.generation()
					&& followed.generation() != control.generation()) {
				// As far as before, but on another way.
				shard.follow(control);
				return FlushCause.RESTART;
			}
			if (lost <= 0) {
				return null;
			}
			shard.follow(control);
			if (this.verified == beat.listening) {
				lost(lost);
				return FlushCause.GAP;
			}
			return FlushCause.MISSED;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Says that loads are still under way, so that nobody else begins them.
	 */
	void renewGrants() {
		long now = this.operations.now();
		long lease = this.settings.lease().toNanos();
		this.grants.forEach((key, grant) -> {
			long held = now - grant.since;
			if (held > this.settings.waitTimeout().toNanos()) {
				// Others have waited long enough.
				this.grants.remove(key, grant);
			}
			else if (held > lease / 4) {
				this.operations.executeAside(this.counts, this.timeout,
						() -> this.store.renew(shardOf(grant.key), grant.key, grant.lease, lease / MILLI),
						new Answer<Boolean>() {
						});
			}
		});
	}

	@Override
	public SecondLevelStatistics statistics() {
		long remaining = this.coherence.remaining();
		boolean coherent = remaining > 0;
		SharedCounts counts = this.counts;
		return new SecondLevelStatistics(this.caches.engine(), this.caches.isConnected(), coherent,
				coherent ? this.settings.maximumStaleness() : null,
				this.caches.isBreakerOpen() ? BreakerState.OPEN : BreakerState.CLOSED, counts.hits.sum(),
				counts.misses.sum(), counts.loads.sum(), counts.waits.sum(), counts.overdue.sum(), counts.stores.sum(),
				counts.refusedStores.sum(), counts.evictions.sum(), counts.retries.sum(), this.pending.size(),
				counts.lostMessages.sum(), counts.flushes(), counts.undecodable.sum(), counts.unshareable.sum(),
				counts.failures.sum(), counts.skipped.sum(), this.coherence.staleServed(), counts.operations.sum(),
				Duration.ofNanos(counts.operationNanos.sum()));
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Evictions that have failed are tried once more.
	 */
	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		if (this.pending.size() > 0 && isUsable()) {
			retryPending();
			this.pending.awaitNone(this.settings.timeout().toMillis());
		}
		this.closed = true;
		this.claimants.forEach(Claimant::goWithout);
		if (this.pending.size() > 0) {
			this.caches.listener().evictionsAbandoned(this.name, this.pending.size());
		}
		this.lock.lock();
		try {
			this.coherence.lose();
		}
		finally {
			this.lock.unlock();
		}
		this.caches.remove(this);
	}

	/**
	 * One heartbeat of one cache.
	 */
	static final class Beat {

		private final long listening;

		private final long start;

		private final @Nullable Control[] before = new Control[Shard.COUNT];

		Beat(long listening, long start) {
			this.listening = listening;
			this.start = start;
		}

	}

	/**
	 * What was seen of a key that was not found.
	 *
	 * @param session the connection over which it was seen
	 * @param control where its shard stood
	 */
	private record Sight(long session, Control control) {

	}

	/**
	 * A value that is yet to be decoded, by the thread that asks for it.
	 */
	private static final class Encoded<V> {

		private final SharedCache<?, V> cache;

		private final byte[] key;

		private final byte[] bytes;

		private final long ageNanos;

		private final long freshNanos;

		Encoded(SharedCache<?, V> cache, byte[] key, byte[] bytes, long ageNanos, long freshNanos) {
			this.cache = cache;
			this.key = key;
			this.bytes = bytes;
			this.ageNanos = ageNanos;
			this.freshNanos = freshNanos;
		}

		boolean isFresh() {
			return this.ageNanos < this.freshNanos;
		}

		/**
		 * The value, or {@code null} if it cannot be read.
		 */
		@Nullable SharedValue<V> decode() {
			try {
				return new SharedValue<>(Envelope.readValue(this.bytes, this.cache.values), this.ageNanos,
						this.freshNanos);
			}
			catch (RuntimeException | LinkageError ex) {
				this.cache.undecodable(ex);
				return null;
			}
		}

	}

	/**
	 * A look without a right.
	 */
	private static final class Sighting<V> implements Look<V> {

		private final @Nullable Encoded<V> value;

		private final @Nullable Sight sight;

		Sighting(@Nullable Encoded<V> value, @Nullable Sight sight) {
			this.value = value;
			this.sight = sight;
		}

		@Override
		public @Nullable SharedValue<V> found() {
			Encoded<V> value = this.value;
			if (value == null) {
				return null;
			}
			SharedValue<V> found = value.decode();
			if (found == null) {
				value.cache.discard(value.key);
			}
			((found != null) ? value.cache.counts.hits : value.cache.counts.misses).increment();
			return found;
		}

		@Override
		public @Nullable Object sight() {
			return this.sight;
		}

	}

	/**
	 * Nothing can be said of others: whoever looked may load, and has an expired value
	 * for the case that this fails.
	 */
	private static class Unshared<V> implements Look<V> {

		private final @Nullable Encoded<V> expired;

		Unshared(@Nullable Encoded<V> expired) {
			this.expired = expired;
		}

		@Override
		public @Nullable SharedValue<V> found() {
			return null;
		}

		@Override
		public @Nullable SharedValue<V> expired() {
			return (this.expired != null) ? this.expired.decode() : null;
		}

	}

	/**
	 * Nobody waits for a load of another process any longer.
	 */
	private static final class Overdue<V> extends Unshared<V> {

		Overdue(@Nullable Encoded<V> expired) {
			super(expired);
		}

		@Override
		public boolean isOverdue() {
			return true;
		}

	}

	/**
	 * An operation of which some outcomes are of no interest.
	 */
	private interface Answer<T> extends Operations.Outcome<T> {

		@Override
		default void answered(T answer) {
		}

		@Override
		default void failed(Throwable failure) {
		}

	}

	/**
	 * One caller on its way to a value or to the right to load it.
	 */
	private final class Claimant {

		final CompletableFuture<Look<V>> answer = new CompletableFuture<>();

		private final byte[] key;

		private final Shard shard;

		private final long youngerThan;

		/** How long another process is waited for. */
		private final long patience;

		private final long start = SharedCache.this.operations.now();

		/** Time that operations may yet take, all of them together. */
		private long budget = SharedCache.this.timeout;

		private long pause = FIRST_PAUSE;

		private boolean waiting;

		/** What was read last, and will not do. */
		private byte @Nullable [] seen;

		private @Nullable Encoded<V> expired;

		Claimant(byte[] key, long youngerThan, long patience) {
			this.patience = Math.min(patience, SharedCache.this.settings.waitTimeout().toNanos());
			this.key = key;
			this.shard = shardOf(key);
			this.youngerThan = youngerThan;
		}

		void read() {
			long begun = SharedCache.this.operations.now();
			SharedCache.this.operations.execute(SharedCache.this.counts, this.budget,
					() -> SharedCache.this.store.read(this.shard, this.key), new Answer<Reading>() {

						@Override
						public void answered(Reading reading) {
							spend(begun);
							look(reading);
						}

						@Override
						public void failed(Throwable failure) {
							goWithout();
						}

					});
		}

		private void spend(long begun) {
			this.budget -= SharedCache.this.operations.now() - begun;
		}

		private void look(Reading reading) {
			Encoded<V> value = open(this.key, reading);
			this.seen = reading.value();
			this.expired = null;
			if (!hasProspect(this.key)) {
				goWithout();
			}
			else if (value != null && value.isFresh() && value.ageNanos < this.youngerThan) {
				this.answer.complete(new Sighting<>(value, null));
			}
			else {
				this.expired = (value != null && !value.isFresh()) ? value : null;
				claim();
			}
		}

		private void claim() {
			long begun = SharedCache.this.operations.now();
			long lease = ThreadLocalRandom.current().nextLong();
			SharedCache.this.operations.execute(SharedCache.this.counts, this.budget, () -> SharedCache.this.store
				.claim(this.shard, this.key, this.seen, lease, SharedCache.this.settings.lease().toMillis()),
					new Answer<Claim>() {

						@Override
						public void answered(Claim claim) {
							spend(begun);
							decide(claim, lease);
						}

						@Override
						public void failed(Throwable failure) {
							goWithout();
						}

						@Override
						public void late(@Nullable Claim claim) {
							if (claim != null && claim.outcome() == Claim.Outcome.GRANTED) {
								release(Claimant.this.key, lease);
							}
						}

					});
		}

		private void decide(Claim claim, long lease) {
			switch (claim.outcome()) {
				case GRANTED -> grant(claim, lease);
				case PRESENT -> read();
				case HELD -> await();
			}
		}

		private void grant(Claim claim, long lease) {
			SharedCache.this.counts.misses.increment();
			if (!hasProspect(this.key)) {
				release(this.key, lease);
				this.answer.complete(Look.nothing());
				return;
			}
			SharedCache.this.counts.loads.increment();
			Grant grant = new Grant(this.key, lease, claim.control(), this.expired);
			SharedCache.this.grants.put(new KeyBytes(this.key), grant);
			if (!this.answer.complete(grant)) {
				grant.giveUp();
			}
		}

		/**
		 * Looks again after a pause. Fills are not announced: the storm that would make
		 * costs more than asking now and then.
		 */
		private void await() {
			if (!this.waiting) {
				this.waiting = true;
				SharedCache.this.counts.waits.increment();
			}
			if (SharedCache.this.operations.now() - this.start >= this.patience) {
				SharedCache.this.claimants.remove(this);
				SharedCache.this.counts.misses.increment();
				SharedCache.this.counts.overdue.increment();
				this.answer.complete(new Overdue<>(this.expired));
				return;
			}
			// What others take for their load is not what operations take.
			this.budget = SharedCache.this.timeout;
			SharedCache.this.claimants.add(this);
			SharedCache.this.caches.timer().after(this.pause, this::again);
			this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
		}

		private void again() {
			if (SharedCache.this.claimants.remove(this) && hasProspect(this.key)) {
				claim();
			}
			else {
				goWithout();
			}
		}

		private void goWithout() {
			SharedCache.this.counts.misses.increment();
			SharedCache.this.claimants.remove(this);
			this.answer.complete((this.expired != null) ? new Unshared<>(this.expired) : Look.nothing());
		}

	}

	private void release(byte[] key, long lease) {
		this.operations.executeAside(this.counts, this.timeout, () -> this.store.release(shardOf(key), key, lease),
				new Answer<Void>() {
				});
	}

	/**
	 * The right to load a key and to share what is loaded.
	 */
	private final class Grant implements Look<V> {

		private final byte[] key;

		private final long lease;

		private final Control control;

		private final @Nullable Encoded<V> expired;

		private final long since = SharedCache.this.operations.now();

		private final BooleanSupplier sameSession = SharedCache.this.caches.sameSession();

		/** Whether this process has evicted the key meanwhile. */
		private volatile boolean forbidden;

		Grant(byte[] key, long lease, Control control, @Nullable Encoded<V> expired) {
			this.key = key;
			this.lease = lease;
			this.control = control;
			this.expired = expired;
		}

		@Override
		public @Nullable SharedValue<V> found() {
			return null;
		}

		@Override
		public @Nullable SharedValue<V> expired() {
			return (this.expired != null) ? this.expired.decode() : null;
		}

		@Override
		public void store(V value, Lifetime lifetime) {
			long live = millis(lifetime.liveNanos());
			byte[] envelope = envelope(this.key, this.control, live, lifetime, value);
			if (envelope == null) {
				giveUp();
				return;
			}
			boolean held = SharedCache.this.grants.remove(new KeyBytes(this.key), this);
			if (!held || this.forbidden || !this.sameSession.getAsBoolean() || !hasProspect(this.key)) {
				countStore(false);
				return;
			}
			SharedCache.this.operations.execute(
					SharedCache.this.counts, SharedCache.this.timeout, () -> SharedCache.this.store
						.fill(shardOf(this.key), this.key, this.lease, this.control.generation(), envelope, live),
					new Answer<Boolean>() {

						@Override
						public void answered(Boolean stored) {
							countStore(stored);
						}

					});
		}

		@Override
		public void giveUp() {
			if (SharedCache.this.grants.remove(new KeyBytes(this.key), this) && isUsable()) {
				release(this.key, this.lease);
			}
		}

	}

}
