package io.bespokecache.spring.redis;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import io.bespokecache.shared.Claim;
import io.bespokecache.shared.Control;
import io.bespokecache.shared.Reading;
import io.bespokecache.shared.Shard;
import io.bespokecache.shared.SharedStore;
import io.bespokecache.spring.redis.CommandConnection.Ready;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.util.Assert;

/**
 * Redis, or Valkey, as the engine of a shared second level: one server, one that Sentinel
 * watches over, or a cluster. Version 6 or later, version 7 for a cluster.
 * <p>
 * It has connections and threads of its own. A connection that is lost is replaced; what
 * was sent over it fails, and is not repeated. A server that does not answer for some
 * seconds counts as lost. The user of Redis needs the commands {@code INFO},
 * {@code GETRANGE}, {@code PTTL}, {@code HMGET}, {@code EVAL}, {@code EVALSHA},
 * {@code SUBSCRIBE} and those that the scripts use; in a cluster {@code CLUSTER NODES}
 * and {@code SSUBSCRIBE}.
 * <p>
 * After somebody else has removed the scripts from the server by {@code SCRIPT FLUSH},
 * the first call of each may be executed after operations that were called later.
 */
public final class RedisSharedStore implements SharedStore {

	/** Lua counts on from it exactly for long enough. */
	private static final long MAXIMUM_FIRST_GENERATION = 1L << 52;

	/** What makes processes draw different numbers. */
	private static final long SALT = new SecureRandom().nextLong();

	/** What a claimant has seen who has seen nothing: no value begins so. */
	private static final byte[] NOTHING = {};

	private static final int BYTES_THAT_TELL_VALUES_APART = 16;

	/** What a claim is answered with, beside 1 for one that somebody else has. */
	private static final long GRANTED = 0;

	private static final long PRESENT = 2;

	private final DataRedisConnectionDetails details;

	private final RedisKeys keys;

	private final int maximumBytes;

	private final Set<String> caches = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

	private volatile boolean closed;

	/**
	 * Creates an engine. Connects to nothing.
	 * @param details where Redis is
	 * @param prefix what the names of all keys and channels begin with. Processes share
	 * their caches if they have the same
	 * @param maximumBytes greatest length of a value; of a longer one no more than one
	 * byte more is read, so that it takes no memory
	 */
	public RedisSharedStore(DataRedisConnectionDetails details, String prefix, int maximumBytes) {
		Assert.isTrue(maximumBytes > 0, "'maximumBytes' must be positive");
		this.maximumBytes = maximumBytes;
		Assert.notNull(details, "'details' must not be null");
		Assert.notNull(prefix, "'prefix' must not be null");
		this.details = details;
		this.keys = new RedisKeys(prefix);
	}

	@Override
	public void start(Listener listener) {
		RedisAddress address = RedisAddress.of(this.details);
		RedisClientThreads threads = new RedisClientThreads(address.options());
		RedisTopology topology = (address.kind() == RedisAddress.Kind.CLUSTER)
				? new ClusterTopology(threads, address, this.keys, listener)
				: new SingleServerTopology(threads, address, this.keys, listener);
		Running running = new Running(threads, topology);
		if (this.closed || !this.running.compareAndSet(null, running)) {
			threads.close();
			throw new IllegalStateException("Has been started, or closed");
		}
		this.caches.forEach(topology::subscribe);
		topology.start();
	}

	@Override
	public void close() {
		this.closed = true;
		Running running = this.running.get();
		if (running != null) {
			running.topology.close();
			running.threads.close();
		}
	}

	@Override
	public void subscribe(String cache) {
		Running running = this.running.get();
		if (this.caches.add(cache) && running != null) {
			running.topology.subscribe(cache);
		}
	}

	@Override
	public CompletableFuture<Void> barrier() {
		Running running = this.running.get();
		return (running != null) ? answer(running.topology.barrier(), (done) -> null) : notConnected();
	}

