package io.bespokecache.shared;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.bespokecache.cache.FirstLevel;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.shared.Operations.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The shared caches of one process and one engine: their connection, their heartbeat, and
 * what they do together when the engine comes back. Thread-safe.
 */
public final class SharedCaches implements AutoCloseable {

	/** Name of the thread that keeps the caches coherent. */
	public static final String THREAD = "bespoke-cache-heartbeat";

	/** Between two attempts to adopt a cache; it doubles. */
	private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();

	private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();

	private final String engine;

	private final SharedStore store;

	private final SharedSettings settings;

	private final SharedListener listener;

	private final Timer timer;

	private final Breaker breaker;

	private final Operations operations;

	private final long node = ThreadLocalRandom.current().nextLong();

	private final Map<String, SharedCache<?, ?>> caches = new ConcurrentHashMap<>();

	/** What no cache is to be blamed for. */
	private final SharedCounts counts = new SharedCounts();

	/**
	 * Number of the connection: grows whenever one is lost, so that whoever began
	 * something over one notices.
	 */
	private final AtomicLong session = new AtomicLong(1);

	private volatile boolean connected;

	/** Until then entries are not believed, by the clock of operations. */
	private volatile long settling;

	/**
	 * Whether there was a connection before: with the first there is nothing to settle.
	 */
	private volatile boolean started;

	private final AtomicBoolean beating = new AtomicBoolean();

	private volatile boolean closed;

	/**
	 * Creates the shared caches of a process.
	 * @param engine name of the engine, for those who read reports
	 * @param store the engine; it is started with the first cache, and closed with this
	 * @param settings the settings
	 * @param listener hears of what is rare
	 */
	public SharedCaches(String engine, SharedStore store, SharedSettings settings, SharedListener listener) {
		this(engine, store, settings, listener, System::nanoTime, new ThreadTimer(THREAD));
	}

	SharedCaches(String engine, SharedStore store, SharedSettings settings, SharedListener listener,
			LongSupplier nanoClock, Timer timer) {
		this.engine = engine;
		this.store = store;
		this.settings = settings;
		this.listener = listener;
		this.timer = timer;
		this.breaker = new Breaker(settings.breakerFailures());
		this.operations = new Operations(nanoClock, timer, this.breaker, listener, this::sameSession);
		this.settling = nanoClock.getAsLong();
	}

	/**
	 * Connects, in the background, and keeps the caches coherent from now on.
	 */
	public void start() {
		this.store.start(new Connections());
		this.timer.after(this.settings.heartbeat().toNanos(), this::beatAndGoOn);
	}

	/**
	 * A second level for the cache that it is made for.
	 * @param keys how keys are written
	 * @param values how values are written
	 * @param maximumBytes greatest number of bytes that a written value may have
	 * @param <K> the type of keys
	 * @param <V> the type of values
	 * @return makes the second level
	 */
	public <K, V> SecondLevel.Factory<K, V> secondLevel(KeyFormat<K> keys, ValueFormat<V> values, int maximumBytes) {
		return (firstLevel) -> create(firstLevel, keys, values, maximumBytes);
	}

	private <K, V> SharedCache<K, V> create(FirstLevel<K> firstLevel, KeyFormat<K> keys, ValueFormat<V> values,
			int maximumBytes) {
		SharedCache<K, V> cache = new SharedCache<>(this, firstLevel, keys, values, maximumBytes);
		this.caches.put(cache.name(), cache);
		this.store.subscribe(cache.name());
		if (this.connected) {
			adopt(List.of(cache), this.session.get(), FIRST_PAUSE);
		}
		return cache;
	}

	void remove(SharedCache<?, ?> cache) {
		this.caches.remove(cache.name(), cache);
	}

	String engine() {
		return this.engine;
	}

	SharedStore store() {
		return this.store;
	}

	SharedSettings settings() {
		return this.settings;
	}

	SharedListener listener() {
		return this.listener;
	}

	Timer timer() {
		return this.timer;
	}

	Operations operations() {
		return this.operations;
	}

	long node() {
		return this.node;
	}

	long session() {
		return this.session.get();
	}

	BooleanSupplier sameSession() {
		long session = this.session.get();
		return () -> this.session.get() == session;
	}

	boolean isConnected() {
		return this.connected;
	}

	boolean isBreakerOpen() {
		return this.breaker.isOpen();
	}

