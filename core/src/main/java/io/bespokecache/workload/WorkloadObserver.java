package io.bespokecache.workload;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Observes how a cache is used, from a sample of its keys.
 * <p>
 * Of a sampled key every miss, write and removal is seen. Hits are seen by a
 * {@link HitProbe} that is switched on at each {@linkplain #tick tick}, for as many of
 * them as the {@link Duty} says. What is counted exactly comes with the tick.
 * <p>
 * <b>The period.</b> What is said is about a period of two halves, the second of which
 * goes on. A half lasts for 5 minutes at least, and for longer if keys are used so
 * rarely, or live for so long, that little could be said after that.
 * <p>
 * Nobody waits for anybody: of what two threads see at the same time, some is lost, and
 * counted as such. Takes at most 32 KB, and hardly anything before the first miss.
 * Thread-safe, but for ticks, of which there is one at a time.
 */
public final class WorkloadObserver {

	private static final int MOST_ATTEMPTS = 64;

	private static final int LATEST = 1 << 29;

	private final LongSupplier nanoClock;

	/** From where time is counted. Moved by who is busy. */
	private long origin;

	private final LongSupplier hits;

	private final Consumer<@Nullable HitProbe> probeSwitch;

	private final double jitter;

	private volatile EntryTimes times;

	/** Held by whoever touches what is observed. */
	private final AtomicBoolean busy = new AtomicBoolean();

	/** Made with the first miss or write. */
	private volatile @Nullable Observations observed;

	/** Of the entries that are there, until others are looked at. */
	private volatile @Nullable KeyFlaw collisions;

	/** Of a key of this half of the period. */
	private volatile @Nullable KeyFlaw flaw;

	private volatile @Nullable KeyFlaw formerFlaw;

	private volatile @Nullable ObservedWorkload workload;

	/**
	 * Makes an observer that takes no memory yet.
	 * @param nanoClock a clock with {@link System#nanoTime()}'s contract
	 * @param workload when entries expire
	 * @param jitter greatest part that the life of an entry loses by chance
	 * @param hits how many hits there have been
	 * @param probeSwitch switches a probe on, or, with {@code null}, off. Any thread
	 */
	public WorkloadObserver(LongSupplier nanoClock, Workload workload, double jitter, LongSupplier hits,
			Consumer<@Nullable HitProbe> probeSwitch) {
		this.nanoClock = nanoClock;
		this.origin = nanoClock.getAsLong();
		this.jitter = jitter;
		this.times = EntryTimes.of(workload, jitter);
		this.hits = hits;
		this.probeSwitch = probeSwitch;
	}

	/**
	 * Entries expire otherwise from now on. What misses were about until now is
	 * forgotten.
	 * @param workload when they do
	 */
	public void changed(Workload workload) {
		this.times = EntryTimes.of(workload, this.jitter);
		Observations observed = this.observed;
		if (observed != null) {
			enterSurely();
			try {
				observed.forgetCauses();
			}
			finally {
				leave();
			}
		}
	}

	/**
	 * A key was asked for and not found.
	 * @param key the key
	 */
	public void missed(Object key) {
		Observations observed = observed();
		int fingerprint = fingerprint(key);
		if (fingerprint >= 0 && observed.sample.includes(fingerprint)) {
			judge(key);
			if (enter()) {
				try {
					observed.missed(fingerprint, now(), this.times);
				}
				finally {
					leave();
				}
			}
		}
	}

	/**
	 * A value was stored.
	 * @param key the key
	 * @param value the value
	 * @param loaded whether it was loaded because of a miss; a key whose value was not is
	 * used thereby
	 */
	public void stored(Object key, Object value, boolean loaded) {
		Observations observed = observed();
		int fingerprint = fingerprint(key);
		if (fingerprint >= 0 && observed.sample.includes(fingerprint)) {
			judge(key);
			ValueSize.Bytes bytes = observed.takesSizes() ? ValueSize.of(value) : null;
			if (enter()) {
				try {
					observed.stored(fingerprint, now(), bytes, loaded);
				}
				finally {
					leave();
				}
			}
		}
	}

	/**
	 * The user has removed a key.
	 * @param key the key
	 */
	public void removed(Object key) {
		Observations observed = this.observed;
		int fingerprint = (observed != null) ? fingerprint(key) : -1;
		if (observed != null && fingerprint >= 0 && observed.sample.includes(fingerprint) && enter()) {
			try {
				observed.sample.removed(fingerprint);
			}
			finally {
				leave();
			}
		}
	}

	/**
	 * The user has removed every key.
	 */
	public void cleared() {
		Observations observed = this.observed;
		if (observed != null && enter()) {
			try {
				observed.sample.cleared();
			}
			finally {
				leave();
			}
		}
	}

	/**
	 * Negative if the key's code throws: whoever stores or loads must not hear of that
	 * here, in the middle of it.
	 */
	static int fingerprint(Object key) {
		try {
			return KeyFingerprint.of(key);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			return -1;
		}
	}

	private void judge(Object key) {
		KeyFlaw flaw = KeyFlaw.of(key.getClass());
		if (flaw != null) {
			this.flaw = flaw;
		}
	}

	/** A hit of a sampled key. */
	void sampledHit(int fingerprint) {
		Observations observed = this.observed;
		if (observed != null && tryEnter()) {
			try {
				observed.hit(fingerprint, now());
			}
			finally {
				leave();
			}
		}
		else if (observed != null) {
			observed.loseHit();
		}
	}

	/** A hit of any key, drawn by chance. */
	void popular(int fingerprint) {
		Observations observed = this.observed;
		if (observed != null && tryEnter()) {
			try {
				observed.hotKeys.use(fingerprint);
			}
			finally {
				leave();
			}
		}
	}

	/** The probe has seen what it was to see. */
	void endSlice() {
		Observations observed = this.observed;
		this.probeSwitch.accept(null);
		if (observed != null) {
			observed.endSlice(this.hits.getAsLong());
		}
	}

	/**
	 * Begins a new slice in which hits are seen. To be called every second or so.
	 * @param counts what has happened in the cache so far
	 */
	public void tick(UseCounts counts) {
		if (counts.reads() + counts.writes() == 0) {
			return;
		}
		Observations observed = observed();
		enterSurely();
		try {
			int hits = observed.tick(counts, this.nanoClock.getAsLong());
			observed.probe.allow(hits);
		}
		finally {
			leave();
		}
		this.probeSwitch.accept(observed.probe);
	}

	/**
	 * Sums up what was observed. To be called every few seconds, after a tick.
	 * @param counts what has happened in the cache so far
	 */
	public void review(UseCounts counts) {
		Observations observed = this.observed;
		if (observed == null) {
			return;
		}
		enterSurely();
		try {
			int now = now();
			this.workload = observed.review(counts, now);
			if (observed.isHalfOver(now)) {
				observed.rotate(counts, now);
				this.origin += now * KeySample.NANOS_A_STEP;
				this.formerFlaw = this.flaw;
				this.flaw = null;
			}
		}
		finally {
			leave();
		}
	}

	/**
	 * How the cache has been used, as of the last review.
	 * @return what was observed; {@code null} if there was no review, or no call
	 */
	public @Nullable ObservedWorkload workload() {
		return this.workload;
	}

	/**
	 * Somebody else has looked at the keys that are there.
	 * @param flaw what is wrong with them; {@code null} if nothing is
	 */
	public void lookedAt(@Nullable KeyFlaw flaw) {
		this.collisions = flaw;
	}

	/**
	 * What is wrong with a key that was seen in the period, or with those that are there.
	 * @return the flaw, or {@code null} if none was found
	 */
	public @Nullable KeyFlaw keyFlaw() {
		KeyFlaw flaw = this.flaw;
		flaw = (flaw != null) ? flaw : this.formerFlaw;
		return (flaw != null) ? flaw : this.collisions;
	}

	/**
	 * What misses were about, since the half of the period before this.
	 * @return the numbers of sampled ones
	 */
	public MissCauses missCauses() {
		Observations observed = this.observed;
		return (observed != null) ? observed.missCauses() : MissCauses.NONE;
	}

	private Observations observed() {
		Observations observed = this.observed;
		return (observed != null) ? observed : make();
	}

	private synchronized Observations make() {
		Observations observed = this.observed;
		if (observed == null) {
			observed = new Observations(this, now(), this.nanoClock.getAsLong());
			this.observed = observed;
			observed.probe.allow(Duty.hits(UseCounts.NONE, 1_000_000_000L, 1, 0));
			this.probeSwitch.accept(observed.probe);
		}
		return observed;
	}

	/** For who is busy. Without reviews, time stands still some day. */
	private int now() {
		return (int) Math.min((this.nanoClock.getAsLong() - this.origin) / KeySample.NANOS_A_STEP, LATEST);
	}

	LongSupplier nanoClock() {
		return this.nanoClock;
	}

	/** To look first is cheaper than to fail. */
	private boolean tryEnter() {
		return !this.busy.get() && this.busy.compareAndSet(false, true);
	}

	/** Of what is rare and matters, little is lost. */
	private boolean enter() {
		for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
			if (tryEnter()) {
				return true;
			}
			Thread.onSpinWait();
		}
		return false;
	}

	private void enterSurely() {
		while (!tryEnter()) {
			Thread.onSpinWait();
		}
	}

	private void leave() {
		this.busy.set(false);
	}

}
