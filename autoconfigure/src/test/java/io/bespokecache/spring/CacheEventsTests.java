package io.bespokecache.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import io.bespokecache.cache.CacheListener;
import io.bespokecache.cache.Evictions;
import io.bespokecache.cache.LoadObserver;
import io.bespokecache.cache.StrategyChange;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Promotion;
import io.bespokecache.map.Strategy;
import io.bespokecache.workload.Advice;
import io.bespokecache.workload.AdviceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests of what listeners hear, and in which thread.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheEventsTests {

	private static final Promotion PROMOTION = new Promotion(Instant.EPOCH, Promotion.Cause.DELTA_HITS, 1,
			Duration.ZERO, 1, Duration.ZERO, 8, 8);

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final AtomicLong now = new AtomicLong();

	private final CacheEvents events = new CacheEvents(this.tasks::add, this.now::get);

	private final BespokeCache rates = cache(this.events, "rates");

	private final CacheListener source = this.events.listenerOf(this.rates);

	private final List<String> heard = new ArrayList<>();

	private static BespokeCache cache(CacheEvents events, String name) {
		return new BespokeCache(name, SameDefinition.of(Strategy.CONCURRENT).definition(), Runnable::run,
				CacheMapBuilder.MAINTENANCE_EXECUTOR, events, LoadObserver.none(), null, System::nanoTime);
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	private final class Listener implements CacheEventListener {

		@Override
		public void created(BespokeCache cache) {
			CacheEventsTests.this.heard.add("created " + cache.getName());
		}

		@Override
		public void promoted(BespokeCache cache, Promotion promotion) {
			CacheEventsTests.this.heard.add("promoted " + cache.getName());
		}

		@Override
		public void evicted(BespokeCache cache, Evictions evictions) {
			CacheEventsTests.this.heard.add("evicted " + cache.getName() + " " + evictions.total());
		}

		@Override
		public void strategyChanged(BespokeCache cache, StrategyChange change) {
			CacheEventsTests.this.heard.add("changed " + cache.getName() + " to " + change.to().id());
		}

		@Override
		public void adviceGiven(BespokeCache cache, Advice advice) {
			CacheEventsTests.this.heard.add("advised " + cache.getName() + " " + advice.kind().id());
		}

	}

	@Test
	void whatHappensIsHeardInItsOrderAndNotInTheThreadThatDidIt() {
		this.events.add(new Listener(), List.of());
		this.events.created(this.rates);
		this.source.promoted(PROMOTION);
		this.source.evicted(new Evictions(1, 2, 3));
		this.source.strategyChanged(
				new StrategyChange(Strategy.CONCURRENT, Strategy.SHARDED, "Because.", Instant.EPOCH, Duration.ZERO, 5));
		this.source.adviceGiven(new Advice(AdviceKind.HOT_KEYS, "Seen.", "Cost.", "Action.", List.of()));
		assertThat(this.heard).isEmpty();
		runTasks();
		assertThat(this.heard).containsExactly("created rates", "promoted rates", "evicted rates 6",
				"changed rates to sharded", "advised rates hot-keys");
	}

	@Test
	void whoComesLateHearsOfTheCachesThatExistAndOfEachOnce() {
		this.events.add(new Listener(), List.of(this.rates));
		this.events.created(this.rates);
		this.events.created(cache(this.events, "cities"));
		runTasks();
		assertThat(this.heard).containsExactly("created rates", "created cities");
	}

	@Test
	void whatNobodyHearsCostsNoTask() {
		this.source.promoted(PROMOTION);
		this.events.created(this.rates);
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void aListenerThatFailsKeepsNoOtherFromHearing(CapturedOutput output) {
		this.events.add(new CacheEventListener() {

			@Override
			public void promoted(BespokeCache cache, Promotion promotion) {
				throw new AssertionError("I do not like it");
			}

		}, List.of());
		this.events.add(new Listener(), List.of());
		this.source.promoted(PROMOTION);
		this.source.promoted(PROMOTION);
		assertThatCode(this::runTasks).doesNotThrowAnyException();
		assertThat(this.heard).containsExactly("promoted rates", "promoted rates");
		assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).as("one a minute")
			.singleElement()
			.asString()
			.contains("A listener to events of caches has failed: " + getClass().getName());
	}

	@Test
	void moreThanAListenerCanTakeIsDropped(CapturedOutput output) {
		this.events.add(new Listener(), List.of());
		for (int promotion = 0; promotion < CacheEvents.CAPACITY + 5; promotion++) {
			this.source.promoted(PROMOTION);
		}
		assertThat(this.tasks).hasSize(CacheEvents.CAPACITY);
		assertThat(output).containsOnlyOnce("An event of a cache was dropped");
		runTasks();
		this.source.promoted(PROMOTION);
		runTasks();
		assertThat(this.heard).as("it hears again").hasSize(CacheEvents.CAPACITY + 1);
	}

	@Test
	void aManagerThatIsClosedTellsNobodyAndBreaksNothing() {
		CacheEvents closed = new CacheEvents((task) -> {
			throw new RejectedExecutionException("closed");
		}, this.now::get);
		closed.add(new Listener(), List.of(this.rates));
		assertThatCode(() -> closed.listenerOf(this.rates).promoted(PROMOTION)).doesNotThrowAnyException();
		assertThat(this.heard).isEmpty();
	}

}