	/**
	 * Whether an operation has any prospect.
	 */
	boolean isUsable() {
		return this.connected && !this.breaker.isOpen() && !this.closed;
	}

	/**
	 * Looks at each shard of some caches for signs that the server was started anew, one
	 * cache after the other. One that fails is tried again later, and does not keep the
	 * others waiting.
	 */
	private void adopt(List<SharedCache<?, ?>> caches, long session, long pause) {
		if (this.closed || this.session.get() != session || caches.isEmpty()) {
			return;
		}
		SharedCache<?, ?> cache = caches.get(0);
		AtomicInteger remaining = new AtomicInteger(Shard.COUNT);
		AtomicInteger failures = new AtomicInteger();
		for (int i = 0; i < Shard.COUNT; i++) {
			int index = i;
			Shard shard = new Shard(cache.name(), i);
			this.operations.executeAside(this.counts, heartbeatTimeout(), () -> this.store.adopt(shard, this.node),
					new Outcome<Control>() {

						@Override
						public void answered(Control control) {
							cache.adopted(index, control);
							end();
						}

						@Override
						public void failed(Throwable failure) {
							failures.incrementAndGet();
							end();
						}

						private void end() {
							if (remaining.decrementAndGet() != 0) {
								return;
							}
							if (failures.get() == 0) {
								believe(cache, session);
							}
							else {
								SharedCaches.this.timer.after(pause,
										() -> adopt(List.of(cache), session, Math.min(LONGEST_PAUSE, pause * 2)));
							}
							adopt(caches.subList(1, caches.size()), session, FIRST_PAUSE);
						}

					});
		}
	}

	private long heartbeatTimeout() {
		return Math.max(this.settings.heartbeat().toNanos(), this.settings.timeout().toNanos());
	}

	/**
	 * A cache has been adopted over a connection: what the engine holds of it is
	 * believed.
	 */
	private void believe(SharedCache<?, ?> cache, long session) {
		closeBreaker();
		cache.adopted(session);
		beat();
	}

	/**
	 * Where the breaker was open for so long that entries are hardly believed any more,
	 * others may have evictions to make up for.
	 */
	private void closeBreaker() {
		long openedAt = this.breaker.openedAt();
		if (this.breaker.close()) {
			Duration lapsing = this.settings.maximumStaleness().minus(this.settings.heartbeat().multipliedBy(2));
			if (this.operations.now() - openedAt > lapsing.toNanos()) {
				settle();
			}
			this.listener.breakerClosed();
		}
	}

	private void settle() {
		long heartbeat = this.settings.heartbeat().toNanos();
		this.settling = this.operations.now() + heartbeat;
		this.timer.after(heartbeat, this::beat);
	}

	/**
	 * Makes the values of a shard invalid that its engine has brought back.
	 */
	void raise(SharedCache<?, ?> cache, int shard) {
		this.operations.executeAside(cache.counts, heartbeatTimeout(),
				() -> this.store.clear(new Shard(cache.name(), shard), this.node), new Outcome<Control>() {

					@Override
					public void answered(Control control) {
						cache.follower().cleared(shard, control);
					}

					@Override
					public void failed(Throwable failure) {
						// The sequence stays lower than others have seen it: they raise
						// it.
					}

				});
	}

	private void beatAndGoOn() {
		if (this.closed) {
			return;
		}
		this.timer.after(this.settings.heartbeat().toNanos(), this::beatAndGoOn);
		beat();
	}

	/**
	 * Asks where all shards stand, then waits for the announcements under way. One that
	 * is missing after that is lost.
	 */
	private void beat() {
		if (this.connected && !this.closed && this.beating.compareAndSet(false, true)) {
			try {
				new Heartbeat().begin();
			}
			catch (RuntimeException | Error ex) {
				this.beating.set(false);
				throw ex;
			}
		}
	}

