package io.bespokecache.shared;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.bespokecache.cache.CachedValue;
import io.bespokecache.cache.SecondLevel;
import org.jspecify.annotations.Nullable;

/**
 * Readers and writers of one key in two processes, with a database of versions.
 */
final class ProtocolScenario implements Interleavings.Scenario {

	static final String KEY = "rome";

	private static final byte[] BYTES = KEY.getBytes(StandardCharsets.UTF_8);

	private static final Shard SHARD = new Shard(TestProcess.CACHE, Shard.indexOf(BYTES));

	/** Longer than any pause between two looks at a lease, shorter than any timeout. */
	private static final long PAUSE = Duration.ofMillis(60).toNanos();

	private final ManualTimer timer = new ManualTimer();

	private final TestEngine engine = new TestEngine(this.timer::now);

	private final List<TestProcess> processes = new ArrayList<>();

	private final List<Actor> actors = new ArrayList<>();

	private long version = 1;

	private int losses;

	private int leasesToEnd;

	private boolean heartbeatsAtEnd;

	private boolean ended;

	ProtocolScenario(int processes) {
		for (int i = 0; i < processes; i++) {
			this.processes.add(TestProcess.simple(this.engine, "p" + i, this.timer));
		}
		this.engine.stepwise();
	}

	/** Puts what the database has into the engine and each process first. */
	ProtocolScenario warm() {
		this.engine.atOnce();
		this.processes.forEach((process) -> process.get(KEY, this.version));
		this.engine.stepwise();
		return this;
	}

	/** Those who look first read, before they claim. */
	ProtocolScenario readingFirst() {
		this.processes.forEach(TestProcess::expectValues);
		return this;
	}

	ProtocolScenario reader(int process) {
		this.actors.add(new Reader(this.processes.get(process)));
		return this;
	}

	/**
	 * A writer.
	 * @param steps of {@code e} for an eviction and {@code w} for the write that is seen
	 * by others from then on
	 */
	ProtocolScenario writer(int process, String steps) {
		this.actors.add(new Writer(this.processes.get(process), steps));
		return this;
	}

	/** So many announcements may be lost, any of them. */
	ProtocolScenario losing(int messages) {
		this.losses = messages;
		return this;
	}

	/** So often all leases may end early, at any time. */
	ProtocolScenario endingLeases(int times) {
		this.leasesToEnd = times;
		return this;
	}

	ProtocolScenario withHeartbeat() {
		this.heartbeatsAtEnd = true;
		return this;
	}

	@Override
	public List<String> choices() {
		List<String> choices = new ArrayList<>();
		for (int i = 0; i < this.actors.size(); i++) {
			if (this.actors.get(i).canGoOn()) {
				choices.add("a" + i);
			}
		}
		for (int i = 0; i < this.processes.size(); i++) {
			TestEngine.Node node = this.processes.get(i).node;
			if (node.hasRequest()) {
				choices.add("x" + i);
			}
			if (node.hasAnswer()) {
				choices.add("r" + i);
			}
			if (node.hasMail()) {
				choices.add("m" + i);
				if (this.losses > 0) {
					choices.add("l" + i);
				}
			}
		}
		boolean leased = this.engine.isLeased(SHARD, BYTES);
		if (leased && this.leasesToEnd > 0) {
			choices.add("t");
		}
		// Whoever waits for a lease finds it as it was, until it ends.
		if (!leased && this.timer.hasShort(PAUSE)) {
			choices.add("p");
		}
		return choices;
	}

	@Override
	public void take(String choice) {
		int index = (choice.length() > 1) ? choice.charAt(1) - '0' : 0;
		switch (choice.charAt(0)) {
			case 'a' -> this.actors.get(index).goOn();
			case 'x' -> this.processes.get(index).node.execute();
			case 'r' -> this.processes.get(index).node.answer();
			case 'm' -> this.processes.get(index).node.deliver();
			case 'l' -> {
				this.losses--;
				this.processes.get(index).node.dropMail();
			}
			case 't' -> {
				this.leasesToEnd--;
				this.engine.endLeases();
			}
			case 'p' -> {
				this.processes.forEach((process) -> process.node.history.append("pause;"));
				this.timer.runShort(PAUSE);
			}
			default -> throw new IllegalArgumentException(choice);
		}
	}

