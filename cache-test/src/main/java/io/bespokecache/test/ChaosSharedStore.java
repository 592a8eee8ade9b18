package io.bespokecache.test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.bespokecache.shared.Claim;
import io.bespokecache.shared.Control;
import io.bespokecache.shared.Message;
import io.bespokecache.shared.Reading;
import io.bespokecache.shared.Shard;
import io.bespokecache.shared.SharedStore;
import org.jspecify.annotations.Nullable;

/**
 * A shared store that has faults, which a {@link Chaos} begins and ends. Without any, it
 * does what the engine does that it wraps. Thread-safe.
 * <p>
 * With faults it keeps all that {@link SharedStore} promises but the order of
 * announcements, and that only where a test reorders or doubles them.
 */
public final class ChaosSharedStore implements SharedStore {

	private static final byte[] NO_VALUE = {};

	private final SharedStore engine;

	private final Chaos chaos;

	private final Turns turns = new Turns();

	private final LateListener listener = new LateListener();

	private final Connection commands = Connection.ofCommands(this.listener);

	private final Announcements announcements;

	/**
	 * Wraps an engine that has not been started.
	 * @param engine the engine
	 * @param chaos begins and ends the faults. Several stores can have the same, and meet
	 * with the same faults then
	 */
	public ChaosSharedStore(SharedStore engine, Chaos chaos) {
		this.engine = engine;
		this.chaos = chaos;
		this.announcements = new Announcements(chaos.messageFaults(), this.listener);
		chaos.add(this);
	}

	@Override
	public CompletableFuture<Reading> read(Shard shard, byte[] key) {
		return execute(Operation.READ, shard, (value) -> this.engine.read(shard, key), ChaosSharedStore::corrupted);
	}

	@Override
	public CompletableFuture<Reading> peek(Shard shard, byte[] key) {
		return execute(Operation.READ, shard, (value) -> this.engine.peek(shard, key), ChaosSharedStore::corrupted);
	}

	private static Reading corrupted(Reading reading, SelectedFault<Call> fault) {
		byte[] value = reading.value();
		return (value != null) ? new Reading(fault.corrupted(value), reading.remainingMillis(), reading.control())
				: reading;
	}

	@Override
	public CompletableFuture<Claim> claim(Shard shard, byte[] key, byte @Nullable [] seen, long lease,
			long leaseMillis) {
		return execute(Operation.CLAIM, shard, (value) -> this.engine.claim(shard, key, seen, lease, leaseMillis),
				ChaosSharedStore::corrupted);
	}

	private static Claim corrupted(Claim claim, SelectedFault<Call> fault) {
		byte[] value = claim.value();
		return (value != null) ? Claim.present(claim.control(), fault.corrupted(value), claim.remainingMillis())
				: claim;
	}

	@Override
	public CompletableFuture<Boolean> renew(Shard shard, byte[] key, long lease, long leaseMillis) {
		return execute(Operation.RENEW, shard, () -> this.engine.renew(shard, key, lease, leaseMillis));
	}

	@Override
	public CompletableFuture<Void> release(Shard shard, byte[] key, long lease) {
		return execute(Operation.RELEASE, shard, () -> this.engine.release(shard, key, lease));
	}

	@Override
	public CompletableFuture<Boolean> fill(Shard shard, byte[] key, long lease, long generation, byte[] value,
			long liveMillis) {
		return execute(Operation.FILL, shard, value,
				(sent) -> this.engine.fill(shard, key, lease, generation, sent, liveMillis));
	}

	@Override
	public CompletableFuture<Boolean> fillIfUnmoved(Shard shard, byte[] key, Control unmoved, byte[] value,
			long liveMillis, long node) {
		return execute(Operation.FILL_IF_UNMOVED, shard, value,
				(sent) -> this.engine.fillIfUnmoved(shard, key, unmoved, sent, liveMillis, node));
	}

	@Override
	public CompletableFuture<Boolean> evict(Shard shard, byte[] key, long node) {
		return execute(Operation.EVICT, shard, () -> this.engine.evict(shard, key, node));
	}

	@Override
	public CompletableFuture<Control> clear(Shard shard, long node) {
		return execute(Operation.CLEAR, shard, () -> this.engine.clear(shard, node));
	}

	@Override
	public CompletableFuture<Control> adopt(Shard shard, long node) {
		return execute(Operation.ADOPT, shard, () -> this.engine.adopt(shard, node));
	}

