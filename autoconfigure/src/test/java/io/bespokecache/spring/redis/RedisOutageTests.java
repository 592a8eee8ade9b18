package io.bespokecache.spring.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bespokecache.shared.Claim;
import io.bespokecache.shared.Claim.Outcome;
import io.bespokecache.shared.Control;
import io.bespokecache.shared.Reading;
import io.bespokecache.shared.Shard;
import io.bespokecache.testing.RedisProcess;
import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.bespokecache.spring.redis.StoreClient.get;
import static io.bespokecache.spring.redis.StoreClient.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that ends, comes back, halts, or is not there.
 */
class RedisOutageTests {

	private static final String CACHE = "cities";

	private static final byte[] KEY = { 1, 2, 3 };

	private static final Shard SHARD = new Shard(CACHE, Shard.indexOf(KEY));

	private static final long MINUTE = Duration.ofMinutes(1).toMillis();

	private final RedisProcess server = RedisProcess.start();

	private final List<StoreClient> clients = new ArrayList<>();

	@AfterEach
	void end() {
		this.clients.forEach(StoreClient::close);
		this.server.close();
	}

	private StoreClient client() {
		StoreClient client = StoreClient.of(this.server.details(), CACHE);
		this.clients.add(client);
		return client;
	}

	@Test
	void theStoreStartsWhileThereIsNoServer() {
		this.server.kill();
		StoreClient client = client();
		assertThat(client.store().read(SHARD, KEY)).isCompletedExceptionally();
		assertThat(client.store().barrier()).isCompletedExceptionally();
		assertThat(client.events().connection()).isEmpty();
		this.server.startAgain();
		client.awaitUp();
		assertThat(client.events().connection()).containsExactly("connected");
		assertThat(client.events().announcements()).containsExactly("listening");
	}

	@Test
	void operationsAreRejectedAtOnceWhileTheServerIsAway() {
		StoreClient client = client().awaitUp();
		this.server.kill();
		until(() -> !client.events().isConnected() && !client.events().isListening());
		assertThat(client.store().evict(SHARD, KEY, 1)).isCompletedExceptionally();
		assertThat(client.store().controls(CACHE)).isCompletedExceptionally();
		assertThat(client.store().barrier()).isCompletedExceptionally();
		this.server.startAgain();
		client.awaitUp();
		assertThat(client.events().connection()).containsExactly("connected", "disconnected", "connected");
		assertThat(client.events().announcements()).containsExactly("listening", "deaf", "listening");
		assertThat(get(client.store().evict(SHARD, KEY, 1))).isFalse();
	}

	@Test
	void whatAnOldCopyBroughtBackIsClearedOnceByTheFirstWhoAdopts() {
		StoreClient one = client().awaitUp();
		StoreClient other = client().awaitUp();
		Control before = get(one.store().adopt(SHARD, 1));
		assertThat(get(one.store().fillIfUnmoved(SHARD, KEY, before, new byte[20], MINUTE, 1))).isTrue();
		this.server.save();
		get(one.store().evict(SHARD, KEY, 1));
		this.server.kill();
		until(() -> !one.events().isConnected() && !other.events().isConnected());
		until(() -> !one.events().isListening() && !other.events().isListening());
		this.server.startAgain();
		one.awaitUp();
		other.awaitUp();
		Reading reading = get(one.store().read(SHARD, KEY));
		assertThat(reading.value()).isNotNull();
		assertThat(reading.control())
			.isEqualTo(new Control(before.epoch(), before.sequence() + 1, before.generation()));
		CompletableFuture<Control> byOne = one.store().adopt(SHARD, 1);
		CompletableFuture<Control> byOther = other.store().adopt(SHARD, 2);
		Control after = new Control(before.epoch(), before.sequence() + 2, before.generation() + 1);
		assertThat(get(byOne)).isEqualTo(after);
		assertThat(get(byOther)).isEqualTo(after);
		get(other.store().barrier());
		assertThat(other.events().messages()).filteredOn((message) -> message.key() == null)
			.singleElement()
			.satisfies((message) -> assertThat(message.control()).isEqualTo(after));
	}