	@Override
	public String state() {
		StringBuilder state = new StringBuilder();
		state.append(this.version).append(show(stored())).append(this.engine.isLeased(SHARD, BYTES));
		Control control = this.engine.control(SHARD);
		state.append((control != null) ? control.sequence() : 0).append(this.losses).append(this.leasesToEnd);
		for (Actor actor : this.actors) {
			state.append('|').append(actor.state());
		}
		for (TestProcess process : this.processes) {
			state.append('|').append(process.node.state()).append(show(local(process)));
		}
		return state.append(this.timer.hasShort(PAUSE)).toString();
	}

	private @Nullable Long stored() {
		byte[] value = this.engine.stored(SHARD, BYTES);
		return (value != null) ? (long) value[value.length - 1] : null;
	}

	private @Nullable Long local(TestProcess process) {
		CachedValue<Long> value = process.cache.peek(KEY);
		return (value != null) ? value.value() : null;
	}

	private static String show(@Nullable Long value) {
		return (value != null) ? value.toString() : "-";
	}

	private void endIfNotEnded() {
		if (!this.ended) {
			this.ended = true;
			this.engine.atOnce();
			if (this.heartbeatsAtEnd) {
				this.timer.advance(Duration.ofSeconds(1));
			}
		}
	}

	@Override
	public String end() {
		endIfNotEnded();
		StringBuilder end = new StringBuilder("db=" + this.version + " engine=" + show(stored()));
		for (TestProcess process : this.processes) {
			end.append(' ').append(process.node.name).append('=').append(show(local(process)));
		}
		return end.toString();
	}

	@Override
	public boolean isStale() {
		endIfNotEnded();
		boolean stale = isOld(stored());
		for (TestProcess process : this.processes) {
			stale |= isOld(local(process));
		}
		return stale;
	}

	private boolean isOld(@Nullable Long value) {
		return value != null && value != this.version;
	}

	/**
	 * Somebody who does something in several steps.
	 */
	private interface Actor {

		boolean canGoOn();

		void goOn();

		String state();

	}

	/**
	 * Asks for the key once, and reads the database if it is not there: in one step it
	 * sees a version, in another it returns with it.
	 */
	private final class Reader implements Actor {

		private final TestProcess process;

		private boolean begun;

		private boolean asked;

		private @Nullable Long seen;

		private final CompletableFuture<Long> loading = new CompletableFuture<>();

		private @Nullable CompletableFuture<Long> answer;

		Reader(TestProcess process) {
			this.process = process;
		}

		@Override
		public boolean canGoOn() {
			return !this.begun || (this.asked && !this.loading.isDone());
		}

		@Override
		public void goOn() {
			if (!this.begun) {
				this.begun = true;
				this.process.node.history.append("asks;");
				this.answer = this.process.load(KEY, () -> {
					this.asked = true;
					return this.loading;
				});
			}
			else if (this.seen == null) {
				this.seen = ProtocolScenario.this.version;
				this.process.node.history.append("saw").append(this.seen).append(';');
			}
			else {
				this.process.node.history.append("made").append(this.seen).append(';');
				this.loading.complete(this.seen);
			}
		}

		@Override
		public String state() {
			CompletableFuture<Long> answer = this.answer;
			return this.begun + "," + this.asked + "," + show(this.seen) + "," + this.loading.isDone() + ","
					+ ((answer != null && answer.isDone()) ? answer.join() : "");
		}

	}

	/**
	 * Writes the database and evicts, in a given order. What it does to its own process
	 * after an eviction is what a cache's own {@code remove} does then.
	 */
	private final class Writer implements Actor {

		private final TestProcess process;

		private final String steps;

		private int taken;

		private @Nullable CompletableFuture<Boolean> evicting;

		Writer(TestProcess process, String steps) {
			this.process = process;
			this.steps = steps;
		}

		@Override
		public boolean canGoOn() {
			CompletableFuture<Boolean> evicting = this.evicting;
			return (evicting == null || evicting.isDone()) && this.taken < this.steps.length();
		}

		@Override
		public void goOn() {
			if (this.steps.charAt(this.taken++) == 'w') {
				ProtocolScenario.this.version++;
				return;
			}
			SecondLevel<String, Long> level = this.process.cache.secondLevel();
			if (level != null) {
				this.process.node.history.append("evicting;");
				this.evicting = level.evict(KEY).thenApply((existed) -> {
					this.process.firstLevel().drop(KEY);
					return existed;
				});
			}
		}

		@Override
		public String state() {
			CompletableFuture<Boolean> evicting = this.evicting;
			return this.taken + "," + (evicting == null || evicting.isDone());
		}

	}

}
