package io.bespokecache.shared;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import io.bespokecache.cache.SecondLevel.Look;
import org.jspecify.annotations.Nullable;

/**
 * One caller on its way to a value or to the right to load it. One step after the other,
 * each in any thread: an operation's future and the timer hand the state of one step on
 * to the next, and so publish it, which is why it has no guard of its own.
 *
 * @param <V> the type of values
 */
final class Claimant<V> {

	private static final long FIRST_PAUSE = Duration.ofMillis(4).toNanos();

	private static final long LONGEST_PAUSE = Duration.ofMillis(50).toNanos();

	final CompletableFuture<Look<V>> answer = new CompletableFuture<>();

	private final SharedCache<?, V> cache;

	private final byte[] key;

	private final long youngerThan;

	/** How long another process is waited for. */
	private final long patience;

	private final long start;

	/** Time that operations may yet take, all of them together. */
	private long budget;

	private long pause = FIRST_PAUSE;

	/** Whether nothing is known yet. */
	private boolean first = true;

	private boolean waiting;

	/** What was read last, and will not do. */
	private byte @Nullable [] seen;

	private @Nullable EncodedValue<V> expired;

	Claimant(SharedCache<?, V> cache, byte[] key, long youngerThan, long patience) {
		this.cache = cache;
		this.key = key;
		this.youngerThan = youngerThan;
		this.patience = Math.min(patience, cache.settings().waitTimeout().toNanos());
		this.budget = cache.timeout();
		this.start = cache.operations().now();
	}

	/**
	 * Takes the first step. A value that is there is read faster than it is claimed;
	 * where hardly any is there, that would be one step more for nearly all.
	 */
	void start() {
		if (this.cache.prospects().areGood()) {
			read();
		}
		else {
			claim();
		}
	}

	private void read() {
		long begun = this.cache.operations().now();
		this.cache.read(this.key, this.budget, false, new Answer<Reading>() {

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
		this.budget -= this.cache.operations().now() - begun;
	}

	private void note(boolean present) {
		if (this.first) {
			this.first = false;
			this.cache.prospects().note(present);
		}
	}

	/**
	 * Asks for a value, or for the right to load one.
	 */
	private void claim() {
		long begun = this.cache.operations().now();
		long lease = ThreadLocalRandom.current().nextLong();
		this.cache.operations()
			.execute(this.cache.counts, this.budget,
					() -> this.cache.store()
						.claim(this.cache.shardOf(this.key), this.key, this.seen, lease,
								this.cache.settings().lease().toMillis()),
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
								Claimant.this.cache.release(Claimant.this.key, lease);
							}
						}

					});
	}

	private void decide(Claim claim, long lease) {
		switch (claim.outcome()) {
			case GRANTED -> {
				note(false);
				grant(claim, lease);
			}
			case PRESENT -> look(claim.reading());
			case HELD -> {
				note(false);
				await();
			}
		}
	}

	private void look(Reading reading) {
		EncodedValue<V> value = this.cache.open(this.key, reading);
		note(value != null && value.isFresh());
		this.seen = reading.value();
		this.expired = null;
		if (!this.cache.hasProspect(this.key)) {
			goWithout();
		}
		else if (value != null && value.isFresh() && value.ageNanos() < this.youngerThan) {
			answer(value);
		}
		else {
			this.expired = (value != null && !value.isFresh() && !value.isUnshareable()) ? value : null;
			claim();
		}
	}

	private void answer(EncodedValue<V> value) {
		if (value.isUnshareable()) {
			// Each process has to load for itself, and none waits for another.
			goWithout();
		}
		else {
			this.answer.complete(new Sighting<>(value, null));
		}
	}

	private void grant(Claim claim, long lease) {
		this.cache.counts.misses.increment();
		if (!this.cache.hasProspect(this.key)) {
			this.cache.release(this.key, lease);
			this.answer.complete(Look.nothing());
			return;
		}
		this.cache.counts.loads.increment();
		Grant<V> grant = new Grant<>(this.cache, this.key, lease, claim.control(), this.expired);
		this.cache.add(grant);
		if (!this.answer.complete(grant)) {
			grant.giveUp();
		}
	}

	/**
	 * Looks again after a pause. Fills are not announced: the storm that would make costs
	 * more than asking now and then.
	 */
	private void await() {
		if (!this.waiting) {
			this.waiting = true;
			this.cache.counts.waits.increment();
		}
		if (this.cache.operations().now() - this.start >= this.patience) {
			this.cache.counts.misses.increment();
			this.cache.counts.overdue.increment();
			this.answer.complete(new Unshared<>(this.expired, true));
			return;
		}
		// What others take for their load is not what operations take.
		this.budget = this.cache.timeout();
		long pause = this.pause;
		// Before it is handed on: what follows may happen in another thread at once.
		this.pause = Math.min(LONGEST_PAUSE, pause * 2);
		this.cache.await(this, pause);
	}

	/**
	 * Goes on after a pause.
	 */
	void again() {
		if (this.cache.hasProspect(this.key)) {
			claim();
		}
		else {
			goWithout();
		}
	}

	/**
	 * Goes on without the others.
	 */
	void goWithout() {
		this.cache.counts.misses.increment();
		this.answer.complete((this.expired != null) ? new Unshared<>(this.expired, false) : Look.nothing());
	}

}
