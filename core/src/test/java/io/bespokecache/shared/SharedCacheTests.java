package io.bespokecache.shared;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.cache.LoadPolicy;
import io.bespokecache.cache.SecondLevelStatistics.BreakerState;
import io.bespokecache.cache.SecondLevelStatistics.FlushCause;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the second level promises, step by step, over an engine in memory.
 */
class SharedCacheTests {

	private static final Duration HEARTBEAT = Duration.ofSeconds(1);

	private final ManualTimer timer = new ManualTimer();

	private final TestEngine engine = new TestEngine(this.timer::now);

	private final TestProcess one = new TestProcess(this.engine, "one", this.timer);

	private final TestProcess two = new TestProcess(this.engine, "two", this.timer);

	private static byte[] bytes(String key) {
		return key.getBytes(StandardCharsets.UTF_8);
	}

	private static Shard shard(String key) {
		return new Shard(TestProcess.CACHE, Shard.indexOf(bytes(key)));
	}

	private long sequence(String key) {
		Control control = this.engine.control(shard(key));
		return (control != null) ? control.sequence() : -1;
	}

	private void forge(String key, byte[] value) {
		this.engine.forge(shard(key), bytes(key), value, 60_000);
	}

	@Test
	void whatOneProcessLoadsTheOthersFind() {
		assertThat(this.one.get("rome", 1)).isEqualTo(1);
		assertThat(this.two.getLoaded("rome")).isEqualTo(1);
		assertThat(this.two.local("rome")).isEqualTo(1);
		assertThat(this.one.statistics().stores()).isEqualTo(1);
		assertThat(this.two.statistics().hits()).isEqualTo(1);
		assertThat(this.two.cache.statistics().loads()).isZero();
	}

	@Test
	void aLookUpWithoutALoadFindsItToo() {
		this.one.get("rome", 1);
		assertThat(this.two.cache.get("rome")).isEqualTo(1);
		assertThat(this.two.local("rome")).isEqualTo(1);
		assertThat(this.two.cache.get("oslo")).isNull();
	}

	@Test
	void whereValuesAreFoundTheyAreReadInOneStepAsIsAMissWhereNoneAre() {
		for (int i = 0; i < 9; i++) {
			this.one.get("city" + i, i);
		}
		this.two.node.history.setLength(0);
		assertThat(this.two.getLoaded("city0")).isZero();
		assertThat(this.two.getLoaded("city1")).isEqualTo(1);
		assertThat(this.two.node.history).hasToString("claim;peek;");
		this.one.node.history.setLength(0);
		this.one.get("oslo", 1);
		assertThat(this.one.node.history).hasToString("claim;fill;");
	}

	@Test
	void aValueOfAnotherGenerationIsAskedForOnceMoreWithTheGenerationThatCounts() {
		this.one.get("rome", 1);
		this.two.node.dropNext(Shard.COUNT);
		this.one.cache.clear();
		this.one.get("rome", 2);
		this.two.expectValues();
		this.two.node.history.setLength(0);
		assertThat(this.two.getLoaded("rome")).isEqualTo(2);
		assertThat(this.two.node.history).hasToString("peek;read;");
	}

	@Test
	void aShardThatIsYetToBeDroppedIsDroppedBeforeTheNextHeartbeatLetsItBeBelieved() {
		this.one.get("rome", 1);
		this.two.getLoaded("rome");
		this.two.holdBackground();
		this.one.cache.clear();
		assertThat(this.two.local("rome")).as("a moment later").isEqualTo(1);
		this.timer.advance(HEARTBEAT);
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
		assertThat(this.two.runBackground()).as("one pass for all shards").isEqualTo(1);
		assertThat(this.two.local("rome")).isEqualTo(2);
	}

	@Test
	void whoeverHasClearedReadsNothingOfBeforeThoughTheAnnouncementIsYetToArrive() {
		this.one.get("rome", 1);
		this.one.node.dropNext(Shard.COUNT);
		this.one.cache.clear();
		this.one.expectValues();
		assertThat(this.one.cache.get("rome")).isNull();
		assertThat(this.one.get("rome", 2)).isEqualTo(2);
		this.timer.advance(HEARTBEAT.multipliedBy(2));
		this.one.expectValues();
		this.one.node.history.setLength(0);
		assertThat(this.one.cache.get("oslo")).isNull();
		assertThat(this.one.node.history).as("it is followed again").hasToString("peek;read;");
	}

