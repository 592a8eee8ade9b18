package io.bespokecache.shared;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.bespokecache.cache.Coherence;
import io.bespokecache.cache.FirstLevel;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.cache.SecondLevelStatistics.FlushCause;
import io.bespokecache.shared.PendingEvictions.Attempt;
import io.bespokecache.shared.ShardFollower.Beat;
import io.bespokecache.shared.ShardFollower.Finding;
import io.bespokecache.shared.Sighting.Place;
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
	private final ConcurrentMap<KeyBytes, Grant<V>> grants = new ConcurrentHashMap<>();

	/** Those who wait for loads of other processes. */
	private final Set<Claimant<V>> claimants = ConcurrentHashMap.newKeySet();

	private final Prospects prospects = new Prospects();

	private final ShardFollower follower;

	/** A bit for each shard that is to be dropped from the first level. */
	private final AtomicLong flushed = new AtomicLong();

	/** Whether a pass is to come that will drop them. */
	private final AtomicBoolean dropScheduled = new AtomicBoolean();

	/** Held while shards are dropped. */
	private final ReentrantLock dropping = new ReentrantLock();

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
		this.follower = new ShardFollower(this.coherence, this.operations, this.settings);
	}

	String name() {
		return this.name;
	}

	ShardFollower follower() {
		return this.follower;
	}

	Prospects prospects() {
		return this.prospects;
	}

	ValueFormat<V> values() {
		return this.values;
	}

	SharedStore store() {
		return this.store;
	}

	SharedSettings settings() {
		return this.settings;
	}

	Operations operations() {
		return this.operations;
	}

	BooleanSupplier sameSession() {
		return this.caches.sameSession();
	}

	/**
	 * Greatest time in nanoseconds that all operations of one call together may take.
	 */
	long timeout() {
		return this.timeout;
	}

	@Override
	public CompletableFuture<Look<V>> find(K key) {
		byte[] bytes = write(key);
		if (bytes == null || !hasProspect(bytes) || !isTypeKnown()) {
			return nothing(bytes);
		}
		CompletableFuture<Look<V>> answer = new CompletableFuture<>();
		read(bytes, this.timeout, true, new Answer<Reading>() {

			@Override
			public void answered(Reading reading) {
				EncodedValue<V> value = open(bytes, reading);
				boolean found = value != null && value.isFresh() && !value.isUnshareable() && hasProspect(bytes);
				if (!found) {
					SharedCache.this.counts.misses.increment();
				}
				Control control = reading.control();
				answer.complete(new Sighting<>(found ? value : null,
						(control != null) ? new Place(SharedCache.this.caches.session(), control) : null));
			}

			@Override
			public void failed(Throwable failure) {
				SharedCache.this.counts.misses.increment();
				answer.complete(Look.nothing());
			}

		});
		return answer;
	}

	/**
	 * Reads a key. While announcements are followed, it is known where its shard stands,
	 * as far as they have arrived: a value of that generation is as good as an entry of
	 * this process, since an announcement that is yet to come drops what is stored of it.
	 * Where the generation is another one, or nothing is followed, the engine is asked.
	 * @param key bytes of the key
	 * @param nanos greatest time it may take
	 * @param offering whether a value may be offered if there is none, for which the
	 * engine is asked too: what was followed lags behind
	 * @param outcome hears of what was read
	 */
	void read(byte[] key, long nanos, boolean offering, Operations.Outcome<Reading> outcome) {
		Shard shard = shardOf(key);
		Control believed = this.follower.believed(shard.index());
		if (believed == null) {
			this.operations.execute(this.counts, nanos, () -> this.store.read(shard, key), outcome);
			return;
		}
		long begun = this.operations.now();
		this.operations.execute(this.counts, nanos, () -> this.store.peek(shard, key), new Answer<Reading>() {

			@Override
			public void answered(Reading reading) {
				byte[] value = reading.value();
				boolean good = (value != null) ? Envelope.generationOf(value) == believed.generation() : !offering;
				if (good) {
					outcome.answered(reading.at(believed));
					return;
				}
				long spent = SharedCache.this.operations.now() - begun;
				SharedCache.this.operations.execute(SharedCache.this.counts, nanos - spent,
						() -> SharedCache.this.store.read(shard, key), outcome);
			}

			@Override
			public void failed(Throwable failure) {
				outcome.failed(failure);
			}

		});
	}

	@Override
	public CompletableFuture<Look<V>> claim(K key, long youngerThan, long patience) {
		byte[] bytes = write(key);
		if (bytes == null || !hasProspect(bytes) || !isTypeKnown()) {
			return nothing(bytes);
		}
		Claimant<V> claimant = new Claimant<>(this, bytes, youngerThan, patience);
		claimant.start();
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

	Shard shardOf(byte[] key) {
		return new Shard(this.name, Shard.indexOf(key));
	}

	boolean hasProspect(byte[] key) {
		return isUsable() && !this.pending.contains(key);
	}

	/**
	 * Whether what the engine holds may be believed: over this connection each shard was
	 * looked at for signs that the engine has lost or forgotten something.
	 */
	boolean isUsable() {
		return this.adoptedOver == this.caches.session() && this.caches.isUsable() && !this.closed;
	}

	/**
	 * The value of a reading, if it is one and of the shard's generation. It is decoded
	 * by whoever asks for it: this runs in a thread that all answers come in.
	 */
	@Nullable EncodedValue<V> open(byte[] key, Reading reading) {
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
		return new EncodedValue<>(this, key, value, age * MILLI, header.freshMillis() * MILLI, header.unshareable());
	}

	/**
	 * Removes what looked like a value, so that the next one who asks may load.
	 */
	void discard(byte[] key) {
		this.operations.executeAside(this.counts, this.timeout,
				() -> this.store.evict(shardOf(key), key, this.caches.node()), new Answer<Boolean>() {
				});
	}

	void undecodable(Throwable problem) {
		this.counts.undecodable.increment();
		tell(problem);
	}

	@Override
	public CompletableFuture<Boolean> offer(K key, Object sight, V value, Lifetime lifetime) {
		byte[] bytes = write(key);
		if (bytes == null || !(sight instanceof Place seen) || !hasProspect(bytes)
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

	static long millis(long nanos) {
		return Math.max(1, Math.min(LONGEST_LIFE, nanos / MILLI));
	}

	byte @Nullable [] envelope(byte[] key, Control control, long live, Lifetime lifetime, V value) {
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

	/**
	 * What to store in place of a value that cannot be shared. It is tried again before
	 * long: the next one may be smaller.
	 */
	byte[] unshareableEnvelope(byte[] key, Control control, long live) {
		return Envelope.writeUnshareable(key, control.generation(), live, this.values.type());
	}

	void countStore(boolean stored) {
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
		Grant<V> grant = this.grants.remove(new KeyBytes(bytes));
		if (grant != null) {
			grant.forbid();
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
			grant.forbid();
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
							SharedCache.this.follower.cleared(shard.index(), control);
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
	 * Follows an announcement. A key that it names is dropped before this returns. Shards
	 * may be dropped a moment later, and before the next heartbeat ends.
	 */
	void received(Message message) {
		int index = message.shard().index();
		Finding finding = this.follower.received(index, message.control());
		byte[] key = message.key();
		if (finding != null) {
			found(index, finding);
		}
		else if (key == null) {
			flush(index, FlushCause.CLEAR);
		}
		dropLater();
		if (key != null) {
			dropLocally(key);
		}
	}

	private void found(int shard, Finding finding) {
		flush(shard, finding.cause());
		if (finding.lost() > 0) {
			this.counts.lostMessages.add(finding.lost());
			this.caches.listener().messagesLost(this.name, finding.lost());
		}
		if (finding.earlier()) {
			this.caches.raise(this, shard);
		}
	}

	private void flush(int shard, FlushCause cause) {
		this.counts.flushed(cause);
		flush(1L << shard);
	}

	private void flush(long shards) {
		this.flushed.accumulateAndGet(shards, (before, more) -> before | more);
	}

	/**
	 * Drops what is to be dropped, a moment later. A clear is announced shard by shard:
	 * one pass does for those that have arrived when it begins.
	 */
	private void dropLater() {
		if (this.flushed.get() != 0 && this.dropScheduled.compareAndSet(false, true)) {
			this.firstLevel.background(() -> {
				// Before the pass: what comes after it has taken the bits needs another.
				this.dropScheduled.set(false);
				dropFlushed();
			});
		}
	}

	/**
	 * Drops what is to be dropped. Whatever was to be when this was called has been when
	 * it returns: who has taken a shard's bit holds the lock until it is done.
	 */
	private void dropFlushed() {
		this.dropping.lock();
		try {
			long shards = this.flushed.getAndSet(0);
			boolean dropped = shards == 0;
			try {
				if (!dropped) {
					this.firstLevel.dropGroups((group) -> (shards >>> group & 1) != 0);
					dropped = true;
				}
			}
			finally {
				if (!dropped) {
					// Nothing is believed before that has succeeded.
					flush(shards);
				}
			}
		}
		finally {
			this.dropping.unlock();
		}
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
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			return -1;
		}
	}

	/**
	 * Begins a heartbeat.
	 * @return what it is to be ended with; {@code null} if this cache is not listened to
	 */
	@Nullable Beat beat() {
		return this.closed ? null : this.follower.beat();
	}

	/**
	 * All shards have been adopted over a connection.
	 */
	void adopted(long session) {
		dropFlushed();
		this.adoptedOver = session;
		retryPending();
	}

	/**
	 * Follows a shard that this process itself has adopted.
	 */
	void adopted(int index, Control control) {
		Finding finding = this.follower.adopted(index, control);
		if (finding != null) {
			found(index, finding);
			dropLater();
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
			Finding finding = this.follower.told(i, beat, controls.get(i));
			if (finding != null) {
				found(i, finding);
			}
		}
		dropFlushed();
		if (believing) {
			this.follower.believe(beat);
		}
	}

	/**
	 * Says that loads are still under way, so that nobody else begins them.
	 */
	void renewGrants() {
		long now = this.operations.now();
		long lease = this.settings.lease().toNanos();
		this.grants.forEach((key, grant) -> {
			long held = now - grant.since();
			if (held > this.settings.waitTimeout().toNanos()) {
				// Others have waited long enough.
				this.grants.remove(key, grant);
			}
			else if (held > lease / 4) {
				grant.renew();
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
		this.grants.values().forEach(Grant::giveUp);
		this.closed = true;
		this.claimants.forEach((claimant) -> {
			if (this.claimants.remove(claimant)) {
				claimant.goWithout();
			}
		});
		if (this.pending.size() > 0) {
			this.caches.listener().evictionsAbandoned(this.name, this.pending.size());
		}
		this.follower.deaf();
		this.caches.remove(this);
	}

	/**
	 * Lets a claimant go on after a pause.
	 */
	void await(Claimant<V> claimant, long pause) {
		this.claimants.add(claimant);
		this.caches.timer().after(pause, () -> {
			if (this.claimants.remove(claimant)) {
				claimant.again();
			}
		});
		if (this.closed && this.claimants.remove(claimant)) {
			// It came after those who wait were told, and the timer may run nothing more.
			claimant.goWithout();
		}
	}

	void add(Grant<V> grant) {
		this.grants.put(new KeyBytes(grant.key()), grant);
	}

	/**
	 * Takes a right back.
	 * @return whether nobody has done so before
	 */
	boolean remove(Grant<V> grant) {
		return this.grants.remove(new KeyBytes(grant.key()), grant);
	}

	/**
	 * Gives a right up that the engine has granted.
	 */
	void release(byte[] key, long lease) {
		this.operations.executeAside(this.counts, this.timeout, () -> this.store.release(shardOf(key), key, lease),
				new Answer<Void>() {
				});
	}

}