	/**
	 * Closes the caches, and ends the connections.
	 */
	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		List.copyOf(this.caches.values()).forEach(SharedCache::close);
		this.closed = true;
		this.timer.close();
		this.store.close();
	}

	/**
	 * One heartbeat of all caches.
	 */
	private final class Heartbeat {

		private final Map<SharedCache<?, ?>, ShardFollower.Beat> beats = new ConcurrentHashMap<>();

		private final Map<SharedCache<?, ?>, List<@Nullable Control>> controls = new ConcurrentHashMap<>();

		void begin() {
			List<SharedCache<?, ?>> asked = List.copyOf(SharedCaches.this.caches.values());
			for (SharedCache<?, ?> cache : asked) {
				ShardFollower.Beat beat = cache.beat();
				if (beat != null) {
					this.beats.put(cache, beat);
				}
			}
			ask(asked);
		}

		/**
		 * Asks for one cache after the other. One of which nobody can tell where it
		 * stands is not believed, and the others are.
		 */
		private void ask(List<SharedCache<?, ?>> caches) {
			if (caches.isEmpty()) {
				told();
				return;
			}
			SharedCache<?, ?> cache = caches.get(0);
			SharedCaches.this.operations.execute(SharedCaches.this.counts, heartbeatTimeout(),
					() -> SharedCaches.this.store.controls(cache.name()), new Outcome<List<@Nullable Control>>() {

						@Override
						public void answered(List<@Nullable Control> answer) {
							Heartbeat.this.controls.put(cache, answer);
							ask(caches.subList(1, caches.size()));
						}

						@Override
						public void failed(Throwable failure) {
							if (failure instanceof TimeoutException || !SharedCaches.this.connected) {
								// Nor will there be an answer for the others.
								SharedCaches.this.beating.set(false);
								return;
							}
							ask(caches.subList(1, caches.size()));
						}

					});
		}

		private void told() {
			if (this.controls.isEmpty()) {
				SharedCaches.this.beating.set(false);
				return;
			}
			closeBreaker();
			for (SharedCache<?, ?> cache : SharedCaches.this.caches.values()) {
				cache.retryPending();
				cache.renewGrants();
			}
			if (this.beats.isEmpty()) {
				SharedCaches.this.beating.set(false);
				return;
			}
			SharedCaches.this.operations.execute(SharedCaches.this.counts, heartbeatTimeout(),
					SharedCaches.this.store::barrier, new Outcome<Void>() {

						@Override
						public void answered(Void answer) {
							try {
								end();
							}
							finally {
								SharedCaches.this.beating.set(false);
							}
						}

						@Override
						public void failed(Throwable failure) {
							SharedCaches.this.beating.set(false);
						}

					});
		}

		/** One that fails is not believed, and the others are. */
		private static void end(SharedCache<?, ?> cache, ShardFollower.Beat beat, List<@Nullable Control> answer,
				boolean settled) {
			try {
				cache.end(beat, answer, settled);
			}
			catch (RuntimeException ex) {
				cache.counts.failures.increment();
			}
		}

		private void end() {
			boolean settled = SharedCaches.this.operations.now() - SharedCaches.this.settling >= 0;
			this.beats.forEach((cache, beat) -> {
				List<@Nullable Control> answer = this.controls.get(cache);
				if (answer != null) {
					end(cache, beat, answer, settled);
				}
			});
		}

	}

	/**
	 * What the engine tells of its connections.
	 */
	private final class Connections implements SharedStore.Listener {

		@Override
		public void connected() {
			SharedCaches caches = SharedCaches.this;
			if (caches.started) {
				settle();
			}
			caches.started = true;
			long session = caches.session.get();
			caches.connected = true;
			caches.listener.connected();
			caches.timer.after(0, () -> caches.adopt(List.copyOf(caches.caches.values()), session, FIRST_PAUSE));
		}

		@Override
		public void disconnected(Throwable reason) {
			SharedCaches caches = SharedCaches.this;
			caches.session.incrementAndGet();
			boolean wasConnected = caches.connected;
			caches.connected = false;
			if (wasConnected) {
				caches.listener.disconnected(reason);
			}
		}

		/**
		 * One that is being subscribed to at this moment may be taken for one that is.
		 * The next heartbeat finds what it has missed.
		 */
		@Override
		public void listening() {
			SharedCaches.this.caches.values().forEach((cache) -> cache.follower().listening());
			SharedCaches.this.timer.after(0, SharedCaches.this::beat);
		}

		@Override
		public void deaf(Throwable reason) {
			SharedCaches.this.caches.values().forEach((cache) -> cache.follower().deaf());
		}

		@Override
		public void received(Message message) {
			SharedCache<?, ?> cache = SharedCaches.this.caches.get(message.shard().cache());
			if (cache != null) {
				cache.received(message);
			}
		}

		@Override
		public void receivedNonsense(String cache) {
			SharedCache<?, ?> shared = SharedCaches.this.caches.get(cache);
			if (shared != null) {
				shared.counts.undecodable.increment();
			}
		}

	}

}