	@Test
	void aServerThatComesBackEmptyHasOtherEpochsAndGenerations() {
		StoreClient client = client().awaitUp();
		Control before = get(client.store().adopt(SHARD, 1));
		this.server.kill();
		until(() -> !client.events().isConnected());
		this.server.startAgainEmpty();
		client.awaitUp();
		assertThat(get(client.store().read(SHARD, KEY)).control()).isNull();
		Control after = get(client.store().adopt(SHARD, 1));
		assertThat(after.epoch()).isNotEqualTo(before.epoch());
		assertThat(after.generation()).isNotEqualTo(before.generation());
	}

	@Test
	void whatIsUnderWayFailsAndIsNotRepeatedWhenTheServerComesBack() {
		StoreClient client = client().awaitUp();
		Control before = get(client.store().clear(SHARD, 1));
		this.server.save();
		this.server.pause();
		List<CompletableFuture<Control>> clears = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			clears.add(client.store().clear(SHARD, 1));
		}
		this.server.kill();
		this.server.startAgain();
		client.awaitUp();
		until(() -> client.events().connection().size() == 3);
		assertThat(clears).allMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(get(client.store().read(SHARD, KEY)).control()).isEqualTo(before);
	}

	@Test
	void nothingIsExecutedTwiceHoweverOftenConnectionsAreCut() throws InterruptedException {
		StoreClient client = client().awaitUp();
		get(client.store().adopt(SHARD, 1));
		AtomicBoolean stop = new AtomicBoolean();
		Thread cutter = new Thread(() -> {
			while (!stop.get()) {
				this.server.command("CLIENT", "KILL", "TYPE", "normal");
			}
		});
		cutter.start();
		int succeeded = 0;
		int failed = 0;
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
		while (System.nanoTime() - end < 0) {
			List<CompletableFuture<Control>> clears = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				clears.add(client.store().clear(SHARD, 1));
			}
			for (CompletableFuture<Control> clear : clears) {
				try {
					clear.get(30, TimeUnit.SECONDS);
					succeeded++;
				}
				catch (ExecutionException ex) {
					failed++;
				}
				catch (TimeoutException ex) {
					throw new AssertionError("neither succeeds nor fails", ex);
				}
			}
		}
		stop.set(true);
		cutter.join();
		client.awaitUp();
		until(() -> get(client.store().controls(CACHE).exceptionally((failure) -> List.of())).size() == Shard.COUNT);
		// Of those before it, none need have succeeded: connections may be cut that fast.
		get(client.store().clear(SHARD, 1));
		succeeded++;
		Control control = Objects.requireNonNull(get(client.store().read(SHARD, KEY)).control());
		assertThat(control.sequence()).isBetween((long) succeeded, (long) succeeded + failed);
		assertThat(failed).isPositive();
	}

	@Test
	void subscriptionsComeBackHoweverOftenTheyAreCut() {
		StoreClient client = client().awaitUp();
		for (int i = 0; i < 20; i++) {
			int deaf = client.events().announcements().size();
			this.server.command("CLIENT", "KILL", "TYPE", "pubsub");
			until(() -> client.events().announcements().size() >= deaf + 2);
		}
		client.awaitUp();
		get(client.store().evict(SHARD, KEY, 1));
		get(client.store().barrier());
		assertThat(client.events().messages()).hasSize(1);
		assertThat(client.events().connection()).as("the other connection").containsExactly("connected");
	}

	@Test
	void aServerThatHaltsCountsAsLost() {
		StoreClient client = client().awaitUp();
		this.server.pause();
		CompletableFuture<Reading> reading = client.store().read(SHARD, KEY);
		until(() -> !client.events().isConnected() && !client.events().isListening());
		until(reading::isCompletedExceptionally);
		assertThat(client.store().read(SHARD, KEY)).isCompletedExceptionally();
		this.server.resume();
		client.awaitUp();
		assertThat(get(client.store().read(SHARD, KEY)).value()).isNull();
	}

	@Test
	void scriptsThatTheServerHasForgottenAreSentAgain() {
		StoreClient client = client().awaitUp();
		this.server.command("SCRIPT", "FLUSH");
		Claim claim = get(client.store().claim(SHARD, KEY, null, 1, MINUTE));
		assertThat(claim.outcome()).isEqualTo(Outcome.GRANTED);
		assertThat(get(client.store().fill(SHARD, KEY, 1, claim.control().generation(), new byte[20], MINUTE)))
			.isTrue();
		assertThat(get(client.store().evict(SHARD, KEY, 1))).isTrue();
	}

	@Test
	void closingFailsWhatIsUnderWayAndLeavesNoThread() {
		Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
		StoreClient client = client().awaitUp();
		this.server.pause();
		CompletableFuture<Reading> reading = client.store().read(SHARD, KEY);
		client.close();
		until(reading::isCompletedExceptionally);
		assertThat(client.store().read(SHARD, KEY)).isCompletedExceptionally();
		until(() -> newThreads(before).isEmpty());
		assertThat(client.events().connection()).containsExactly("connected");
	}

	@Test
	void closingLeavesNoThreadWhereThereNeverWasAServer() {
		this.server.kill();
		Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
		client().close();
		until(() -> newThreads(before).isEmpty());
	}

	/** The thread of Netty's own comes when it is needed, and ends by itself. */
	private static List<String> newThreads(Set<Thread> before) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread) && thread.isAlive())
			.map(Thread::getName)
			.filter((name) -> name.contains("lettuce") || name.contains("netty") || name.contains("globalEvent"))
			.toList();
	}

	@Test
	void aStoreIsStartedOnce() {
		StoreClient client = client();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> client.store().start(new RecordedEvents()));
	}

	@Test
	void theFailureIsThatOfTheClient() {
		StoreClient client = client().awaitUp();
		this.server.command("SET", "test:{cities:" + SHARD.index() + "}:c", "x");
		assertThat(get(client.store().read(SHARD, KEY)).control()).as("as if it were not there").isNull();
		Control control = new Control(1, 2, 3);
		assertThat(client.store().fillIfUnmoved(SHARD, KEY, control, new byte[20], MINUTE, 1))
			.failsWithin(StoreClient.PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(RedisException.class)
			.withMessageContaining("WRONGTYPE");
	}

	@Test
	void somethingElseInThePlaceOfAShardIsReplacedAndTheOtherShardsDoNotSuffer() {
		StoreClient client = client().awaitUp();
		String name = "test:{cities:" + SHARD.index() + "}:c";
		get(client.store().clear(new Shard("cities", (SHARD.index() + 1) % Shard.COUNT), 1));
		this.server.command("SET", name, "x");
		List<@Nullable Control> controls = get(client.store().controls("cities"));
		assertThat(controls.get(SHARD.index())).isNull();
		assertThat(controls.get((SHARD.index() + 1) % Shard.COUNT)).isNotNull();
		assertThat(get(client.store().claim(SHARD, KEY, null, 1, MINUTE)).outcome()).isEqualTo(Outcome.GRANTED);
		for (int round = 0; round < 3; round++) {
			this.server.command("DEL", name);
			this.server.command("SET", name, "x");
			switch (round) {
				case 0 -> get(client.store().evict(SHARD, KEY, 1));
				case 1 -> get(client.store().clear(SHARD, 1));
				default -> get(client.store().adopt(SHARD, 1));
			}
			assertThat(get(client.store().controls("cities")).get(SHARD.index())).isNotNull();
		}
	}

}
