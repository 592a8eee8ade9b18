package io.bespokecache.shared;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is often built: readers get, load, and put; writers write, delete, and announce.
 * Parts of the protocol can be added one by one. The same steps as in
 * {@link ProtocolScenario}, in a model of the processes.
 */
final class NaiveScenario implements Interleavings.Scenario {

	private static final byte[] KEY = "rome".getBytes(StandardCharsets.UTF_8);

	private static final Shard SHARD = new Shard("cities", Shard.indexOf(KEY));

	private final TestEngine engine = new TestEngine(() -> 1_000_000_000L);

	private final List<Site> processes = new ArrayList<>();

	private final List<Actor> actors = new ArrayList<>();

	private final boolean stamps;

	private final boolean leases;

	private long version = 1;

	/**
	 * Creates a scenario of two processes.
	 * @param stamps whether a process keeps nothing that it read before an eviction that
	 * it has heard of
	 * @param leases whether the engine keeps nothing that was loaded before an eviction
	 */
	NaiveScenario(boolean stamps, boolean leases) {
		this.stamps = stamps;
		this.leases = leases;
		this.processes.add(new Site("p0"));
		this.processes.add(new Site("p1"));
		this.engine.stepwise();
	}

	NaiveScenario reader(int process) {
		this.actors.add(new Actor(this.processes.get(process), false));
		return this;
	}

	NaiveScenario writer(int process) {
		this.actors.add(new Actor(this.processes.get(process), true));
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
			}
		}
		return choices;
	}

	@Override
	public void take(String choice) {
		int index = choice.charAt(1) - '0';
		switch (choice.charAt(0)) {
			case 'a' -> this.actors.get(index).goOn();
			case 'x' -> this.processes.get(index).node.execute();
			case 'r' -> this.processes.get(index).node.answer();
			case 'm' -> this.processes.get(index).node.deliver();
			default -> throw new IllegalArgumentException(choice);
		}
	}

	@Override
	public String state() {
		StringBuilder state = new StringBuilder(end());
		state.append(this.engine.isLeased(SHARD, KEY));
		this.actors.forEach((actor) -> state.append('|').append(actor.step).append(actor.seen).append(actor.stamp));
		this.processes.forEach((process) -> state.append('|').append(process.node.state()).append(process.stamp));
		return state.toString();
	}

	private @Nullable Long stored() {
		byte[] value = this.engine.stored(SHARD, KEY);
		return (value != null) ? (long) value[value.length - 1] : null;
	}

	@Override
	public String end() {
		StringBuilder end = new StringBuilder("db=" + this.version + " engine=" + stored());
		this.processes.forEach((process) -> end.append(' ').append(process.local));
		return end.toString();
	}

	@Override
	public boolean isStale() {
		return isOld(stored()) || this.processes.stream().anyMatch((process) -> isOld(process.local));
	}

	private boolean isOld(@Nullable Long value) {
		return value != null && value != this.version;
	}

	private final class Site implements SharedStore.Listener {

		final TestEngine.Node node;

		@Nullable Long local;

		int stamp;

		Site(String name) {
			this.node = NaiveScenario.this.engine.node(name);
			this.node.start(this);
		}

		void drop() {
			this.stamp++;
			this.local = null;
		}

		@Override
		public void received(Message message) {
			drop();
		}

		@Override
		public void connected() {
		}

		@Override
		public void disconnected(Throwable reason) {
		}

		@Override
		public void listening() {
		}

		@Override
		public void deaf(Throwable reason) {
		}

		@Override
		public void receivedNonsense(String cache) {
		}

	}

	/**
	 * A reader or a writer.
	 */
	private final class Actor {

		private final Site process;

		private final boolean writer;

		String step = "start";

		private boolean waiting;

		long seen;

		int stamp;

		private long lease;

		Actor(Site process, boolean writer) {
			this.process = process;
			this.writer = writer;
		}

		boolean canGoOn() {
			return !this.waiting && !this.step.equals("end");
		}

		void goOn() {
			switch (this.step) {
				case "start" -> begin();
				case "load" -> {
					this.seen = NaiveScenario.this.version;
					this.step = "put";
				}
				case "put" -> put();
				case "evict" -> {
					this.waiting = true;
					this.process.node.evict(SHARD, KEY, 0).thenAccept((existed) -> {
						this.process.drop();
						end();
					}).isDone();
				}
				default -> throw new IllegalStateException(this.step);
			}
		}

		private void begin() {
			if (this.writer) {
				NaiveScenario.this.version++;
				this.step = "evict";
				return;
			}
			this.stamp = this.process.stamp;
			this.waiting = true;
			this.process.node.read(SHARD, KEY).thenAccept(this::look).isDone();
		}

		private void look(Reading reading) {
			byte[] value = reading.value();
			if (value != null) {
				keep(value[value.length - 1]);
				end();
			}
			else if (NaiveScenario.this.leases) {
				this.lease = NaiveScenario.this.actors.indexOf(this) + 1L;
				this.process.node.claim(SHARD, KEY, null, this.lease, 1_000_000).thenAccept((claim) -> {
					this.waiting = false;
					this.step = "load";
					if (claim.outcome() != Claim.Outcome.GRANTED) {
						this.lease = 0;
					}
				}).isDone();
			}
			else {
				this.waiting = false;
				this.step = "load";
			}
		}

		private void put() {
			byte[] value = { 0, (byte) this.seen };
			keep(this.seen);
			if (!NaiveScenario.this.leases) {
				this.waiting = true;
				this.process.node.put(SHARD, KEY, value).thenAccept((done) -> end()).isDone();
			}
			else if (this.lease != 0) {
				Control control = NaiveScenario.this.engine.control(SHARD);
				this.waiting = true;
				this.process.node
					.fill(SHARD, KEY, this.lease, (control != null) ? control.generation() : 0, value, 1_000_000)
					.thenAccept((done) -> end())
					.isDone();
			}
			else {
				end();
			}
		}

		private void keep(long value) {
			if (!NaiveScenario.this.stamps || this.stamp == this.process.stamp) {
				this.process.local = value;
			}
		}

		private void end() {
			this.waiting = false;
			this.step = "end";
		}

	}

}