	@Test
	void whoeverWaitsWhenTheCacheIsClosedOrComesAfterGoesWithout() {
		assertThat(this.one.load("rome", () -> new CompletableFuture<>())).isNotDone();
		CompletableFuture<Long> waiting = this.two.load("rome", () -> CompletableFuture.completedFuture(2L));
		this.two.node.hang();
		CompletableFuture<Long> late = this.two.load("rome2", () -> CompletableFuture.completedFuture(3L));
		assertThat(this.one.load("rome2", () -> new CompletableFuture<>())).isNotDone();
		this.two.caches.close();
		this.two.node.goOn();
		assertThat(waiting).isCompletedWithValue(2L);
		assertThat(late).isCompletedWithValue(3L);
	}

	@Test
	void whatOneWasLoadingWhenItEndedTheNextOneLoadsAtOnce() {
		assertThat(this.one.load("rome", () -> new CompletableFuture<>())).isNotDone();
		this.one.caches.close();
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
		assertThat(this.two.statistics().waits()).isZero();
	}

	@Test
	void whoeverHearsNothingAsksTheEngineWhereTheShardStands() {
		this.one.get("rome", 1);
		this.two.node.loseMail(new IllegalStateException("cut"));
		this.two.expectValues();
		this.one.cache.clear();
		this.two.node.history.setLength(0);
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
		assertThat(this.two.node.history.toString()).startsWith("read;");
	}

	@Test
	void anEvictionIsSeenEverywhere() {
		this.one.get("rome", 1);
		this.two.getLoaded("rome");
		assertThat(this.one.cache.remove("rome")).isTrue();
		assertThat(this.one.local("rome")).isNull();
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
		assertThat(this.one.getLoaded("rome")).isEqualTo(2);
	}

	@Test
	void aClearIsSeenEverywhereAndNothingOfBeforeComesBack() {
		this.one.get("rome", 1);
		this.one.get("oslo", 2);
		this.two.getLoaded("rome");
		this.two.cache.clear();
		assertThat(this.one.local("rome")).isNull();
		assertThat(this.one.local("oslo")).isNull();
		assertThat(this.one.get("rome", 3)).isEqualTo(3);
		assertThat(this.one.statistics().flushes().get(FlushCause.CLEAR)).isEqualTo(Shard.COUNT);
	}

	@Test
	void whileOneProcessLoadsAnotherWaitsForIt() {
		CompletableFuture<Long> loading = new CompletableFuture<>();
		CompletableFuture<Long> first = this.one.load("rome", () -> loading);
		CompletableFuture<Long> second = this.two.load("rome", () -> {
			throw new AssertionError("loaded");
		});
		this.timer.advance(Duration.ofMillis(500));
		assertThat(second).isNotDone();
		loading.complete(1L);
		this.timer.advance(Duration.ofMillis(50));
		assertThat(first).isCompletedWithValue(1L);
		assertThat(second).isCompletedWithValue(1L);
		assertThat(this.two.statistics().waits()).isEqualTo(1);
	}

	@Test
	void aProcessThatDiesWhileItLoadsCostsOneMoreLoad() {
		CompletableFuture<Long> never = this.one.load("rome", CompletableFuture::new);
		this.one.node.lose(new IllegalStateException("died"));
		AtomicInteger loads = new AtomicInteger();
		CompletableFuture<Long> second = this.two.load("rome", () -> {
			loads.incrementAndGet();
			return CompletableFuture.completedFuture(2L);
		});
		this.timer.advance(SharedSettings.DEFAULTS.lease().plusMillis(100));
		assertThat(second).isCompletedWithValue(2L);
		assertThat(loads).hasValue(1);
		assertThat(never).isNotDone();
	}

	@Test
	void aLoadThatIsSlowerThanItsLeaseStaysTheOnlyOne() {
		CompletableFuture<Long> loading = new CompletableFuture<>();
		CompletableFuture<Long> first = this.one.load("rome", () -> loading);
		CompletableFuture<Long> second = this.two.load("rome", () -> {
			throw new AssertionError("loaded");
		});
		this.timer.advance(SharedSettings.DEFAULTS.lease().multipliedBy(4));
		loading.complete(1L);
		this.timer.advance(Duration.ofMillis(50));
		assertThat(first).isCompletedWithValue(1L);
		assertThat(second).isCompletedWithValue(1L);
	}

