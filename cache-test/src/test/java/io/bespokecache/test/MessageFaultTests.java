package io.bespokecache.test;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of faults that befall announcements.
 */
class MessageFaultTests {

	private final ScriptedStore engine = new ScriptedStore();

	private final Chaos chaos = new Chaos();

	private final ChaosSharedStore store = new ChaosSharedStore(this.engine, this.chaos);

	private final HeardEvents heard = new HeardEvents();

	@BeforeEach
	void start() {
		this.store.start(this.heard);
	}

	private void announce(int from, int to) {
		for (int sequence = from; sequence <= to; sequence++) {
			this.engine.listener().received(ScriptedStore.message("prices", sequence));
		}
	}

	private List<String> take() {
		List<String> events = List.copyOf(this.heard.events);
		this.heard.events.clear();
		return events;
	}

	@Test
	void withoutFaultsTheyArrive() {
		announce(1, 2);
		this.engine.listener().receivedNonsense("rates");
		assertThat(this.heard.events).containsExactly("prices 1", "prices 2", "rates nonsense");
	}

	@Test
	void droppedOnesDoNotArrive() {
		Fault fault = this.chaos.messages().next(2).drop();
		announce(1, 3);
		assertThat(this.heard.events).containsExactly("prices 3");
		assertThat(fault.count()).isEqualTo(2);
	}

	@Test
	void doubledOnesArriveTwice() {
		Fault fault = this.chaos.messages().next(1).duplicate();
		announce(1, 2);
		assertThat(this.heard.events).containsExactly("prices 1", "prices 1", "prices 2");
		assertThat(fault.count()).isEqualTo(1);
	}

	@Test
	void corruptedOnesArriveAsNonsense() {
		Fault fault = this.chaos.messages().corrupt();
		announce(1, 1);
		fault.end();
		announce(2, 2);
		assertThat(this.heard.events).containsExactly("prices nonsense", "prices 2");
	}

	@Test
	void onlyThoseThatMeetTheConditionAreBefallen() {
		this.chaos.messages().that((message) -> message.control().sequence() == 2).drop();
		announce(1, 3);
		assertThat(this.heard.events).containsExactly("prices 1", "prices 3");
	}

	@Test
	void onlyTheChosenCacheIsBefallen() {
		this.chaos.messages().ofCache("rates").drop();
		this.engine.listener().received(ScriptedStore.message("rates", 1));
		announce(1, 1);
		assertThat(this.heard.events).containsExactly("prices 1");
	}

	@Test
	void aSeedDecidesWhichAreDropped() {
		Fault first = this.chaos.messages().some(0.5, 3).drop();
		announce(1, 30);
		first.end();
		List<String> left = take();
		assertThat(left).hasSize(30 - first.count()).hasSizeBetween(1, 29);
		this.chaos.messages().some(0.5, 3).drop();
		announce(1, 30);
		assertThat(take()).isEqualTo(left);
	}

	@Test
	void heldOnesArriveInTheOrderOfTheirRelease() {
		HeldMessages held = this.chaos.messages().hold();
		announce(1, 3);
		assertThat(this.heard.events).isEmpty();
		assertThat(held.held()).isEqualTo(3);
		held.releaseInOrder();
		assertThat(take()).containsExactly("prices 1", "prices 2", "prices 3");
		assertThat(held.held()).isZero();
		assertThat(held.count()).isEqualTo(3);
		announce(4, 4);
		assertThat(take()).containsExactly("prices 4");
	}

	@Test
	void heldOnesCanArriveReversed() {
		HeldMessages held = this.chaos.messages().hold();
		announce(1, 3);
		held.releaseReversed();
		assertThat(this.heard.events).containsExactly("prices 3", "prices 2", "prices 1");
	}

	@Test
	void heldOnesCanArriveShuffled() {
		HeldMessages first = this.chaos.messages().hold();
		announce(1, 20);
		first.releaseShuffled(1);
		List<String> order = take();
		announce(1, 20);
		List<String> unshuffled = take();
		HeldMessages second = this.chaos.messages().hold();
		announce(1, 20);
		second.releaseShuffled(1);
		assertThat(take()).isEqualTo(order).isNotEqualTo(unshuffled).containsExactlyInAnyOrderElementsOf(unshuffled);
	}

	@Test
	void othersOvertakeThoseThatAreHeld() {
		HeldMessages held = this.chaos.messages().next(1).hold();
		announce(1, 2);
		held.end();
		assertThat(this.heard.events).containsExactly("prices 2", "prices 1");
	}

	@Test
	void aSecondEndReleasesNothing() {
		HeldMessages held = this.chaos.messages().hold();
		announce(1, 1);
		held.end();
		HeldMessages other = this.chaos.messages().hold();
		announce(2, 2);
		held.end();
		assertThat(this.heard.events).containsExactly("prices 1");
		assertThat(other.held()).isEqualTo(1);
	}

	@Test
	void aBarrierWaitsForThoseThatAreHeld() {
		HeldMessages held = this.chaos.messages().hold();
		assertThat(this.store.barrier()).isCompleted();
		announce(1, 1);
		CompletableFuture<Void> barrier = this.store.barrier();
		assertThat(barrier).isNotDone();
		CompletableFuture<List<String>> heardByThen = barrier.thenApply((passed) -> List.copyOf(this.heard.events));
		held.releaseInOrder();
		assertThat(heardByThen).isCompletedWithValue(List.of("prices 1"));
	}

	@Test
	void aBarrierDoesNotWaitForThoseThatAreLost() {
		this.chaos.messages().drop();
		announce(1, 1);
		assertThat(this.store.barrier()).isCompleted();
	}

	@Test
	void calmReleasesThoseThatAreHeld() {
		this.chaos.messages().hold();
		announce(1, 2);
		this.chaos.calm();
		assertThat(this.heard.events).containsExactly("prices 1", "prices 2");
		announce(3, 3);
		assertThat(this.heard.events).hasSize(3);
	}

	@Test
	void eachStoreReceivesItsOwn() {
		ScriptedStore otherEngine = new ScriptedStore();
		HeardEvents otherHeard = new HeardEvents();
		new ChaosSharedStore(otherEngine, this.chaos).start(otherHeard);
		HeldMessages held = this.chaos.messages().hold();
		announce(1, 1);
		otherEngine.listener().received(ScriptedStore.message("prices", 2));
		assertThat(held.held()).isEqualTo(2);
		held.end();
		assertThat(this.heard.events).containsExactly("prices 1");
		assertThat(otherHeard.events).containsExactly("prices 2");
	}

	@Test
	void subscriptionsReachTheEngine() {
		this.store.subscribe("prices");
		assertThat(this.engine.subscribed).containsExactly("prices");
	}

}
