package io.bespokecache.test;

import java.util.concurrent.CompletableFuture;

import io.bespokecache.shared.Shard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of connections that break.
 */
class DisconnectionTests {

	private final IllegalStateException reason = new IllegalStateException("reset");

	private final ScriptedStore engine = new ScriptedStore();

	private final Chaos chaos = new Chaos();

	private final ChaosSharedStore store = new ChaosSharedStore(this.engine, this.chaos);

	private final OperationCalls calls = new OperationCalls(this.store, new Shard("prices", 1));

	private final HeardEvents heard = new HeardEvents();

	@BeforeEach
	void start() {
		this.store.start(this.heard);
		this.engine.listener().connected();
		this.engine.listener().listening();
		assertThat(this.heard.events).containsExactly("connected", "listening");
		this.heard.events.clear();
	}

	@ParameterizedTest
	@EnumSource(value = Operation.class, mode = EnumSource.Mode.EXCLUDE, names = "BARRIER")
	void withoutCommandsOperationsFailAtOnce(Operation operation) {
		Fault outage = this.chaos.disconnect(Link.COMMANDS);
		assertThat(this.calls.call(operation)).isCompletedExceptionally();
		assertThat(this.store.barrier()).isCompleted();
		assertThat(this.engine.executed).containsExactly(Operation.BARRIER);
		assertThat(outage.count()).isEqualTo(1);
		outage.end();
		assertThat(this.calls.call(operation)).isCompleted();
	}

	@Test
	void withoutAnnouncementsTheyAreLostAndTheBarrierFails() {
		Fault outage = this.chaos.disconnect(Link.ANNOUNCEMENTS);
		this.engine.listener().received(ScriptedStore.message("prices", 1));
		this.engine.listener().receivedNonsense("prices");
		assertThat(this.store.barrier()).isCompletedExceptionally();
		assertThat(this.calls.call(Operation.READ)).isCompleted();
		assertThat(outage.count()).isEqualTo(3);
		outage.end();
		assertThat(this.store.barrier()).isCompleted();
		this.engine.listener().received(ScriptedStore.message("prices", 2));
		assertThat(this.heard.events).containsExactly("deaf", "listening", "prices 2");
	}

	@Test
	void theListenerHearsOfEachConnection() {
		Fault commands = this.chaos.disconnect(Link.COMMANDS);
		assertThat(this.heard.events).containsExactly("disconnected");
		Fault announcements = this.chaos.disconnect(Link.ANNOUNCEMENTS);
		assertThat(this.heard.events).containsExactly("disconnected", "deaf");
		commands.end();
		announcements.end();
		assertThat(this.heard.events).containsExactly("disconnected", "deaf", "connected", "listening");
	}

	@Test
	void noneNamedIsBoth() {
		Fault outage = this.chaos.disconnect();
		outage.end();
		outage.end();
		assertThat(this.heard.events).containsExactlyInAnyOrder("disconnected", "deaf", "connected", "listening");
	}

	@Test
	void anEngineThatGoesDownMeanwhileStaysDown() {
		Fault outage = this.chaos.disconnect(Link.COMMANDS);
		this.engine.listener().disconnected(this.reason);
		outage.end();
		assertThat(this.heard.events).containsExactly("disconnected");
		this.engine.listener().connected();
		assertThat(this.heard.events).containsExactly("disconnected", "connected");
	}

	@Test
	void anEngineThatComesUpMeanwhileIsShownAtTheEnd() {
		this.engine.listener().deaf(this.reason);
		Fault outage = this.chaos.disconnect(Link.ANNOUNCEMENTS);
		this.engine.listener().listening();
		assertThat(this.heard.events).containsExactly("deaf");
		outage.end();
		assertThat(this.heard.events).containsExactly("deaf", "listening");
	}

	@Test
	void ofSeveralOutagesTheLastEndCounts() {
		Fault first = this.chaos.disconnect(Link.COMMANDS);
		Fault second = this.chaos.disconnect(Link.COMMANDS);
		first.end();
		assertThat(this.heard.events).containsExactly("disconnected");
		assertThat(this.calls.call(Operation.READ)).isCompletedExceptionally();
		second.end();
		assertThat(this.heard.events).containsExactly("disconnected", "connected");
		assertThat(this.calls.call(Operation.READ)).isCompleted();
	}

