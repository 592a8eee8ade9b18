package io.bespokecache.cache;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

import io.bespokecache.cache.SecondLevel.Look;
import org.jspecify.annotations.Nullable;

/**
 * One cache's dealings with its second level: how its callers wait for it, and what they
 * take over from it. Thread-safe.
 * <p>
 * What the second level has is stored in this process under the same condition as what a
 * load makes: by a flight that no eviction has detached. Evictions by other processes
 * detach flights as those of this one do, so that a value which was read before an
 * eviction is never stored after it.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class SharedEntries<K, V> {

	/** By the golden ratio, so that it spreads the numbers of threads. */
	private static final int SPREAD = 0x9E37_79B9;

	private static final int PLACE_BITS = 8;

	private static final int PLACES = 1 << PLACE_BITS;

	private final SecondLevel<K, V> level;

	private final Entries<K, V> entries;

	private final FlightTable<K, V> flights;

	/** Look-ups without a load. Nobody joins them. */
	private final FlightTable<K, V> lookUps = new FlightTable<>();

	private final Counts counts;

	/** Age from which a value that is to replace another is no news. */
	private final long youngEnough;

	/**
	 * What threads looked up last and did not find, for the case that they now make the
	 * value and put it: Spring's plain way to fill a cache. One place for several
	 * threads: who finds another's there has nothing to offer. Not kept with the threads,
	 * which may outlive the application.
	 */
	private final AtomicReferenceArray<@Nullable Missing> missing = new AtomicReferenceArray<>(PLACES);

	private final long patience;

	private final Executor executor;

	private final Executor maintenance;

	SharedEntries(String cache, SecondLevel.Factory<K, V> factory, Coherence coherence, Entries<K, V> entries,
			FlightTable<K, V> flights, Counts counts, LoadPolicy policy, Executor executor, Executor maintenance) {
		this.executor = executor;
		this.maintenance = maintenance;
		this.entries = entries;
		this.flights = flights;
		this.counts = counts;
		this.youngEnough = Deadlines.nanos(policy.refreshAfterWrite()) / 2;
		this.patience = Deadlines.nanos(policy.loadTimeout());
		this.level = factory.create(new LocalEntries(cache, coherence));
		entries.group(this.level::groupOf);
	}

	SecondLevel<K, V> level() {
		return this.level;
	}

	/**
	 * Looks a key up that is not in this process.
	 */
	@Nullable V get(K key) {
		Looked<V> looked = look(key);
		if (looked.found != null) {
			return looked.found;
		}
		this.missing.set(place(),
				(looked.sight != null) ? new Missing(Thread.currentThread().getId(), key, looked.sight) : null);
		return null;
	}

	private static int place() {
		return ((int) Thread.currentThread().getId() * SPREAD) >>> (Integer.SIZE - PLACE_BITS);
	}

	/**
	 * Looks a key up that is not in this process, without blocking.
	 */
	CompletableFuture<@Nullable V> find(K key) {
		Flight<V> lookUp = new Flight<>();
		boolean entered = this.lookUps.putIfAbsent(key, lookUp) == null;
		CompletableFuture<@Nullable V> answer = new CompletableFuture<>();
		answerTo(this.level.find(key), (look) -> {
			try {
				answer.complete(keep(key, look, lookUp, entered));
			}
			catch (RuntimeException | Error ex) {
				answer.completeExceptionally(ex);
			}
		});
		return answer;
	}

	private @Nullable V keep(K key, Look<V> look, Flight<V> lookUp, boolean entered) {
		try {
			SharedValue<V> found = look.found();
			if (found == null) {
				return null;
			}
			if (entered && lookUp.startPublishing()) {
				this.entries.storeIfAbsent(key, this.entries.stored(key, found));
			}
			return found.value();
		}
		finally {
			if (entered) {
				this.lookUps.remove(lookUp);
				lookUp.land();
			}
		}
	}

	private Looked<V> look(K key) {
		Flight<V> lookUp = new Flight<>();
		boolean entered = this.lookUps.putIfAbsent(key, lookUp) == null;
		Look<V> look;
		try {
			look = await(this.level.find(key), (late) -> {
			});
		}
		catch (RuntimeException | Error ex) {
			keep(key, Look.nothing(), lookUp, entered);
			throw ex;
		}
		V found = keep(key, look, lookUp, entered);
		return new Looked<>(found, (found == null) ? look.sight() : null);
	}

	/**
	 * Asks for a value or the leave to load it, and waits for the answer.
	 */
	Look<V> claim(K key, LoadKind kind) {
		return await(this.level.claim(key, youngerThan(kind), patience(kind)), Look::giveUp);
	}

	/**
	 * Asks for a value or the leave to load it. The answer comes in a thread of its own,
	 * unless it is there already: it runs what the user has attached, and that must not
	 * keep those busy who answer.
	 */
	void claim(K key, LoadKind kind, Consumer<Look<V>> answer) {
		answerTo(this.level.claim(key, youngerThan(kind), patience(kind)), answer);
	}

	@SuppressWarnings("FutureReturnValueIgnored") // whoever is answered hears of all
	private void answerTo(CompletableFuture<Look<V>> future, Consumer<Look<V>> answer) {
		if (future.isDone() && !future.isCompletedExceptionally()) {
			answer.accept(future.join());
			return;
		}
		Consumer<Look<V>> inContext = AnswerThreads.inContext(answer);
		future.whenComplete((look, failure) -> this.executor
			.execute(() -> inContext.accept((failure == null) ? look : Look.nothing())));
	}

	/**
	 * Whoever refreshes leaves it to another process that does the same.
	 */
	private long patience(LoadKind kind) {
		return (kind == LoadKind.REFRESH) ? 0 : this.patience;
	}

	/**
	 * Whether evictions of a key would be heard of.
	 */
	boolean isShareable(K key) {
		return this.level.groupOf(key) >= 0;
	}

	private long youngerThan(LoadKind kind) {
		return (kind == LoadKind.REFRESH) ? this.youngEnough : Long.MAX_VALUE;
	}

	/**
	 * Puts a value: one that was made because it was missing is shared, if nobody has
	 * written the key since it was missed; any other evicts the key, for nobody knows
	 * which of two writers was the last to write the database.
	 */
	void put(K key, V value) {
		TimedValue<V> stored = this.entries.timed(key, value);
		Missing missing = this.missing.getAndSet(place(), null);
		boolean shared = missing != null && missing.thread == Thread.currentThread().getId() && missing.key.equals(key)
				&& offer(key, missing.sight, stored);
		if (!shared) {
			evict(key);
		}
		dropLocally(key);
	}

	/**
	 * Shares a value if there is none. Where that is not possible, because the engine
	 * cannot be reached or somebody is loading the key, nothing is stored, as if it had
	 * been evicted at once.
	 * @return the value that there is, or {@code null}
	 */
	@Nullable V putIfAbsent(K key, V value) {
		TimedValue<V> stored = this.entries.timed(key, value);
		V existing = this.entries.fresh(this.entries.map.get(key));
		if (existing != null) {
			return existing;
		}
		Looked<V> looked = look(key);
		if (looked.found == null && looked.sight != null && !offer(key, looked.sight, stored)) {
			looked = look(key);
		}
		return looked.found;
	}

	private boolean offer(K key, Object sight, TimedValue<V> stored) {
		return await(this.level.offer(key, sight, stored.value(), this.entries.lifetime(stored)), false, (late) -> {
		});
	}

	/**
	 * Removes a key from the second level.
	 * @return whether it was there
	 */
	boolean evict(K key) {
		return await(this.level.evict(key), false, (late) -> {
		});
	}

	/**
	 * Removes all keys from the second level.
	 */
	void clear() {
		await(this.level.clear().thenApply((done) -> true), true, (late) -> {
		});
	}

	private void dropLocally(K key) {
		this.flights.detach(key);
		this.lookUps.detach(key);
		this.entries.map.remove(key);
	}

	/**
	 * Keeps look-ups under way from storing what they find.
	 */
	void detach(K key) {
		this.lookUps.detach(key);
	}

	void detachAll() {
		this.lookUps.detachAll();
	}

	private Look<V> await(CompletableFuture<Look<V>> future, Consumer<Look<V>> late) {
		return await(future, Look.nothing(), late);
	}

	/**
	 * Waits for an answer, for as long as the second level takes at most. Like a flight
	 * it waits for a latch, and not for the future. A thread that is interrupted does
	 * without: what it goes on to do is the one to answer the interrupt.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the future itself is looked at
	private static <T> T await(CompletableFuture<T> future, T otherwise, Consumer<T> late) {
		if (!future.isDone()) {
			Wait wait = new Wait();
			future.whenComplete((answer, failure) -> wait.latch.countDown());
			try {
				ForkJoinPool.managedBlock(wait);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				future.thenAccept(late);
				return otherwise;
			}
		}
		try {
			return Objects.requireNonNullElse(future.getNow(otherwise), otherwise);
		}
		catch (RuntimeException ex) {
			// None is to fail; one that does has no answer.
			return otherwise;
		}
	}

	/**
	 * What came of a look-up without a load.
	 *
	 * @param found the value; {@code null} if there is none
	 * @param sight what to offer a value with; {@code null} if nothing can be offered
	 */
	private record Looked<V>(@Nullable V found, @Nullable Object sight) {

	}

	/**
	 * What a thread looked up and did not find.
	 *
	 * @param thread number of the thread
	 * @param key the key
	 * @param sight what to offer a value with
	 */
	private record Missing(long thread, Object key, Object sight) {

	}

	/**
	 * One caller's wait.
	 */
	private static final class Wait implements ForkJoinPool.ManagedBlocker {

		private final CountDownLatch latch = new CountDownLatch(1);

		@Override
		public boolean block() throws InterruptedException {
			this.latch.await();
			return true;
		}

		@Override
		public boolean isReleasable() {
			return this.latch.getCount() == 0;
		}

	}

	/**
	 * The entries as the second level sees them.
	 */
	private final class LocalEntries implements FirstLevel<K> {

		private final String cache;

		private final Coherence coherence;

		LocalEntries(String cache, Coherence coherence) {
			this.cache = cache;
			this.coherence = coherence;
		}

		@Override
		public String cache() {
			return this.cache;
		}

		@Override
		public Coherence coherence() {
			return this.coherence;
		}

		@Override
		public void drop(K key) {
			dropLocally(key);
			SharedEntries.this.counts.dropped(key);
		}

		@Override
		public void dropGroups(IntPredicate groups) {
			Predicate<K> filter = (key) -> {
				int group = SharedEntries.this.level.groupOf(key);
				return group >= 0 && groups.test(group);
			};
			// First: what lands before that is in the map, and found there.
			SharedEntries.this.flights.detachIf(filter);
			SharedEntries.this.lookUps.detachIf(filter);
			SharedEntries.this.entries.map.forEach((key, stored) -> {
				int group = Deadlines.timed(stored).group();
				if (group >= 0 && groups.test(group) && SharedEntries.this.entries.map.remove(key, stored)) {
					SharedEntries.this.counts.dropped(key);
				}
			});
		}

		@Override
		public void dropAll() {
			SharedEntries.this.flights.detachAll();
			SharedEntries.this.lookUps.detachAll();
			SharedEntries.this.entries.drain();
			SharedEntries.this.counts.allDropped();
		}

		@Override
		public void background(Runnable task) {
			try {
				SharedEntries.this.maintenance.execute(task);
			}
			catch (RejectedExecutionException ex) {
				// There is no thread for it.
				task.run();
			}
		}

	}

}
