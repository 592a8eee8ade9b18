package io.bespokecache.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@link Avalanche}, in a JVM of its own. Prints reads a second without and
 * with churn, promotions a second with churn, the most of them in one second, and
 * sessions a second.
 */
final class AvalancheRun {

	/** Sessions that are alive at a time. */
	private static final int SESSIONS = 1_000;

	/** Number of the first session: those of stable keys are smaller. */
	private static final long FIRST_SESSION = 1_000_000_000;

	/** Reads or sessions between two looks at what other threads want or tell. */
	private static final int BATCH = 1_024;

	/** Seconds of a phase before it is measured. */
	private static final int SETTLING = 5;

	private static final double NANOS_A_SECOND = 1e9;

	private final Implementation implementation;

	private final Map<Object, Object> map;

	private final Keys kind;

	private final int entries;

	private volatile long reads;

	private volatile long sessions;

	private volatile boolean over;

	private AvalancheRun(Implementation implementation, Keys kind, int entries) {
		this.implementation = implementation;
		this.map = implementation.create(entries);
		this.kind = kind;
		this.entries = entries;
		Filling.fill(this.map, Filling.keys(kind::key, entries), this);
	}

	/**
	 * Measures once.
	 * @param args implementation, kind of keys, number of stable keys, seconds of each
	 * phase
	 */
	public static void main(String[] args) throws InterruptedException {
		AvalancheRun run = new AvalancheRun(Implementation.valueOf(args[0]), Keys.valueOf(args[1]),
				Integer.parseInt(args[2]));
		run.measure(Integer.parseInt(args[3]));
	}

	private void measure(int seconds) throws InterruptedException {
		Filling.pollute(this.implementation);
		Filling.promote(this.map, Filling.keys(this.kind::key, this.entries));
		Thread reader = new Thread(this::read, "reader");
		reader.start();
		Phase quiet = phase(seconds);
		Thread churner = new Thread(this::churn, "churner");
		churner.start();
		Phase churned = phase(seconds);
		this.over = true;
		reader.join();
		churner.join();
		System.out.println(quiet.reads() + " " + churned.reads() + " " + churned.promotions() + " "
				+ churned.mostPromotions() + " " + churned.sessions());
	}

	private Phase phase(int seconds) throws InterruptedException {
		TimeUnit.SECONDS.sleep(SETTLING);
		long start = System.nanoTime();
		long reads = this.reads;
		long sessions = this.sessions;
		long promotions = Promotions.of(this.map);
		long most = 0;
		for (int second = SETTLING; second < seconds; second++) {
			long before = Promotions.of(this.map);
			TimeUnit.SECONDS.sleep(1);
			most = Math.max(most, Promotions.of(this.map) - before);
		}
		double duration = (System.nanoTime() - start) / NANOS_A_SECOND;
		return new Phase((this.reads - reads) / duration, (Promotions.of(this.map) - promotions) / duration, most,
				(this.sessions - sessions) / duration);
	}

	private void read() {
		CallSequence calls = new CallSequence(this.kind::key, Distribution.UNIFORM, this.entries, 100);
		int next = 0;
		long count = 0;
		while (!this.over) {
			for (int i = 0; i < BATCH; i++) {
				if (this.map.get(calls.key(next++)) == null) {
					throw new IllegalStateException("A stable key is gone");
				}
			}
			count += BATCH;
			this.reads = count;
		}
	}

	/** Creates a session, looks it up, and deletes the oldest. */
	private void churn() {
		long newest = FIRST_SESSION;
		while (!this.over) {
			for (int i = 0; i < BATCH; i++) {
				this.map.put(this.kind.key(newest), this);
				if (this.map.get(this.kind.key(newest)) == null) {
					throw new IllegalStateException("A session is gone");
				}
				this.map.remove(this.kind.key(newest - SESSIONS));
				newest++;
			}
			this.sessions = newest - FIRST_SESSION;
		}
	}

	/**
	 * What was measured in one phase.
	 *
	 * @param reads reads of stable keys a second
	 * @param promotions promotions a second
	 * @param mostPromotions most promotions in one second
	 * @param sessions sessions a second
	 */
	private record Phase(double reads, double promotions, long mostPromotions, double sessions) {

	}

}