	@Test
	void aLoadThatNeverEndsIsWaitedForOnlySoLong() {
		CompletableFuture<Long> first = this.one.load("rome", CompletableFuture::new);
		CompletableFuture<Long> second = this.two.load("rome", () -> CompletableFuture.completedFuture(2L));
		this.timer.advance(SharedSettings.DEFAULTS.waitTimeout().plusSeconds(4));
		assertThat(first).isNotDone();
		assertThat(second).isCompletedWithValue(2L);
		assertThat(this.two.statistics().overdue() + this.two.statistics().loads()).isEqualTo(1);
	}

	@Test
	void aLoadThatFailsIsNotWaitedFor() {
		CompletableFuture<Long> loading = new CompletableFuture<>();
		CompletableFuture<Long> first = this.one.load("rome", () -> loading);
		CompletableFuture<Long> second = this.two.load("rome", () -> CompletableFuture.completedFuture(2L));
		loading.completeExceptionally(new IllegalStateException("no database"));
		this.timer.advance(Duration.ofMillis(50));
		assertThat(first).isCompletedExceptionally();
		assertThat(second).isCompletedWithValue(2L);
	}

	@Test
	void whatWasLoadedBeforeAnEvictionIsNeitherKeptNorShared() {
		CompletableFuture<Long> loading = new CompletableFuture<>();
		CompletableFuture<Long> answer = this.one.load("rome", () -> loading);
		this.two.cache.remove("rome");
		loading.complete(1L);
		assertThat(answer).isCompletedWithValue(1L);
		assertThat(this.one.local("rome")).isNull();
		assertThat(this.one.statistics().refusedStores()).isEqualTo(1);
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
	}

