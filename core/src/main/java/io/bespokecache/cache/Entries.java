package io.bespokecache.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.function.ToIntFunction;

import io.bespokecache.map.CacheMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache: its map, and what becomes of a value in it as time goes by.
 * With deadlines the map stores nothing but {@link TimedValue}s, without them values as
 * they are. A value that has expired counts as none, except where it is asked for by that
 * name. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Entries<K, V> {

	/** Stays the same while the maps behind it change. */
	final CacheMap<K, Object> map;

	/** {@code null} if the map keeps all there are. */
	final @Nullable Deadlines<K, V> deadlines;

	Entries(CacheMap<K, Object> map, @Nullable Deadlines<K, V> deadlines) {
		this.map = map;
		this.deadlines = deadlines;
	}

	/**
	 * The value of what a map returned, unless there is none or it has expired.
	 */
	@SuppressWarnings("unchecked") // the map holds what its cache has stored
	static <V> @Nullable V fresh(@Nullable Object stored, @Nullable Deadlines<?, V> deadlines) {
		if (deadlines == null || stored == null) {
			return (V) stored;
		}
		TimedValue<V> value = Deadlines.timed(stored);
		long now = deadlines.now();
		return (value.isFresh(value.age(now)) && deadlines.admits(now)) ? value.value() : null;
	}

	/**
	 * The value of what a map returned, unless there is none, it has expired, or it is
	 * due for a refresh.
	 */
	@SuppressWarnings("unchecked") // the map holds what its cache has stored
	static <V> @Nullable V settled(@Nullable Object stored, @Nullable Deadlines<?, V> deadlines) {
		if (deadlines == null || stored == null) {
			return (V) stored;
		}
		TimedValue<V> timed = Deadlines.timed(stored);
		long now = deadlines.now();
		long age = timed.age(now);
		return (timed.isFresh(age) && !timed.isRefreshDue(age) && deadlines.admits(now)) ? timed.value() : null;
	}

	/**
	 * The value of what the map returned, unless there is none or it has expired.
	 */
	@Nullable V fresh(@Nullable Object stored) {
		return fresh(stored, this.deadlines);
	}

	/**
	 * Whether expired values are served where there can be no others.
	 */
	boolean keepsExpired() {
		return this.deadlines != null && this.deadlines.keepsExpired();
	}

	/**
	 * The value of a key, whether it is believed or not; {@code null} if it has expired
	 * or there is none.
	 */
	@Nullable V presentOf(K key) {
		return present(this.map.get(key));
	}

	/**
	 * The value of what the map returned, whether it is believed or not; {@code null} if
	 * it has expired or there is none.
	 */
	@SuppressWarnings("unchecked") // the map holds what its cache has stored
	@Nullable V present(@Nullable Object stored) {
		Deadlines<K, V> deadlines = this.deadlines;
		if (deadlines == null || stored == null) {
			return (V) stored;
		}
		TimedValue<V> timed = Deadlines.timed(stored);
		return timed.isFresh(deadlines.age(timed)) ? timed.value() : null;
	}

	/**
	 * The value of what the map returned, if it has expired, could not be loaded a moment
	 * ago, and may be served.
	 */
	@Nullable V resting(@Nullable Object stored) {
		Deadlines<K, V> deadlines = this.deadlines;
		if (deadlines == null || stored == null) {
			return null;
		}
		TimedValue<V> timed = Deadlines.timed(stored);
		long age = deadlines.age(timed);
		return (!timed.isFresh(age) && !timed.mayRetry(age) && deadlines.isServable(timed, age)) ? timed.value() : null;
	}

	/**
	 * The expired value of a key, as long as it may be served. Whoever takes it could not
	 * load another: for a while nobody else tries to.
	 */
	@Nullable V expired(K key) {
		Deadlines<K, V> deadlines = this.deadlines;
		Object stored = (deadlines != null) ? this.map.get(key) : null;
		if (deadlines == null || stored == null) {
			return null;
		}
		TimedValue<V> timed = Deadlines.timed(stored);
		long age = deadlines.age(timed);
		if (timed.isFresh(age) || !deadlines.isServable(timed, age)) {
			return null;
		}
		deadlines.failRetry(timed, age);
		return timed.value();
	}

	/**
	 * What the map returned, with its age, as long as it is of any use.
	 */
	@SuppressWarnings("unchecked") // the map holds what its cache has stored
	@Nullable CachedValue<V> cachedValue(Object stored) {
		if (this.deadlines == null) {
			return new CachedValue<>((V) stored, null, false);
		}
		TimedValue<V> timed = Deadlines.timed(stored);
		long age = this.deadlines.age(timed);
		boolean stale = !timed.isFresh(age);
		return (!stale || this.deadlines.isServable(timed, age))
				? new CachedValue<>(timed.value(), Duration.ofNanos(Math.max(0, age)), stale) : null;
	}

	/**
	 * What to store for a value that is made now.
	 */
	Object stored(K key, V value) {
		return (this.deadlines != null) ? this.deadlines.stamp(key, value, 0) : value;
	}

	/**
	 * What to store for a value that is made now, in a cache with deadlines.
	 */
	TimedValue<V> timed(K key, V value) {
		return Objects.requireNonNull(this.deadlines).stamp(key, value, 0);
	}

	/**
	 * Notes with each value what the second level drops it by.
	 */
	void group(ToIntFunction<? super K> groups) {
		Objects.requireNonNull(this.deadlines).group(groups);
	}

	/**
	 * What to store for a value of the second level.
	 */
	Object stored(K key, SharedValue<V> shared) {
		return Objects.requireNonNull(this.deadlines).stamp(key, shared);
	}

	/**
	 * How long a value that was stored just now is of use to others.
	 */
	SecondLevel.Lifetime lifetime(Object stored) {
		return Objects.requireNonNull(this.deadlines).lifetime(Deadlines.timed(stored));
	}

	/**
	 * Stores a value unless there is one that has not expired.
	 * @return the value that is there, or {@code null} if the given one was stored
	 */
	@Nullable V storeIfAbsent(K key, Object stored) {
		while (true) {
			Object existing = this.map.putIfAbsent(key, stored);
			V value = fresh(existing);
			if (existing == null || value != null) {
				return value;
			}
			if (this.map.replace(key, existing, stored)) {
				return null;
			}
		}
	}

	/**
	 * Stores a value that was made a while ago, unless there is one or its time has
	 * passed.
	 * @return whether it was stored
	 */
	boolean restore(K key, V value, Duration age) {
		Object stored = value;
		if (this.deadlines != null) {
			TimedValue<V> timed = this.deadlines.stamp(key, value, Deadlines.nanos(age));
			if (!timed.isFresh(this.deadlines.age(timed))) {
				return false;
			}
			stored = timed;
		}
		return storeIfAbsent(key, stored) == null;
	}

	/**
	 * Removes every key.
	 * @return how many values there were, without those that had expired
	 */
	long drain() {
		return (this.deadlines != null) ? drainTimed() : this.map.drain();
	}

	private long drainTimed() {
		long removed = 0;
		for (K key : this.map.keySet()) {
			if (present(this.map.remove(key)) != null) {
				removed++;
			}
		}
		return removed;
	}

}