	@Override
	public CompletableFuture<Reading> read(Shard shard, byte[] key) {
		Target target = target(shard);
		if (target == null) {
			return notConnected();
		}
		AsyncCommand<byte[], byte[], List<Object>> control = ControlFormat.command(this.keys.control(shard));
		Question question = ask(shard, key);
		target.send(List.of(control, question.remaining, question.value));
		return target.answer(question.value, (found) -> question.reading(found, control(control)));
	}

	@Override
	public CompletableFuture<Reading> peek(Shard shard, byte[] key) {
		Target target = target(shard);
		if (target == null) {
			return notConnected();
		}
		Question question = ask(shard, key);
		target.send(List.of(question.remaining, question.value));
		return target.answer(question.value, (found) -> question.reading(found, null));
	}

	/**
	 * The time to live is asked for before the value: if another value takes its place in
	 * between, it is believed for too short a time, not for too long.
	 */
	private Question ask(Shard shard, byte[] key) {
		byte[] name = this.keys.value(shard, key);
		return new Question(EncodedCommand.of(CommandType.PTTL, new IntegerOutput<>(ByteArrayCodec.INSTANCE), name),
				EncodedCommand.of(CommandType.GETRANGE, new ValueOutput<>(ByteArrayCodec.INSTANCE), name, 0,
						this.maximumBytes));
	}