	@Test
	void anAnnouncementThatIsLostIsNoticedWithTheNextOfItsShard() {
		this.one.get("rome", 1);
		this.two.getLoaded("rome");
		this.two.node.dropNext(1);
		this.one.cache.remove("rome");
		assertThat(this.two.local("rome")).isEqualTo(1);
		this.one.cache.remove("rome");
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.two.statistics().lostMessages()).isEqualTo(1);
		assertThat(this.two.statistics().flushes().get(FlushCause.GAP)).isEqualTo(1);
		assertThat(this.two.events).contains("lost 1");
	}

	@Test
	void anAnnouncementThatIsLostIsNoticedWithTheNextHeartbeatAndCostsOneShard() {
		for (int i = 0; i < 200; i++) {
			this.one.get("city" + i, i);
			this.two.getLoaded("city" + i);
		}
		this.timer.advance(HEARTBEAT);
		this.two.node.dropNext(1);
		this.one.cache.remove("city7");
		assertThat(this.two.local("city7")).isEqualTo(7);
		this.timer.advance(HEARTBEAT);
		assertThat(this.two.local("city7")).isNull();
		for (int i = 0; i < 200; i++) {
			boolean dropped = shard("city" + i).equals(shard("city7"));
			assertThat(this.two.local("city" + i) == null).as("city" + i).isEqualTo(dropped);
		}
		assertThat(this.two.statistics().flushes().get(FlushCause.GAP)).isEqualTo(1);
	}

	@Test
	void aProcessThatHearsNothingBelievesNothingAtOnce() {
		this.one.get("rome", 1);
		this.two.getLoaded("rome");
		this.two.node.loseMail(new IllegalStateException("cut"));
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.two.statistics().coherent()).isFalse();
		assertThat(this.two.getLoaded("rome")).as("read from the engine").isEqualTo(1);
	}

	@Test
	void afterItHearsAgainOnlyTheShardsThatMovedAreDropped() {
		this.one.get("rome", 1);
		this.one.get("oslo", 2);
		assertThat(shard("rome")).isNotEqualTo(shard("oslo"));
		this.two.getLoaded("rome");
		this.two.getLoaded("oslo");
		this.timer.advance(HEARTBEAT);
		this.two.node.loseMail(new IllegalStateException("cut"));
		this.one.cache.remove("rome");
		this.two.node.connectMail();
		this.timer.advance(Duration.ZERO);
		assertThat(this.two.statistics().coherent()).isTrue();
		assertThat(this.two.local("oslo")).isEqualTo(2);
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.two.statistics().flushes().get(FlushCause.GAP)).isZero();
		assertThat(this.two.statistics().lostMessages()).isZero();
	}

	@Test
	void withoutAHeartbeatEntriesAreBelievedForNoLongerThanTheGreatestStaleness() {
		this.one.get("rome", 1);
		this.timer.advance(HEARTBEAT);
		this.one.node.hang();
		this.timer.advance(Duration.ofMillis(4_900));
		assertThat(this.one.local("rome")).isEqualTo(1);
		this.timer.advance(Duration.ofMillis(200));
		assertThat(this.one.local("rome")).isNull();
		this.one.node.goOn();
		this.timer.advance(HEARTBEAT.multipliedBy(2));
		assertThat(this.one.local("rome")).isEqualTo(1);
	}

	@Test
	void afterAPauseOfTheWholeProcessTheFirstReaderAlreadyBelievesNothing() {
		this.one.get("rome", 1);
		assertThat(this.one.local("rome")).isEqualTo(1);
		this.timer.halt(Duration.ofSeconds(20));
		assertThat(this.one.local("rome")).isNull();
	}

	@Test
	void entriesAreServedRegardlessIfThatIsPreferred() {
		TestProcess three = new TestProcess(this.engine, "three", this.timer, SharedSettings.DEFAULTS, LoadPolicy.NONE,
				true);
		three.get("rome", 1);
		three.node.lose(new IllegalStateException("cut"));
		assertThat(three.local("rome")).isEqualTo(1);
		assertThat(three.statistics().coherent()).isFalse();
		assertThat(three.statistics().staleServed()).isEqualTo(1);
	}

	@Test
	void withoutAnEngineEveryCallIsLoadedAndNothingFails() {
		this.one.node.lose(new IllegalStateException("gone"));
		assertThat(this.one.get("rome", 1)).isEqualTo(1);
		assertThat(this.one.get("rome", 2)).isEqualTo(2);
		assertThat(this.one.cache.remove("rome")).as("what is here, believed or not").isTrue();
		this.one.cache.clear();
		this.one.cache.put("rome", 3L);
		assertThat(this.one.cache.putIfAbsent("rome", 4L)).isNull();
		assertThat(this.one.statistics().skipped()).isPositive();
		assertThat(this.one.statistics().connected()).isFalse();
	}

	@Test
	void anEvictionThatFailsIsDoneOnceTheEngineIsBack() {
		this.one.get("rome", 1);
		this.two.getLoaded("rome");
		this.one.node.loseCommands(new IllegalStateException("gone"));
		this.one.cache.remove("rome");
		assertThat(this.one.statistics().pending()).isEqualTo(1);
		this.one.node.connectCommands();
		this.timer.advance(HEARTBEAT);
		assertThat(this.one.statistics().pending()).isZero();
		assertThat(this.one.statistics().retries()).isPositive();
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
	}

	@Test
	void aKeyWhoseEvictionWaitsIsNotReadFromTheEngine() {
		this.two.get("rome", 1);
		this.one.node.fail("evict");
		this.one.cache.remove("rome");
		assertThat(this.one.get("rome", 2)).isEqualTo(2);
		assertThat(this.two.getLoaded("rome")).as("what nobody could be told").isEqualTo(1);
		this.one.node.fail("");
		this.timer.advance(HEARTBEAT);
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
		assertThat(this.one.getLoaded("rome")).isEqualTo(2);
	}

	@Test
	void tooManyEvictionsThatWaitBecomeOneOfAllKeys() {
		SharedSettings few = new SharedSettings(Duration.ofMillis(250), HEARTBEAT, Duration.ofSeconds(5),
				Duration.ofSeconds(3), Duration.ofSeconds(30), 3, 2);
		TestProcess three = new TestProcess(this.engine, "three", this.timer, few, LoadPolicy.NONE, false);
		this.one.get("madrid", 9);
		three.node.loseCommands(new IllegalStateException("gone"));
		three.cache.remove("rome");
		three.cache.remove("rome");
		three.cache.remove("oslo");
		assertThat(three.statistics().pending()).isEqualTo(2);
		three.cache.remove("bern");
		assertThat(three.statistics().pending()).isEqualTo(1);
		three.node.connectCommands();
		this.timer.advance(HEARTBEAT);
		assertThat(three.statistics().pending()).isZero();
		assertThat(this.one.local("madrid")).isNull();
	}

	@Test
	void anEngineThatHasLostEverythingIsNoticedWithTheNextHeartbeat() {
		this.one.get("rome", 1);
		this.two.getLoaded("rome");
		this.engine.flushAll();
		this.timer.advance(HEARTBEAT);
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.two.statistics().flushes().get(FlushCause.RESTART)).isPositive();
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
		assertThat(this.one.getLoaded("rome")).isEqualTo(2);
	}

	@Test
	void whatAnEngineBringsBackFromEarlierIsNotBelieved() {
		this.one.get("rome", 1);
		this.two.getLoaded("rome");
		var image = this.engine.image();
		this.one.cache.remove("rome");
		assertThat(this.one.get("rome", 2)).isEqualTo(2);
		this.engine.restart(image);
		this.timer.advance(HEARTBEAT.multipliedBy(3));
		assertThat(this.two.get("rome", 2)).as("not the 1 that the engine has kept").isEqualTo(2);
		assertThat(this.one.get("rome", 2)).isEqualTo(2);
		assertThat(this.two.statistics().coherent()).isTrue();
	}

	@Test
	void anEngineThatComesBackAsFarAsItWasIsNotTakenForTheSame() {
		var image = this.engine.image();
		this.one.cache.remove("rome");
		this.one.get("rome", 1);
		this.two.getLoaded("rome");
		long before = sequence("rome");
		this.two.node.lose(new IllegalStateException("cut"));
		this.engine.restart(image);
		this.two.node.lose(new IllegalStateException("cut"));
		this.timer.advance(HEARTBEAT);
		while (sequence("rome") < before) {
			this.one.cache.remove("rome");
		}
		assertThat(sequence("rome")).isEqualTo(before);
		this.two.node.connect();
		this.timer.advance(HEARTBEAT.multipliedBy(2));
		assertThat(this.two.statistics().coherent()).isTrue();
		assertThat(this.two.local("rome")).isNull();
	}

	@Test
	void anEngineThatComesBackIsCoherentWithinTwoSeconds() {
		this.one.get("rome", 1);
		this.engine.restart(this.engine.image());
		assertThat(this.one.statistics().coherent()).isFalse();
		this.timer.advance(Duration.ofMillis(1_100));
		assertThat(this.one.statistics().coherent()).isTrue();
	}

	@Test
	void afterSomeOperationsWithoutAnAnswerNoMoreAreAttempted() {
		this.one.node.hang();
		for (int i = 0; i < 3; i++) {
			CompletableFuture<Long> answer = this.one.load("city" + i, () -> CompletableFuture.completedFuture(1L));
			assertThat(answer).isNotDone();
			this.timer.advance(SharedSettings.DEFAULTS.timeout());
			assertThat(answer).isCompletedWithValue(1L);
		}
		assertThat(this.one.statistics().breaker()).isEqualTo(BreakerState.OPEN);
		assertThat(this.one.get("oslo", 4)).as("at once").isEqualTo(4);
		this.one.node.goOn();
		this.timer.advance(HEARTBEAT.multipliedBy(2));
		assertThat(this.one.statistics().breaker()).isEqualTo(BreakerState.CLOSED);
		assertThat(this.one.events).containsSubsequence("breaker opened", "breaker closed");
	}

	@Test
	void allOperationsOfACallTogetherTakeNoLongerThanTheTimeout() {
		forge("rome", new byte[] { 1 });
		this.one.node.hang();
		CompletableFuture<Long> answer = this.one.load("rome", () -> CompletableFuture.completedFuture(1L));
		this.timer.advance(Duration.ofMillis(200));
		this.one.node.execute();
		this.one.node.answer();
		assertThat(answer).as("what was found cannot be read: it is claimed").isNotDone();
		this.timer.advance(Duration.ofMillis(50));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void aLeaseThatIsGrantedTooLateIsGivenBack() {
		this.one.node.hang();
		CompletableFuture<Long> answer = this.one.load("rome", () -> CompletableFuture.completedFuture(1L));
		this.one.node.execute();
		this.one.node.answer();
		this.timer.advance(Duration.ofMillis(250));
		assertThat(answer).isCompletedWithValue(1L);
		this.one.node.goOn();
		assertThat(this.engine.isLeased(shard("rome"), bytes("rome"))).isFalse();
	}

	@Test
	void aPutEvictsBecauseNobodyKnowsWhichOfTwoWritersWasTheLast() {
		this.one.get("rome", 1);
		this.two.getLoaded("rome");
		this.one.cache.put("rome", 2L);
		assertThat(this.one.local("rome")).isNull();
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.engine.stored(shard("rome"), bytes("rome"))).isNull();
	}

	@Test
	void aPutOfWhatTheThreadHasJustMissedIsShared() {
		assertThat(this.one.cache.get("rome")).isNull();
		this.one.cache.put("rome", 1L);
		assertThat(this.two.getLoaded("rome")).isEqualTo(1);
		assertThat(this.one.cache.get("rome")).isEqualTo(1);
	}

	@Test
	void aPutOfWhatTheThreadHasMissedIsNotSharedAfterAnEviction() {
		assertThat(this.one.cache.get("rome")).isNull();
		this.two.cache.remove("rome");
		this.one.cache.put("rome", 1L);
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
	}

	@Test
	void ofTwoThatPutIfAbsentOneWins() {
		assertThat(this.one.cache.putIfAbsent("rome", 1L)).isNull();
		assertThat(this.two.cache.putIfAbsent("rome", 2L)).isEqualTo(1);
		assertThat(this.one.cache.get("rome")).isEqualTo(1);
	}

	@Test
	void whatCannotBeReadIsAMissAndIsReplaced() {
		forge("rome",
				"no envelope at all, but long enough to be one, one might think".getBytes(StandardCharsets.UTF_8));
		assertThat(this.one.cache.get("rome")).isNull();
		assertThat(this.one.statistics().undecodable()).isEqualTo(1);
		assertThat(this.one.get("rome", 1)).isEqualTo(1);
		assertThat(this.two.getLoaded("rome")).isEqualTo(1);
	}

	@Test
	void whatIsWholeAndStillCannotBeReadIsRemoved() {
		this.one.get("rome", 1);
		Control control = this.engine.control(shard("rome"));
		assertThat(control).isNotNull();
		long generation = control.generation();
		ValueFormat<Long> longer = new ValueFormat<>() {

			@Override
			public long type() {
				return TestFormats.VALUES.type();
			}

			@Override
			public byte[] write(Long value) {
				return new byte[9];
			}

			@Override
			public Long read(byte[] bytes, int offset, int length) {
				throw new AssertionError();
			}

		};
		this.one.cache.remove("rome");
		forge("rome", Envelope.write(bytes("rome"), generation, 60_000, 60_000, 1L, longer, 1_000));
		assertThat(this.one.get("rome", 2)).isEqualTo(2);
		assertThat(this.one.statistics().undecodable()).isEqualTo(1);
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
		assertThat(this.two.statistics().undecodable()).isZero();
	}

	@Test
	void theValueOfAnotherKeyIsAMiss() {
		this.one.get("rome", 1);
		byte[] value = this.engine.stored(shard("rome"), bytes("rome"));
		assertThat(value).isNotNull();
		forge("oslo", value);
		assertThat(this.one.get("oslo", 2)).isEqualTo(2);
		assertThat(this.one.statistics().undecodable()).isPositive();
	}

	@Test
	void aKeyThatCannotBeWrittenIsLoadedAndNotShared() {
		assertThat(this.one.get("unshareable", 1)).isEqualTo(1);
		assertThat(this.two.get("unshareable", 2)).isEqualTo(2);
		assertThat(this.one.statistics().unshareable()).isPositive();
		assertThat(this.one.events).contains("Key 'unshareable' is not to be shared");
	}

	@Test
	void aValueThatCannotBeWrittenKeepsNobodyWaiting() {
		assertThat(this.one.get("rome", -1)).isEqualTo(-1);
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
		assertThat(this.one.statistics().unshareable()).isEqualTo(1);
	}

	@Test
	void oneThatOthersLoadIsNotWaitedForByAnybody() {
		assertThat(this.one.get("rome", -1)).isEqualTo(-1);
		CompletableFuture<Long> slow = new CompletableFuture<>();
		CompletableFuture<Long> answer = this.two.load("rome", () -> slow);
		TestProcess three = new TestProcess(this.engine, "three", this.timer);
		assertThat(three.get("rome", -3)).as("at once").isEqualTo(-3);
		slow.complete(-2L);
		assertThat(answer).isCompletedWithValue(-2L);
		assertThat(three.cache.get("rome")).isEqualTo(-3);
		assertThat(three.statistics().waits()).isZero();
	}

	@Test
	void aValueThatCanBeSharedAgainIsSharedAfterAWhileOrAnEviction() {
		this.one.get("rome", -1);
		this.one.cache.remove("rome");
		assertThat(this.one.get("rome", 1)).isEqualTo(1);
		assertThat(this.two.getLoaded("rome")).isEqualTo(1);
		this.one.get("oslo", -1);
		this.timer.advance(Duration.ofSeconds(61));
		assertThat(this.two.get("oslo", 2)).isEqualTo(2);
		assertThat(new TestProcess(this.engine, "three", this.timer).getLoaded("oslo")).isEqualTo(2);
	}

	@Test
	void aValueExpiresNowhereLaterThanWhereItWasMade() {
		this.one.get("rome", 1);
		this.timer.advance(Duration.ofMinutes(9));
		assertThat(this.two.getLoaded("rome")).isEqualTo(1);
		this.timer.advance(Duration.ofSeconds(59));
		assertThat(this.two.local("rome")).isEqualTo(1);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.two.get("rome", 2)).isEqualTo(2);
	}

	@Test
	void whatOneProcessHasRefreshedTheOthersTakeOver() {
		LoadPolicy refreshing = new LoadPolicy(null, Duration.ofMinutes(2), null);
		TestProcess three = new TestProcess(this.engine, "three", this.timer, SharedSettings.DEFAULTS, refreshing,
				false);
		TestProcess four = new TestProcess(this.engine, "four", this.timer, SharedSettings.DEFAULTS, refreshing, false);
		three.get("rome", 1);
		four.getLoaded("rome");
		this.timer.advance(Duration.ofMinutes(2));
		three.get("rome", 2);
		assertThat(three.local("rome")).isEqualTo(2);
		four.getLoaded("rome");
		assertThat(four.local("rome")).isEqualTo(2);
	}

	@Test
	void aValueThatHasExpiredIsServedWhereItCannotBeLoadedAgain() {
		LoadPolicy policy = new LoadPolicy(null, null, Duration.ofMinutes(30));
		TestProcess three = new TestProcess(this.engine, "three", this.timer, SharedSettings.DEFAULTS, policy, false);
		TestProcess four = new TestProcess(this.engine, "four", this.timer, SharedSettings.DEFAULTS, policy, false);
		three.get("rome", 1);
		this.timer.advance(Duration.ofMinutes(15));
		CompletableFuture<Long> answer = four.load("rome", () -> {
			throw new IllegalStateException("no database");
		});
		assertThat(answer).isCompletedWithValue(1L);
		assertThat(four.cache.statistics().staleServed()).isEqualTo(1);
		CompletableFuture<Long> other = four.load("oslo", () -> {
			throw new IllegalStateException("no database");
		});
		assertThatThrownBy(other::join).hasRootCauseMessage("no database");
	}

	@Test
	void whatWasLoadedBeforeTheFirstConnectionIsNotBelievedAfterIt() {
		this.engine.refuseConnections(true);
		TestProcess late = new TestProcess(this.engine, "late", this.timer);
		this.engine.refuseConnections(false);
		assertThat(late.get("rome", 1)).isEqualTo(1);
		this.one.cache.remove("rome");
		late.node.connect();
		this.timer.advance(Duration.ZERO);
		assertThat(late.statistics().coherent()).isTrue();
		assertThat(late.get("rome", 2)).isEqualTo(2);
	}

	@Test
	void ofTwoWritersThatHaveMissedTheKeyTheOneWhoseOfferIsRefusedEvicts() {
		assertThat(this.one.cache.get("rome")).isNull();
		assertThat(this.two.cache.get("rome")).isNull();
		this.one.cache.put("rome", 2L);
		this.two.cache.put("rome", 3L);
		assertThat(this.one.get("rome", 3)).isEqualTo(3);
		assertThat(this.two.getLoaded("rome")).isEqualTo(3);
	}

	@Test
	void anOfferThatIsStoredIsAnnounced() {
		this.two.get("rome", 1);
		this.engine.forget(shard("rome"), bytes("rome"));
		assertThat(this.one.cache.get("rome")).isNull();
		this.one.cache.put("rome", 2L);
		assertThat(this.two.local("rome")).isNull();
		assertThat(this.two.getLoaded("rome")).isEqualTo(2);
	}

	@Test
	void aPutAfterAClearIsSharedTheSecondTime() {
		this.one.get("rome", 1);
		this.one.cache.clear();
		for (int i = 0; i < 2; i++) {
			assertThat(this.one.cache.get("rome")).isNull();
			this.one.cache.put("rome", 2L);
		}
		assertThat(this.two.getLoaded("rome")).isEqualTo(2);
	}

	@Test
	void aKeyThatCannotBeWrittenIsNotKeptHereEither() {
		assertThat(this.one.get("unshareable", 1)).isEqualTo(1);
		assertThat(this.one.get("unshareable", 2)).isEqualTo(2);
	}

	@Test
	void anExpiredValueDoesNotKeepALoadFromRunningWhereTheEngineFails() {
		LoadPolicy policy = new LoadPolicy(null, null, Duration.ofMinutes(30));
		TestProcess three = new TestProcess(this.engine, "three", this.timer, SharedSettings.DEFAULTS, policy, false);
		three.get("rome", 1);
		this.timer.advance(Duration.ofMinutes(15));
		three.node.fail("claim");
		assertThat(three.get("rome", 2)).isEqualTo(2);
		assertThat(three.cache.statistics().staleServed()).isZero();
	}

	@Test
	void aLoadTimeoutLimitsTheWaitForAnotherProcessToo() {
		TestProcess three = new TestProcess(this.engine, "three", this.timer, SharedSettings.DEFAULTS,
				new LoadPolicy(Duration.ofSeconds(2), null, null), false);
		CompletableFuture<Long> first = this.one.load("rome", CompletableFuture::new);
		CompletableFuture<Long> second = three.load("rome", () -> CompletableFuture.completedFuture(2L));
		this.timer.advance(Duration.ofMillis(2_100));
		assertThat(first).isNotDone();
		assertThat(second).isCompletedWithValue(2L);
	}

	@Test
	void whoeverWaitsForAnotherProcessGoesOnAtTheEnd() {
		CompletableFuture<Long> first = this.one.load("rome", CompletableFuture::new);
		CompletableFuture<Long> second = this.two.load("rome", () -> CompletableFuture.completedFuture(2L));
		this.timer.advance(Duration.ofMillis(20));
		assertThat(second).isNotDone();
		this.two.caches.close();
		assertThat(first).isNotDone();
		assertThat(second).isCompletedWithValue(2L);
	}

	@Test
	void manyEvictionsAreMadeUpForInRounds() {
		this.one.node.loseCommands(new IllegalStateException("gone"));
		for (int i = 0; i < 2_000; i++) {
			this.one.cache.remove("city" + i);
		}
		assertThat(this.one.statistics().pending()).isEqualTo(2_000);
		this.one.node.connectCommands();
		this.timer.advance(Duration.ZERO);
		assertThat(this.one.statistics().pending()).isZero();
	}

	@Test
	void aLookUpThatBlocksNobodyFindsTheSame() {
		this.one.get("rome", 1);
		assertThat(this.two.cache.find("rome")).isCompletedWithValue(1L);
		assertThat(this.two.local("rome")).isEqualTo(1);
		assertThat(this.two.cache.find("oslo")).isCompletedWithValue(null);
	}

	@Test
	void nothingIsLeftBehindAtTheEnd() {
		this.one.node.loseCommands(new IllegalStateException("gone"));
		this.one.cache.remove("rome");
		this.one.caches.close();
		assertThat(this.one.node.closed).isTrue();
		assertThat(this.timer.isClosed()).isTrue();
		assertThat(this.one.events).contains("abandoned 1");
		assertThat(this.one.get("rome", 1)).isEqualTo(1);
	}

}
