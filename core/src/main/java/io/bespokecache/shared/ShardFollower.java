package io.bespokecache.shared;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import io.bespokecache.cache.Coherence;
import io.bespokecache.cache.SecondLevelStatistics.FlushCause;
import org.jspecify.annotations.Nullable;

/**
 * How far this process has followed the announcements of a cache, shard by shard, and
 * until when its entries may be believed for that reason. It finds out what has to be
 * dropped, and drops nothing itself. Thread-safe.
 */
final class ShardFollower {

	private final Coherence coherence;

	private final Operations operations;

	/** Nanoseconds. */
	private final long maximumStaleness;

	/** Guards all that follows. Nothing that takes a while is called under it. */
	private final ReentrantLock lock = new ReentrantLock();

	/** Up to where each shard was followed; {@code null} until that is first known. */
	private final @Nullable Control[] followed = new Control[Shard.COUNT];

	/**
	 * Where each shard stood when this process itself had cleared it, until the
	 * announcement of that has arrived too: it comes over another connection than the
	 * answer. {@code null} for nothing.
	 */
	private final @Nullable Control[] cleared = new Control[Shard.COUNT];

	/**
	 * How often this cache was listened to anew; 0 while it is not. A heartbeat that was
	 * begun before is of no use after.
	 */
	private long listening;

	private long listenings;

	/** The listening during which a heartbeat last succeeded. */
	private long verified;

	ShardFollower(Coherence coherence, Operations operations, SharedSettings settings) {
		this.coherence = coherence;
		this.operations = operations;
		this.maximumStaleness = settings.maximumStaleness().toNanos();
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
	 * An announcement has arrived.
	 * @return what it shows to be missing; {@code null} if nothing is
	 */
	@Nullable Finding received(int index, Control announced) {
		this.lock.lock();
		try {
			Control followed = this.followed[index];
			if (followed == null) {
				return null;
			}
			if (followed.epoch() != announced.epoch()) {
				this.followed[index] = announced;
				return Finding.of(FlushCause.RESTART);
			}
			long missing = announced.sequence() - followed.sequence() - 1;
			if (missing >= 0) {
				this.followed[index] = announced;
			}
			return (missing > 0) ? Finding.gap(missing) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * This process itself has adopted a shard.
	 * @return what is to be done about it; {@code null} if nothing is
	 */
	@Nullable Finding adopted(int index, Control control) {
		this.lock.lock();
		try {
			Control followed = this.followed[index];
			// What was stored before anything was followed may have been evicted since.
			if (followed != null && followed.epoch() == control.epoch() && followed.generation() == control.generation()
					&& followed.sequence() <= control.sequence()) {
				return null;
			}
			this.followed[index] = control;
			return Finding.of((followed != null) ? FlushCause.RESTART : FlushCause.MISSED);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * This process itself has cleared a shard. What was announced is followed all the
	 * same when it arrives: if others' announcements are missing before it, that shows
	 * then.
	 */
	void cleared(int index, Control control) {
		this.lock.lock();
		try {
			this.cleared[index] = control;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Up to where a shard was followed, as long as entries may be believed for that
	 * reason.
	 * @return where it stood at that time; {@code null} if that is of no use
	 */
	@Nullable Control believed(int index) {
		if (this.coherence.remaining() <= 0) {
			return null;
		}
		this.lock.lock();
		try {
			Control followed = this.followed[index];
			Control cleared = this.cleared[index];
			if (followed == null || cleared == null) {
				return followed;
			}
			if (followed.epoch() != cleared.epoch() || followed.sequence() < cleared.sequence()) {
				return null;
			}
			this.cleared[index] = null;
			return followed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Begins a heartbeat.
	 * @return what it is to be ended with; {@code null} if this cache is not listened to
	 */
	@Nullable Beat beat() {
		this.lock.lock();
		try {
			return (this.listening != 0)
					? new Beat(this.listening, this.operations.now(), this.followed.clone(), this.cleared.clone())
					: null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A heartbeat has told where a shard stands, and all announcements that were made
	 * before have arrived by now.
	 * @return what was found to be missing; {@code null} if nothing is
	 */
	@Nullable Finding told(int index, Beat beat, @Nullable Control control) {
		this.lock.lock();
		try {
			Control followed = this.followed[index];
			if (Objects.equals(this.cleared[index], beat.cleared[index])) {
				// It was cleared before the engine was asked.
				this.cleared[index] = null;
			}
			if (control == null) {
				// Nothing was ever evicted, or the engine has lost the shard.
				this.followed[index] = null;
				return (followed != null) ? Finding.of(FlushCause.RESTART) : null;
			}
			if (followed == null) {
				this.followed[index] = control;
				// What came before this was not followed.
				return Finding.of(FlushCause.MISSED);
			}
			Finding finding = compare(followed, beat, beat.before[index], control);
			if (finding != null) {
				this.followed[index] = control;
			}
			return finding;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Finding compare(Control followed, Beat beat, @Nullable Control before, Control control) {
		if (followed.epoch() != control.epoch()) {
			// If not, a newer epoch than the answer's has been announced meanwhile.
			boolean newer = before != null && before.epoch() == followed.epoch();
			return newer ? Finding.of(FlushCause.RESTART) : null;
		}
		if (before != null && before.epoch() == control.epoch() && before.sequence() > control.sequence()) {
			return Finding.regressed();
		}
		long lost = control.sequence() - followed.sequence();
		if (lost == 0 && before != null && before.generation() != control.generation()
				&& followed.generation() != control.generation()) {
			// As far as before, but on another way.
			return Finding.of(FlushCause.RESTART);
		}
		if (lost <= 0) {
			return null;
		}
		return (this.verified == beat.listening) ? Finding.gap(lost) : Finding.of(FlushCause.MISSED);
	}

	/**
	 * A heartbeat has succeeded, and what it has found to be missing is dropped: the rest
	 * is believed for a while from when the heartbeat began.
	 */
	void believe(Beat beat) {
		this.lock.lock();
		try {
			if (this.listening == beat.listening) {
				this.coherence
					.extend(this.coherence.now() - (this.operations.now() - beat.start) + this.maximumStaleness);
				this.verified = beat.listening;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What following the announcements has found.
	 *
	 * @param cause why the shard is to be dropped
	 * @param lost announcements that were lost
	 * @param earlier whether the engine has come back with an earlier state, and its
	 * values too
	 */
	record Finding(FlushCause cause, long lost, boolean earlier) {

		private static Finding of(FlushCause cause) {
			return new Finding(cause, 0, false);
		}

		private static Finding gap(long lost) {
			return new Finding(FlushCause.GAP, lost, false);
		}

		private static Finding regressed() {
			return new Finding(FlushCause.RESTART, 0, true);
		}

	}

	/**
	 * One heartbeat of one cache.
	 */
	static final class Beat {

		private final long listening;

		private final long start;

		private final @Nullable Control[] before;

		private final @Nullable Control[] cleared;

		private Beat(long listening, long start, @Nullable Control[] before, @Nullable Control[] cleared) {
			this.listening = listening;
			this.start = start;
			this.before = before;
			this.cleared = cleared;
		}

	}

}
