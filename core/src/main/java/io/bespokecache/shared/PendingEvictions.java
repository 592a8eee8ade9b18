package io.bespokecache.shared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The evictions of one cache that have failed and are to be tried again. Of each key one
 * waits; where there are too many, one of all keys takes their place. Thread-safe.
 * <p>
 * While an eviction waits, this process must not believe what the engine holds of its
 * key. An attempt that succeeds ends only what waited when it was made: one that was
 * added since stays.
 */
final class PendingEvictions {

	private final int limit;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition none = this.lock.newCondition();

	private final Map<KeyBytes, Long> keys = new HashMap<>();

	private long added;

	/** Number of the eviction of all keys; 0 if none waits. */
	private long all;

	/** So that those who look up pay for no lock where nothing waits. */
	private volatile boolean empty = true;

	PendingEvictions(int limit) {
		this.limit = limit;
	}

	void add(byte[] key) {
		this.lock.lock();
		try {
			this.empty = false;
			this.added++;
			if (this.all == 0) {
				this.keys.put(new KeyBytes(key), this.added);
				if (this.keys.size() > this.limit) {
					this.keys.clear();
					this.all = this.added;
				}
			}
			else {
				this.all = this.added;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void addAll() {
		this.lock.lock();
		try {
			this.empty = false;
			this.keys.clear();
			this.all = ++this.added;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether an eviction of the key waits.
	 */
	boolean contains(byte[] key) {
		if (this.empty) {
			return false;
		}
		this.lock.lock();
		try {
			return this.all != 0 || this.keys.containsKey(new KeyBytes(key));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What waits now.
	 * @param most greatest number of keys
	 */
	List<Attempt> attempts(int most) {
		if (this.empty) {
			return List.of();
		}
		this.lock.lock();
		try {
			List<Attempt> attempts = new ArrayList<>();
			if (this.all != 0) {
				attempts.add(new Attempt(null, this.all));
			}
			this.keys.entrySet()
				.stream()
				.limit(most)
				.forEach((entry) -> attempts.add(new Attempt(entry.getKey(), entry.getValue())));
			return attempts;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * An attempt has succeeded.
	 */
	void done(Attempt attempt) {
		this.lock.lock();
		try {
			if (attempt.key() != null) {
				this.keys.remove(attempt.key(), attempt.number());
			}
			else if (this.all == attempt.number()) {
				this.all = 0;
			}
			this.empty = this.all == 0 && this.keys.isEmpty();
			if (this.empty) {
				this.none.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until nothing waits any more, for a limited time.
	 */
	void awaitNone(long millis) {
		this.lock.lock();
		try {
			long left = millis * 1_000_000;
			while (!this.empty && left > 0) {
				left = this.none.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		if (this.empty) {
			return 0;
		}
		this.lock.lock();
		try {
			return this.keys.size() + ((this.all != 0) ? 1 : 0);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * One eviction to try again.
	 *
	 * @param key bytes of the key; {@code null} for all keys
	 * @param number which of the evictions of this key it is
	 */
	record Attempt(@Nullable KeyBytes key, long number) {

	}

}
