package io.bespokecache.shared;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * An engine in the memory of a test. It executes operations when they are called, or,
 * {@linkplain #stepwise() stepwise}, one step at a time as the test decides: each
 * operation is executed in one step and answered in another, and each announcement
 * arrives in a step of its own. Not thread-safe.
 */
final class TestEngine {

	private final LongSupplier nanoClock;

	private final Map<Shard, Held> shards = new HashMap<>();

	private final List<Node> nodes = new ArrayList<>();

	private long drawn = 1_000;

	private long run = 1;

	private boolean stepwise;

	private boolean refusing;

	TestEngine(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
	}

	/**
	 * From now on nothing happens unless the test takes a step.
	 */
	void stepwise() {
		this.stepwise = true;
	}

	/**
	 * Executes what waits, and goes on at once with what is called.
	 */
	void atOnce() {
		this.stepwise = false;
		boolean any = true;
		while (any) {
			any = false;
			for (Node node : this.nodes) {
				any |= node.execute();
				any |= node.answer();
				any |= node.deliver();
			}
		}
	}

	Node node(String name) {
		Node node = new Node(name);
		this.nodes.add(node);
		return node;
	}

	private Held held(Shard shard) {
		return this.shards.computeIfAbsent(shard, (absent) -> {
			Held held = new Held(this.drawn++, this.drawn++ * 1_000);
			held.run = this.run;
			return held;
		});
	}

	private @Nullable Value value(Shard shard, byte[] key) {
		Held held = this.shards.get(shard);
		Value value = (held != null) ? held.values.get(hex(key)) : null;
		return (value != null && value.remainingMillis(millis()) > 0) ? value : null;
	}

	private long millis() {
		return this.nanoClock.getAsLong() / 1_000_000;
	}

	/**
	 * What is stored of a key, as an engine's own user would see it.
	 */
	byte @Nullable [] stored(Shard shard, byte[] key) {
		Value value = value(shard, key);
		return (value != null) ? value.bytes : null;
	}

	/**
	 * Stores bytes behind the back of all caches.
	 */
	void forge(Shard shard, byte[] key, byte[] value, long liveMillis) {
		held(shard).values.put(hex(key), new Value(value, millis() + liveMillis));
	}

	/** Whether processes that start are not connected. */
	void refuseConnections(boolean refusing) {
		this.refusing = refusing;
	}

	/** Drops a value, as an engine that is full does. */
	void forget(Shard shard, byte[] key) {
		held(shard).values.remove(hex(key));
	}

	boolean isLeased(Shard shard, byte[] key) {
		Held held = this.shards.get(shard);
		Lease lease = (held != null) ? held.leases.get(hex(key)) : null;
		return lease != null && lease.until > millis();
	}

	void endLeases() {
		this.shards.values().forEach((held) -> held.leases.clear());
	}

	@Nullable Control control(Shard shard) {
		Held held = this.shards.get(shard);
		return (held != null) ? held.control() : null;
	}

	/** Everything that is held, to come back to. */
	Map<Shard, Held> image() {
		Map<Shard, Held> image = new HashMap<>();
		this.shards.forEach((shard, held) -> image.put(shard, held.copy()));
		return image;
	}

	/**
	 * The server ends, and comes back with what it held at some time.
	 */
	void restart(Map<Shard, Held> image) {
		this.nodes.forEach((node) -> node.lose(new IllegalStateException("ended")));
		this.shards.clear();
		image.forEach((shard, held) -> this.shards.put(shard, held.copy()));
		this.run++;
		this.nodes.forEach(Node::connect);
	}

	/**
	 * Forgets everything, as a command to do so would make it.
	 */
	void flushAll() {
		this.shards.clear();
	}

	private void publish(Shard shard, Held held, long from, byte @Nullable [] key) {
		Message message = new Message(shard, held.control(), from, key);
		for (Node node : this.nodes) {
			if (node.hears) {
				node.inbox.add(() -> node.receive(message));
			}
		}
		if (!this.stepwise) {
			this.nodes.forEach(Node::deliverAll);
		}
	}

	static String hex(byte[] bytes) {
		return Arrays.toString(bytes);
	}

	/** What is held of one shard. */
	static final class Held {

		long epoch;

		long sequence;

		long generation;

		long run;

		final Map<String, Value> values = new TreeMap<>();

		final Map<String, Lease> leases = new TreeMap<>();

		Held(long epoch, long generation) {
			this.epoch = epoch;
			this.generation = generation;
		}

		Control control() {
			return new Control(this.epoch, this.sequence, this.generation);
		}

		Held copy() {
			Held copy = new Held(this.epoch, this.generation);
			copy.sequence = this.sequence;
			copy.run = this.run;
			copy.values.putAll(this.values);
			return copy;
		}

	}

	private record Lease(long number, long until) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Value(byte[] bytes, long until) {

		long remainingMillis(long now) {
			return this.until - now;
		}

	}

	/**
	 * The engine as one process sees it.
	 */
	final class Node implements SharedStore {

		final String name;

		private final Deque<Runnable> requests = new ArrayDeque<>();

		private final Deque<Runnable> answers = new ArrayDeque<>();

		private final Deque<Runnable> inbox = new ArrayDeque<>();

		/** What has come of the operations of this process, in their order. */
		private final StringBuilder executed = new StringBuilder();

		/** What has happened to this process, in its order. */
		final StringBuilder history = new StringBuilder();

		private @Nullable Listener listener;

		private boolean connected;

		private boolean hears;

		private boolean hangs;

		private int dropping;

		private String failing = "";

		boolean closed;

		Node(String name) {
			this.name = name;
		}

		// What a test does.

		boolean hasRequest() {
			return !this.requests.isEmpty();
		}

		boolean hasAnswer() {
			return !this.answers.isEmpty();
		}

		boolean hasMail() {
			return !this.inbox.isEmpty();
		}

		/** All that decides what can happen to this process from here on. */
		String state() {
			return this.history + "/" + this.executed + this.requests.size() + "," + this.answers.size() + ","
					+ this.inbox.size();
		}

		boolean execute() {
			return take(this.requests);
		}

		boolean answer() {
			return take(this.answers);
		}

		boolean deliver() {
			return take(this.inbox);
		}

		private void deliverAll() {
			boolean any = true;
			while (any) {
				any = deliver();
			}
		}

		private static boolean take(Deque<Runnable> steps) {
			Runnable step = steps.poll();
			if (step != null) {
				step.run();
			}
			return step != null;
		}

		/** The next announcement is lost. */
		void dropMail() {
			this.history.append("lost;");
			this.inbox.poll();
		}

		/** So many announcements to come are lost. */
		void dropNext(int messages) {
			this.dropping = messages;
		}

		/** Operations are neither executed nor answered from now on. */
		void hang() {
			this.hangs = true;
		}

		/** Such operations fail from now on. */
		void fail(String operation) {
			this.failing = operation;
		}

		/** What has hung is executed. */
		void goOn() {
			this.hangs = false;
			if (!TestEngine.this.stepwise) {
				boolean any = true;
				while (any) {
					any = execute() || answer();
				}
			}
		}

		void lose(Throwable reason) {
			loseCommands(reason);
			loseMail(reason);
		}

		void loseCommands(Throwable reason) {
			if (this.connected) {
				this.connected = false;
				this.requests.clear();
				this.answers.clear();
				listener().disconnected(reason);
			}
		}

		void loseMail(Throwable reason) {
			if (this.hears) {
				this.hears = false;
				this.inbox.clear();
				listener().deaf(reason);
			}
		}

		void connect() {
			connectCommands();
			connectMail();
		}

		void connectCommands() {
			if (!this.connected) {
				this.connected = true;
				listener().connected();
			}
		}

		void connectMail() {
			if (!this.hears) {
				this.hears = true;
				listener().listening();
			}
		}

		private Listener listener() {
			Listener listener = this.listener;
			if (listener == null) {
				throw new IllegalStateException("not started");
			}
			return listener;
		}

		private void receive(Message message) {
			if (this.dropping > 0) {
				this.dropping--;
				return;
			}
			this.history.append("m").append((message.key() != null) ? "k" : "c").append(';');
			listener().received(message);
		}

		void receiveNonsense(String cache) {
			listener().receivedNonsense(cache);
		}

		// What the process does.

		private <T> CompletableFuture<T> call(String operation, Supplier<T> execution) {
			if (!this.connected) {
				return CompletableFuture.failedFuture(new IllegalStateException("not connected"));
			}
			if (this.failing.equals(operation)) {
				return CompletableFuture.failedFuture(new IllegalStateException("refused"));
			}
			CompletableFuture<T> future = new CompletableFuture<>();
			Runnable request = () -> {
				T result = execution.get();
				this.executed.append(describe(result)).append(';');
				Runnable answer = () -> {
					this.history.append(operation).append(';');
					future.complete(result);
				};
				if (TestEngine.this.stepwise) {
					this.answers.add(answer);
				}
				else {
					answer.run();
				}
			};
			if (TestEngine.this.stepwise || this.hangs) {
				this.requests.add(request);
			}
			else {
				request.run();
			}
			return future;
		}

		private static String describe(@Nullable Object result) {
			if (result instanceof Reading reading) {
				return describe(reading.value());
			}
			return (result instanceof Claim claim) ? claim.outcome() + describe(claim.value()) : String.valueOf(result);
		}

		private static String describe(byte @Nullable [] value) {
			return (value != null) ? "v" + value[value.length - 1] : "-";
		}

		@Override
		public CompletableFuture<Reading> read(Shard shard, byte[] key) {
			return call("read", () -> {
				Value value = value(shard, key);
				return new Reading((value != null) ? value.bytes : null,
						(value != null) ? value.remainingMillis(millis()) : 0, control(shard));
			});
		}

		@Override
		public CompletableFuture<Reading> peek(Shard shard, byte[] key) {
			return call("peek", () -> {
				Value value = value(shard, key);
				return new Reading((value != null) ? value.bytes : null,
						(value != null) ? value.remainingMillis(millis()) : 0, null);
			});
		}

		@Override
		public CompletableFuture<Claim> claim(Shard shard, byte[] key, byte @Nullable [] seen, long lease,
				long leaseMillis) {
			return call("claim", () -> {
				Control control = held(shard).control();
				Value value = value(shard, key);
				if (value != null && !Arrays.equals(value.bytes, seen)) {
					return Claim.present(control, value.bytes, value.remainingMillis(millis()));
				}
				boolean granted = !isLeased(shard, key);
				if (granted) {
					held(shard).leases.put(hex(key), new Lease(lease, millis() + leaseMillis));
				}
				return Claim.absent(control, granted);
			});
		}

		private boolean isHeldBy(Shard shard, byte[] key, long lease) {
			Lease held = held(shard).leases.get(hex(key));
			return held != null && held.number == lease && held.until > millis();
		}

		@Override
		public CompletableFuture<Boolean> renew(Shard shard, byte[] key, long lease, long leaseMillis) {
			return call("renew", () -> {
				if (!isHeldBy(shard, key, lease)) {
					return false;
				}
				held(shard).leases.put(hex(key), new Lease(lease, millis() + leaseMillis));
				return true;
			});
		}

		@Override
		public CompletableFuture<Void> release(Shard shard, byte[] key, long lease) {
			return call("release", () -> {
				if (isHeldBy(shard, key, lease)) {
					held(shard).leases.remove(hex(key));
				}
				return null;
			});
		}

		@Override
		public CompletableFuture<Boolean> fill(Shard shard, byte[] key, long lease, long generation, byte[] value,
				long liveMillis) {
			return call("fill", () -> {
				Held held = held(shard);
				if (!isHeldBy(shard, key, lease)) {
					return false;
				}
				held.leases.remove(hex(key));
				if (held.generation != generation) {
					return false;
				}
				held.values.put(hex(key), new Value(value, millis() + liveMillis));
				return true;
			});
		}

		@Override
		public CompletableFuture<Boolean> fillIfUnmoved(Shard shard, byte[] key, Control unmoved, byte[] value,
				long liveMillis, long node) {
			return call("offer", () -> {
				Held held = held(shard);
				if (!held.control().equals(unmoved) || isLeased(shard, key) || stored(shard, key) != null) {
					return false;
				}
				held.values.put(hex(key), new Value(value, millis() + liveMillis));
				held.sequence++;
				publish(shard, held, node, key);
				return true;
			});
		}

		/**
		 * What a cache without a protocol does.
		 */
		CompletableFuture<Boolean> put(Shard shard, byte[] key, byte[] value) {
			return call("put", () -> {
				held(shard).values.put(hex(key), new Value(value, Long.MAX_VALUE));
				return true;
			});
		}

		@Override
		public CompletableFuture<Boolean> evict(Shard shard, byte[] key, long node) {
			return call("evict", () -> {
				Held held = held(shard);
				boolean existed = stored(shard, key) != null;
				held.values.remove(hex(key));
				held.leases.remove(hex(key));
				held.sequence++;
				publish(shard, held, node, key);
				return existed;
			});
		}

		@Override
		public CompletableFuture<Control> clear(Shard shard, long node) {
			return call("clear", () -> raised(shard, node));
		}

		private Control raised(Shard shard, long node) {
			Held held = held(shard);
			held.generation++;
			held.sequence++;
			publish(shard, held, node, null);
			return held.control();
		}

		@Override
		public CompletableFuture<Control> adopt(Shard shard, long node) {
			return call("adopt", () -> {
				Held held = held(shard);
				if (held.run == TestEngine.this.run) {
					return held.control();
				}
				held.run = TestEngine.this.run;
				return raised(shard, node);
			});
		}

		@Override
		public CompletableFuture<List<@Nullable Control>> controls(String cache) {
			return call("controls", () -> {
				List<@Nullable Control> controls = new ArrayList<>();
				for (int i = 0; i < Shard.COUNT; i++) {
					controls.add(control(new Shard(cache, i)));
				}
				return controls;
			});
		}

		@Override
		public void subscribe(String cache) {
			if (this.hears) {
				listener().listening();
			}
		}

		@Override
		public CompletableFuture<Void> barrier() {
			if (!this.hears) {
				return CompletableFuture.failedFuture(new IllegalStateException("not listening"));
			}
			CompletableFuture<Void> future = new CompletableFuture<>();
			this.inbox.add(() -> future.complete(null));
			if (!TestEngine.this.stepwise) {
				deliverAll();
			}
			return future;
		}

		@Override
		public void start(Listener listener) {
			this.listener = listener;
			if (!TestEngine.this.refusing) {
				connect();
			}
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