	@Override
	public CompletableFuture<List<@Nullable Control>> controls(String cache) {
		List<Shard> shards = IntStream.range(0, Shard.COUNT).mapToObj((index) -> new Shard(cache, index)).toList();
		return execute(new Exchange<>(Operation.CONTROLS, cache, (value) -> this.engine.controls(cache),
				ChaosSharedStore::unaltered), shards, NO_VALUE);
	}

	@Override
	public CompletableFuture<Void> barrier() {
		return execute(new Exchange<>(Operation.BARRIER, null,
				(value) -> this.engine.barrier().thenCompose((passed) -> this.announcements.passed()),
				ChaosSharedStore::unaltered), List.of(), NO_VALUE);
	}

	@Override
	public void subscribe(String cache) {
		this.engine.subscribe(cache);
	}

	@Override
	public void start(Listener listener) {
		this.listener.is(listener);
		this.engine.start(new EngineListener());
	}

	@Override
	public void close() {
		this.engine.close();
		abandon();
	}

	/**
	 * Ends what is under way, and is no longer befallen by anything.
	 */
	void abandon() {
		this.chaos.remove(this);
		ChaosException closed = new ChaosException("The store has been closed");
		for (Link link : Link.values()) {
			List.copyOf(connection(link).underWay()).forEach((exchange) -> exchange.abort(closed));
		}
	}

	Connection connection(Link link) {
		return (link == Link.COMMANDS) ? this.commands : this.announcements;
	}

	Announcements announcements() {
		return this.announcements;
	}

	private static <T> T unaltered(T answer, SelectedFault<Call> fault) {
		return answer;
	}

	private <T> CompletableFuture<T> execute(Operation operation, Shard shard, Supplier<CompletableFuture<T>> request) {
		return execute(new Exchange<>(operation, shard.cache(), (value) -> request.get(), ChaosSharedStore::unaltered),
				List.of(shard), NO_VALUE);
	}

	private <T> CompletableFuture<T> execute(Operation operation, Shard shard, byte[] value,
			Function<byte[], CompletableFuture<T>> request) {
		return execute(new Exchange<>(operation, shard.cache(), request, ChaosSharedStore::unaltered), List.of(shard),
				value);
	}

	private <T> CompletableFuture<T> execute(Operation operation, Shard shard,
			Function<byte[], CompletableFuture<T>> request, BiFunction<T, SelectedFault<Call>, T> corruption) {
		return execute(new Exchange<>(operation, shard.cache(), request, corruption), List.of(shard), NO_VALUE);
	}

	private <T> CompletableFuture<T> execute(Exchange<T> exchange, List<Shard> shards, byte[] value) {
		Link link = exchange.operation().link();
		Outage outage = this.chaos.enter(exchange, link, connection(link).underWay());
		if (outage != null) {
			outage.strike();
			exchange.fail(outage.reason(link));
			return exchange.answer();
		}
		SelectedFault<Call> fault = this.chaos.requestFaults().strike(exchange.requestCall(), (candidate) -> false);
		CompletableFuture<Void> gate = null;
		byte[] sent = value;
		if (fault != null) {
			switch (fault.effect()) {
				case LOSE -> {
					exchange.fail(new ChaosException("Chaos has refused " + exchange.operation()));
					return exchange.answer();
				}
				case PAUSE -> gate = fault.gate();
				case CORRUPT -> sent = fault.corrupted(value);
				case DUPLICATE, HOLD -> throw new IllegalStateException("That befalls announcements only");
			}
		}
		byte[] altered = sent;
		this.turns.take(shards, gate, () -> exchange.send(altered, this.chaos.answerFaults()));
		return exchange.answer();
	}

	/**
	 * What the engine tells, on its way to the connections.
	 */
	private final class EngineListener implements Listener {

		@Override
		public void connected() {
			ChaosSharedStore.this.commands.engineUp();
		}

		@Override
		public void disconnected(Throwable reason) {
			ChaosSharedStore.this.commands.engineDown(reason);
		}

		@Override
		public void listening() {
			ChaosSharedStore.this.announcements.engineUp();
		}

		@Override
		public void deaf(Throwable reason) {
			ChaosSharedStore.this.announcements.engineDown(reason);
		}

		@Override
		public void received(Message message) {
			ChaosSharedStore.this.announcements.arrive(message);
		}

		@Override
		public void receivedNonsense(String cache) {
			ChaosSharedStore.this.announcements.arriveNonsense(cache);
		}

	}

}