	@Test
	void repeatedEventsOfTheEngineAreHanded() {
		this.engine.listener().listening();
		this.engine.listener().disconnected(this.reason);
		this.engine.listener().disconnected(this.reason);
		assertThat(this.heard.events).containsExactly("listening", "disconnected", "disconnected");
	}

	@Test
	void operationsUnderWayFail() {
		this.engine.silent = true;
		CompletableFuture<?> read = this.calls.call(Operation.READ);
		CompletableFuture<?> barrier = this.store.barrier();
		Fault outage = this.chaos.disconnect(Link.COMMANDS);
		assertThat(read).isCompletedExceptionally();
		assertThat(barrier).isNotDone();
		assertThat(outage.count()).isEqualTo(1);
		this.engine.answerAll();
		assertThat(barrier).isCompleted();
	}

	@Test
	void operationsThatHangFailAndAreNeverExecuted() {
		this.chaos.requests(Operation.EVICT).hang();
		CompletableFuture<?> evict = this.calls.call(Operation.EVICT);
		this.chaos.disconnect(Link.COMMANDS);
		assertThat(evict).isCompletedExceptionally();
		this.chaos.calm();
		assertThat(this.engine.executed).isEmpty();
		assertThat(this.calls.call(Operation.READ)).isCompleted();
	}

	@Test
	void operationsWorkWhenTheListenerHearsOfTheConnection() {
		CompletableFuture<Boolean> worked = new CompletableFuture<>();
		ScriptedStore other = new ScriptedStore();
		ChaosSharedStore otherStore = new ChaosSharedStore(other, this.chaos);
		OperationCalls otherCalls = new OperationCalls(otherStore, new Shard("prices", 1));
		Fault outage = this.chaos.disconnect(Link.COMMANDS);
		HeardEvents events = new HeardEvents() {

			@Override
			public void connected() {
				worked.complete(!otherCalls.call(Operation.READ).isCompletedExceptionally());
			}

		};
		otherStore.start(events);
		other.listener().connected();
		assertThat(worked).isNotDone();
		outage.end();
		assertThat(worked).isCompletedWithValue(true);
	}

	@Test
	void announcementsThatAreHeldAreLost() {
		HeldMessages held = this.chaos.messages().hold();
		this.engine.listener().received(ScriptedStore.message("prices", 1));
		CompletableFuture<Void> barrier = this.store.barrier();
		Fault outage = this.chaos.disconnect(Link.ANNOUNCEMENTS);
		assertThat(held.held()).isZero();
		assertThat(barrier).isCompletedExceptionally();
		assertThat(outage.count()).isEqualTo(2);
		this.chaos.calm();
		assertThat(this.heard.events).containsExactly("deaf", "listening");
	}

	@Test
	void aStoreThatIsMadeMeanwhileIsDisconnected() {
		Fault outage = this.chaos.disconnect();
		ScriptedStore other = new ScriptedStore();
		HeardEvents otherHeard = new HeardEvents();
		ChaosSharedStore otherStore = new ChaosSharedStore(other, this.chaos);
		otherStore.start(otherHeard);
		other.listener().connected();
		assertThat(otherHeard.events).isEmpty();
		assertThat(new OperationCalls(otherStore, new Shard("prices", 1)).call(Operation.READ))
			.isCompletedExceptionally();
		outage.end();
		assertThat(otherHeard.events).containsExactly("connected");
	}

	@Test
	void aStoreThatIsClosedHearsNothingMore() {
		this.store.close();
		this.chaos.disconnect();
		assertThat(this.heard.events).isEmpty();
	}

	@Test
	void anOutageCanBeginWhileTheListenerHears() {
		ScriptedStore other = new ScriptedStore();
		HeardEvents events = new HeardEvents() {

			@Override
			public void connected() {
				super.connected();
				DisconnectionTests.this.chaos.disconnect(Link.COMMANDS);
			}

		};
		new ChaosSharedStore(other, this.chaos).start(events);
		other.listener().connected();
		assertThat(events.events).containsExactly("connected", "disconnected");
	}

}
