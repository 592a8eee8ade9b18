package io.bespokecache.map;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;

/**
 * A map that another one can take the place of while it is in use: the entries are
 * carried over, keep their age, and none is lost; no reader waits, other than for the
 * copy of a source whose readers wait for its writers. It stays the same map to whoever
 * has it, views and iterators included.
 * <p>
 * A change has four steps. An interim map is published, through which newcomers write to
 * the source. All writers who came before that are waited for. The entries are taken
 * over: all together where source and target promise operations on several keys at one
 * instant, for which writers wait; key by key else. The target is published, and the
 * source closed.
 * <p>
 * <b>Invariants.</b>
 * <ol>
 * <li>Every writer takes the current map inside the gate. So once the gate has let those
 * out who came before the interim map was published, nobody writes to the source but
 * through it.</li>
 * <li>Readers use whatever map they have found. A value that they find was current at a
 * moment within their call: {@link MovingCacheMap} and {@link HandoverCacheMap} see to
 * that. One that they do not find may have been moved; so they believe it only if the
 * current map is still the one that they have asked, and else ask again. Entries leave a
 * map after another one was published, and the reader looks at the maps in the opposite
 * order.</li>
 * <li>A change is given up only while nothing has been moved: the source stays.</li>
 * </ol>
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class ChangeableCacheMap<K, V> extends ForwardingCacheMap<K, V> {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final WriterGate gate;

	private final Consumer<? super CacheMap<K, V>> publication;

	private final @Nullable ToLongFunction<? super V> ages;

	/** What was last told, which no later count is less than. */
	private final AtomicReference<MapStatistics> told = new AtomicReference<>(MapStatistics.NONE);

	private volatile CacheMap<K, V> current;

	/** The current map and the sum of former ones: one reference, so that both agree. */
	private volatile Counted<K, V> counted;

	private volatile boolean closed;

	/**
	 * Starts with a map, which nobody uses directly from now on.
	 * @param first the map
	 * @param publication gets each map that becomes the current one, before any entry
	 * leaves the former one. It may be read directly, by whoever then keeps to what is
	 * said above about values that are not found; not written to
	 * @param ages tells how many nanoseconds ago a value was written; {@code null} if
	 * values cannot tell, and ages are what maps have kept
	 */
	public ChangeableCacheMap(CacheMap<K, V> first, Consumer<? super CacheMap<K, V>> publication,
			@Nullable ToLongFunction<? super V> ages) {
		this(first, publication, ages, new WriterGate());
	}

	ChangeableCacheMap(CacheMap<K, V> first, Consumer<? super CacheMap<K, V>> publication) {
		this(first, publication, null);
	}

	ChangeableCacheMap(CacheMap<K, V> first, Consumer<? super CacheMap<K, V>> publication,
			@Nullable ToLongFunction<? super V> ages, WriterGate gate) {
		this.gate = gate;
		this.ages = ages;
		this.current = Objects.requireNonNull(first, "first");
		this.publication = Objects.requireNonNull(publication, "publication");
		this.counted = new Counted<>(first, MapStatistics.NONE);
	}

	/**
	 * Carries all entries over to another map, which takes the place of the current one.
	 * One change is made at a time: whoever calls sees to that. If it fails amid the
	 * moves this map is of use as before, and the next change first brings it to its end.
	 * @param target the map, empty and used by nobody else; closed if there is no change
	 * @return how many entries were carried over; what the target evicts at once for its
	 * own bound is among them
	 * @throws ChangeAbandonedException if a writer has been busy for too long, or if the
	 * calling thread is interrupted before the entries are touched; nothing has changed
	 * then
	 * @throws IllegalStateException if this map is closed
	 */
	public long changeTo(CacheMap<K, V> target) {
		return changeTo(target, PATIENCE);
	}

	long changeTo(CacheMap<K, V> target, Duration limit) {
		Patience patience = new Patience(limit);
		try {
			if (this.closed) {
				throw new IllegalStateException("The map of a closed cache cannot be changed");
			}
			if (this.current instanceof InterimCacheMap<K, V> unfinished) {
				finish(unfinished, patience);
			}
		}
		catch (RuntimeException | Error ex) {
			target.close();
			throw ex;
		}
		CacheMap<K, V> source = this.current;
		InterimCacheMap<K, V> interim = interim(source, target);
		try {
			publish(interim, this.counted.former());
			if (!this.gate.awaitWriters(patience.left())) {
				throw ChangeAbandonedException.becauseOfAWriter();
			}
			return finish(interim, patience);
		}
		catch (RuntimeException | Error ex) {
			if (!interim.hasBegun()) {
				publish(source, this.counted.former());
				target.close();
			}
			throw ex;
		}
	}

	private InterimCacheMap<K, V> interim(CacheMap<K, V> source, CacheMap<K, V> target) {
		boolean atomic = source.strategy().can(Capability.ATOMIC_BULK) && target.strategy().can(Capability.ATOMIC_BULK);
		return atomic ? new HandoverCacheMap<>(source, target) : new MovingCacheMap<>(source, target, this.ages);
	}

	private long finish(InterimCacheMap<K, V> interim, Patience patience) {
		long moved = interim.moveAll(patience);
		interim.from().close();
		publish(interim.to(), this.counted.former().plus(interim.formerStatistics()));
		if (this.closed) {
			// By whoever may have closed the interim map alone.
			interim.to().close();
		}
		return moved;
	}

	private void publish(CacheMap<K, V> map, MapStatistics former) {
		this.counted = new Counted<>(map, former);
		this.current = map;
		this.publication.accept(map);
	}

	@Override
	<R extends @Nullable Object> R read(Function<CacheMap<K, V>, R> reading) {
		CacheMap<K, V> asked = this.current;
		while (true) {
			R answer = reading.apply(asked);
			CacheMap<K, V> now = this.current;
			if (now == asked) {
				return answer;
			}
			asked = now;
		}
	}

	@Override
	<R extends @Nullable Object> R write(Function<CacheMap<K, V>, R> change) {
		int cell = this.gate.enter();
		try {
			// After the gate: see there.
			return change.apply(this.current);
		}
		finally {
			this.gate.leave(cell);
		}
	}

	/** Unlike other readings, one that finds a value is not repeated. */
	@Override
	public @Nullable V get(Object key) {
		CacheMap<K, V> asked = this.current;
		while (true) {
			V value = asked.get(key);
			CacheMap<K, V> now = this.current;
			if (value != null || now == asked) {
				return value;
			}
			asked = now;
		}
	}

	/**
	 * A walk goes on in the current map if it has changed, unless it shows the map as it
	 * was when it began.
	 */
	@Override
	EntryCursor cursor() {
		while (true) {
			CacheMap<K, V> asked = this.current;
			Iterator<Map.Entry<K, V>> entries = asked.entrySet().iterator();
			if (!asked.strategy().can(Capability.CONSISTENT_SNAPSHOT)) {
				AtomicReference<CacheMap<K, V>> walked = new AtomicReference<>(asked);
				return new ChainedCursor(entries, () -> {
					CacheMap<K, V> now = this.current;
					return (walked.getAndSet(now) != now) ? now.entrySet().iterator() : null;
				});
			}
			if (this.current == asked) {
				return new ChainedCursor(entries, null);
			}
		}
	}

	@Override
	public MapStatistics statistics() {
		Counted<K, V> counted = this.counted;
		MapStatistics sum = counted.former().plus(counted.map().statistics());
		return this.told.accumulateAndGet(sum, (before, now) -> now.atLeast(before));
	}

	/** Ends what is done in the background. The map cannot be changed any more. */
	@Override
	public void close() {
		this.closed = true;
		this.current.close();
	}

	private record Counted<K, V>(CacheMap<K, V> map, MapStatistics former) {

	}

}