	/**
	 * Of something else in a shard's place nobody can tell where it stands: the next
	 * script lets it come into being anew. The other shards are not to suffer.
	 */
	private static @Nullable Control control(AsyncCommand<byte[], byte[], List<Object>> question) {
		try {
			return ControlFormat.readNullable(answered(question));
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RedisCommandExecutionException refusal
					&& String.valueOf(refusal.getMessage()).startsWith("WRONGTYPE")) {
				return null;
			}
			throw ex;
		}
	}

	/** Of what comes before what has been answered: answers come in order. */
	private static <T> T answered(CompletableFuture<T> earlier) {
		if (!earlier.isDone()) {
			throw ControlFormat.nonsense();
		}
		return earlier.join();
	}

	@Override
	public CompletableFuture<Claim> claim(Shard shard, byte[] key, byte @Nullable [] seen, long lease,
			long leaseMillis) {
		return execute(shard,
				(target) -> new Operation(Script.CLAIM, shard, keysOf(shard, key),
						list(beginning(target), lease, leaseMillis, beginning(seen), this.maximumBytes)),
				RedisSharedStore::claim);
	}

	private static Claim claim(List<Object> answer) {
		if (answer.size() < 4 || !(answer.get(0) instanceof Long outcome)) {
			throw ControlFormat.nonsense();
		}
		Control control = ControlFormat.read(answer.subList(1, 4), 0);
		if (outcome != PRESENT) {
			return Claim.absent(control, outcome == GRANTED);
		}
		if (answer.size() != 6 || !(answer.get(4) instanceof Long remaining)
				|| !(answer.get(5) instanceof byte[] value)) {
			throw ControlFormat.nonsense();
		}
		return Claim.present(control, value, Math.max(0, remaining));
	}

	private static byte[] beginning(byte @Nullable [] value) {
		return (value != null) ? Arrays.copyOf(value, Math.min(value.length, BYTES_THAT_TELL_VALUES_APART)) : NOTHING;
	}

	@Override
	public CompletableFuture<Boolean> renew(Shard shard, byte[] key, long lease, long leaseMillis) {
		return execute(shard, (target) -> new Operation(Script.RENEW, shard, List.of(this.keys.lease(shard, key)),
				List.of(lease, leaseMillis)), RedisSharedStore::isOne);
	}

	@Override
	public CompletableFuture<Void> release(Shard shard, byte[] key, long lease) {
		return execute(shard,
				(target) -> new Operation(Script.RELEASE, shard, List.of(this.keys.lease(shard, key)), List.of(lease)),
				(answer) -> null);
	}

	@Override
	public CompletableFuture<Boolean> fill(Shard shard, byte[] key, long lease, long generation, byte[] value,
			long liveMillis) {
		return execute(shard, (target) -> new Operation(Script.FILL, shard, keysOf(shard, key),
				List.of(lease, generation, value, liveMillis)), RedisSharedStore::isOne);
	}

	@Override
	public CompletableFuture<Boolean> fillIfUnmoved(Shard shard, byte[] key, Control unmoved, byte[] value,
			long liveMillis, long node) {
		return execute(shard, (target) -> {
			List<byte[]> keys = new ArrayList<>(keysOf(shard, key));
			keys.add(target.topology.channelOf(shard));
			return new Operation(Script.FILL_IF_UNMOVED, shard, keys,
					List.of(unmoved.epoch(), unmoved.sequence(), unmoved.generation(), target.topology.publish(),
							MessageFormat.headOfEviction(shard, node, key), key, value, liveMillis));
		}, RedisSharedStore::isOne);
	}

	@Override
	public CompletableFuture<Boolean> evict(Shard shard, byte[] key, long node) {
		return execute(shard, (target) -> {
			List<byte[]> keys = new ArrayList<>(keysOf(shard, key));
			keys.add(target.topology.channelOf(shard));
			return new Operation(Script.EVICT, shard, keys, list(beginning(target), target.topology.publish(),
					MessageFormat.headOfEviction(shard, node, key), key));
		}, RedisSharedStore::isOne);
	}

	@Override
	public CompletableFuture<Control> clear(Shard shard, long node) {
		return execute(shard, (target) -> clearing(Script.CLEAR, target, shard, node),
				(answer) -> ControlFormat.read(answer, 0));
	}

	@Override
	public CompletableFuture<Control> adopt(Shard shard, long node) {
		return execute(shard, (target) -> clearing(Script.ADOPT, target, shard, node),
				(answer) -> ControlFormat.read(answer, 0));
	}

	private Operation clearing(Script script, Target target, Shard shard, long node) {
		return new Operation(script, shard, List.of(this.keys.control(shard), target.topology.channelOf(shard)),
				list(beginning(target), target.topology.publish(), MessageFormat.headOfClear(shard, node)));
	}

	@Override
	public CompletableFuture<List<@Nullable Control>> controls(String cache) {
		List<AsyncCommand<byte[], byte[], List<Object>>> questions = new ArrayList<>();
		Map<CommandConnection, Target> targets = new LinkedHashMap<>();
		Map<CommandConnection, Collection<RedisCommand<byte[], byte[], ?>>> batches = new LinkedHashMap<>();
		for (int index = 0; index < Shard.COUNT; index++) {
			Shard shard = new Shard(cache, index);
			Target target = target(shard);
			if (target == null) {
				return notConnected();
			}
			AsyncCommand<byte[], byte[], List<Object>> question = ControlFormat.command(this.keys.control(shard));
			questions.add(question);
			targets.putIfAbsent(target.connection, target);
			batches.computeIfAbsent(target.connection, (connection) -> new ArrayList<>()).add(question);
		}
		targets.forEach((connection, target) -> target.send(batches.getOrDefault(connection, List.of())));
		CompletableFuture<?> all = CompletableFuture.allOf(questions.toArray(CompletableFuture[]::new));
		return answer(all.handle((done, failure) -> questions), (answered) -> {
			List<@Nullable Control> controls = new ArrayList<>(answered.size());
			for (AsyncCommand<byte[], byte[], List<Object>> question : answered) {
				controls.add(control(question));
			}
			return controls;
		});
	}

	private List<byte[]> keysOf(Shard shard, byte[] key) {
		return List.of(this.keys.control(shard), this.keys.value(shard, key), this.keys.lease(shard, key));
	}

	/** What a shard begins with if it is not there. */
	private static List<Object> beginning(Target target) {
		long epoch = draw() >>> 1;
		long generation = draw() & (MAXIMUM_FIRST_GENERATION - 1);
		return List.of(epoch, generation, target.ready.run());
	}

	private static long draw() {
		return SALT ^ ThreadLocalRandom.current().nextLong();
	}

	private static List<Object> list(List<Object> first, Object... others) {
		List<Object> list = new ArrayList<>(first);
		list.addAll(Arrays.asList(others));
		return list;
	}

	private static boolean isOne(List<Object> answer) {
		if (answer.size() != 1 || !(answer.get(0) instanceof Long number)) {
			throw ControlFormat.nonsense();
		}
		return number == 1;
	}

	private <T extends @Nullable Object> CompletableFuture<T> execute(Shard shard,
			Function<Target, Operation> operation, Function<List<Object>, T> reader) {
		Target target = target(shard);
		if (target == null) {
			return notConnected();
		}
		Operation called = operation.apply(target);
		AsyncCommand<byte[], byte[], List<Object>> command = called.byDigest();
		target.send(List.of(command));
		CompletableFuture<List<Object>> answered = command.exceptionallyCompose((failure) -> {
			if (!(failure instanceof RedisNoScriptException)) {
				return CompletableFuture.failedFuture(failure);
			}
			AsyncCommand<byte[], byte[], List<Object>> again = called.bySource();
			target.send(List.of(again));
			return again;
		});
		return target.answer(answered, reader);
	}

	private @Nullable Target target(Shard shard) {
		Running running = this.running.get();
		CommandConnection connection = (running != null) ? running.topology.commandsOf(shard) : null;
		Ready ready = (connection != null) ? connection.current() : null;
		return (running != null && connection != null && ready != null)
				? new Target(running.topology, connection, ready) : null;
	}

	private static <T extends @Nullable Object> CompletableFuture<T> notConnected() {
		return CompletableFuture.failedFuture(CommandConnection.notConnected());
	}

	private static <A extends @Nullable Object, T extends @Nullable Object> CompletableFuture<T> answer(
			CompletableFuture<A> answer, Function<A, T> reader) {
		return answer(answer, reader, (reason) -> {
		});
	}

	/** Fails with what failed, not with what that was wrapped into. */
	private static <A extends @Nullable Object, T extends @Nullable Object> CompletableFuture<T> answer(
			CompletableFuture<A> answer, Function<A, T> reader, Consumer<Throwable> refused) {
		CompletableFuture<T> result = new CompletableFuture<>();
		CompletableFuture<A> unused = answer.whenComplete((answered, failure) -> {
			Throwable reason = failure;
			if (reason == null) {
				try {
					result.complete(reader.apply(answered));
					return;
				}
				catch (RuntimeException ex) {
					reason = ex;
				}
			}
			reason = KeptConnection.unwrap(reason);
			result.completeExceptionally(reason);
			refused.accept(reason);
		});
		return result;
	}

	/**
	 * What is asked of a key.
	 *
	 * @param remaining how long its value lives
	 * @param value the value, asked for last
	 */
	private record Question(AsyncCommand<byte[], byte[], Long> remaining, AsyncCommand<byte[], byte[], byte[]> value) {

		/** What is not there reads as nothing. */
		Reading reading(byte @Nullable [] found, @Nullable Control control) {
			return (found != null && found.length > 0)
					? new Reading(found, Math.max(0, answered(this.remaining)), control)
					: new Reading(null, 0, control);
		}

	}

	/**
	 * What {@link #start} has made.
	 *
	 * @param threads the client and its threads
	 * @param topology the servers
	 */
	private record Running(RedisClientThreads threads, RedisTopology topology) {

	}

	/**
	 * Where an operation is sent.
	 *
	 * @param topology the servers
	 * @param connection the connection to the server of the shard
	 * @param ready that connection as it is now
	 */
	private record Target(RedisTopology topology, CommandConnection connection, Ready ready) {

		void send(Collection<RedisCommand<byte[], byte[], ?>> commands) {
			this.connection.send(this.ready, commands);
		}

		<A extends @Nullable Object, T extends @Nullable Object> CompletableFuture<T> answer(
				CompletableFuture<A> answer, Function<A, T> reader) {
			return RedisSharedStore.answer(answer, reader,
					(reason) -> this.topology.refused(this.connection, this.ready, reason));
		}

	}

}
