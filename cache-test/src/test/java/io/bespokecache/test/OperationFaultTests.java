package io.bespokecache.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.bespokecache.shared.Shard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of faults that befall requests and answers.
 */
class OperationFaultTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final ScriptedStore engine = new ScriptedStore();

	private final Chaos chaos = new Chaos();

	private final ChaosSharedStore store = new ChaosSharedStore(this.engine, this.chaos);

	private final OperationCalls prices = new OperationCalls(this.store, new Shard("prices", 1));

	private final OperationCalls otherShard = new OperationCalls(this.store, new Shard("prices", 2));

	private final OperationCalls rates = new OperationCalls(this.store, new Shard("rates", 1));

	private static void assertInjected(CompletableFuture<?> answer) {
		assertThat(answer).isCompletedExceptionally();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(answer::join)
			.withCauseInstanceOf(ChaosException.class);
	}

	@ParameterizedTest
	@EnumSource(Operation.class)
	void withoutFaultsTheEngineAnswers(Operation operation) {
		assertThat(this.prices.call(operation)).isCompleted();
		assertThat(this.engine.executed).containsExactly(operation);
	}

	@ParameterizedTest
	@EnumSource(Operation.class)
	void aRefusedRequestFailsAndIsNotExecuted(Operation operation) {
		Fault fault = this.chaos.requests(operation).fail();
		assertInjected(this.prices.call(operation));
		assertThat(this.engine.executed).isEmpty();
		assertThat(fault.count()).isEqualTo(1);
		fault.end();
		assertThat(this.prices.call(operation)).isCompleted();
		assertThat(fault.count()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(Operation.class)
	void anOperationWhoseAnswerIsLostFailsAndIsExecuted(Operation operation) {
		Fault fault = this.chaos.answers(operation).lose();
		assertInjected(this.prices.call(operation));
		assertThat(this.engine.executed).containsExactly(operation);
		assertThat(fault.count()).isEqualTo(1);
		fault.end();
		assertThat(this.prices.call(operation)).isCompleted();
	}

	@Test
	void onlyTheChosenOperationsAreBefallen() {
		this.chaos.requests(Operation.READ, Operation.CLAIM).fail();
		assertInjected(this.prices.call(Operation.READ));
		assertInjected(this.prices.call(Operation.CLAIM));
		assertThat(this.prices.call(Operation.EVICT)).isCompleted();
	}

	@ParameterizedTest
	@EnumSource(Operation.class)
	void noneChosenIsAll(Operation operation) {
		this.chaos.requests().fail();
		assertInjected(this.prices.call(operation));
	}

	@Test
	void onlyTheChosenCacheIsBefallen() {
		this.chaos.requests().ofCache("prices").fail();
		this.chaos.answers().ofCache("taxes").lose();
		assertInjected(this.prices.call(Operation.READ));
		assertInjected(this.prices.call(Operation.CONTROLS));
		assertThat(this.rates.call(Operation.READ)).isCompleted();
		assertThat(this.rates.call(Operation.CONTROLS)).isCompleted();
		assertThat(this.store.barrier()).isCompleted();
		assertInjected(new OperationCalls(this.store, new Shard("taxes", 1)).call(Operation.READ));
	}

	@Test
	void onlyTheNextOnesAreBefallen() {
		Fault requests = this.chaos.requests(Operation.EVICT).next(2).fail();
		assertThat(this.prices.call(Operation.READ)).isCompleted();
		assertInjected(this.prices.call(Operation.EVICT));
		assertInjected(this.prices.call(Operation.EVICT));
		assertThat(this.prices.call(Operation.EVICT)).isCompleted();
		assertThat(requests.count()).isEqualTo(2);
		this.chaos.answers().next(1).lose();
		assertInjected(this.prices.call(Operation.READ));
		assertThat(this.prices.call(Operation.READ)).isCompleted();
	}

	private List<Boolean> failuresOfSome(long seed) {
		Fault fault = this.chaos.requests(Operation.READ).some(0.5, seed).fail();
		List<Boolean> failures = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			failures.add(this.prices.call(Operation.READ).isCompletedExceptionally());
		}
		fault.end();
		assertThat(failures.stream().filter((failed) -> failed)).hasSize(fault.count());
		return failures;
	}

	@Test
	void aSeedDecidesWhichOfThemAreBefallen() {
		assertThat(failuresOfSome(1)).contains(true, false)
			.isEqualTo(failuresOfSome(1))
			.isNotEqualTo(failuresOfSome(2));
	}

	@Test
	void aRequestThatHangsIsExecutedWhenTheFaultEnds() {
		Fault fault = this.chaos.requests(Operation.READ).hang();
		CompletableFuture<?> answer = this.prices.call(Operation.READ);
		assertThat(answer).isNotDone();
		assertThat(this.engine.executed).isEmpty();
		fault.end();
		assertThat(answer).isCompleted();
		assertThat(this.engine.executed).containsExactly(Operation.READ);
	}

	@Test
	void operationsOnOneShardAreExecutedInOrder() {
		Fault fault = this.chaos.requests(Operation.READ).hang();
		this.prices.send(Operation.READ);
		CompletableFuture<?> evict = this.prices.call(Operation.EVICT);
		CompletableFuture<?> controls = this.prices.call(Operation.CONTROLS);
		CompletableFuture<?> clear = this.otherShard.call(Operation.CLEAR);
		assertThat(this.engine.executed).isEmpty();
		fault.end();
		assertThat(CompletableFuture.allOf(evict, controls, clear)).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(this.engine.executed).containsExactly(Operation.READ, Operation.EVICT, Operation.CONTROLS,
				Operation.CLEAR);
		this.prices.send(Operation.RENEW);
		assertThat(this.engine.executed).endsWith(Operation.RENEW);
	}

	@Test
	void operationsOnOtherShardsDoNotWait() {
		this.chaos.requests(Operation.READ).hang();
		this.prices.send(Operation.READ);
		assertThat(this.otherShard.call(Operation.EVICT)).isCompleted();
		assertThat(this.rates.call(Operation.CONTROLS)).isCompleted();
		assertThat(this.store.barrier()).isCompleted();
		assertThat(this.prices.call(Operation.CONTROLS)).isNotDone();
	}

	@Test
	void manyThatWaitAreExecutedInOrder() {
		Fault fault = this.chaos.requests(Operation.READ).next(1).hang();
		this.prices.send(Operation.READ);
		List<CompletableFuture<?>> answers = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			answers.add(this.prices.call((i % 2 == 0) ? Operation.EVICT : Operation.RENEW));
		}
		fault.end();
		CompletableFuture<?>[] all = answers.toArray(CompletableFuture<?>[]::new);
		assertThat(CompletableFuture.allOf(all)).succeedsWithin(30, TimeUnit.SECONDS);
		assertThat(this.engine.executed).startsWith(Operation.READ, Operation.EVICT, Operation.RENEW)
			.hasSize(10_001)
			.endsWith(Operation.EVICT, Operation.RENEW);
	}

	@Test
	void anAnswerThatHangsComesWhenTheFaultEnds() {
		Fault fault = this.chaos.answers(Operation.READ).hang();
		CompletableFuture<?> answer = this.prices.call(Operation.READ);
		assertThat(answer).isNotDone();
		assertThat(this.engine.executed).containsExactly(Operation.READ);
		assertThat(this.prices.call(Operation.EVICT)).isCompleted();
		fault.end();
		assertThat(answer).isCompleted();
	}

	@Test
	void whatIsLateComesAtOnceWhenTheFaultEnds() {
		Fault requests = this.chaos.requests(Operation.READ).delay(LONG);
		Fault answers = this.chaos.answers(Operation.EVICT).delay(LONG);
		CompletableFuture<?> read = this.prices.call(Operation.READ);
		CompletableFuture<?> evict = this.otherShard.call(Operation.EVICT);
		assertThat(this.engine.executed).containsExactly(Operation.EVICT);
		assertThat(read).isNotDone();
		assertThat(evict).isNotDone();
		requests.end();
		answers.end();
		assertThat(read).isCompleted();
		assertThat(evict).isCompleted();
	}

	@Test
	void whatIsLateComes() {
		long begin = System.nanoTime();
		this.chaos.requests(Operation.READ).delay(Duration.ofMillis(20));
		this.chaos.answers(Operation.READ).delay(Duration.ofMillis(20));
		assertThat(this.prices.call(Operation.READ)).succeedsWithin(10, TimeUnit.SECONDS);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(40));
	}

	@Test
	void aCallerThatGivesUpDoesNotStopARequest() {
		Fault fault = this.chaos.requests(Operation.EVICT).hang();
		assertThat(this.prices.call(Operation.EVICT).cancel(true)).isTrue();
		fault.end();
		assertThat(this.engine.executed).containsExactly(Operation.EVICT);
	}

	@ParameterizedTest
	@EnumSource(value = Operation.class, names = { "FILL", "FILL_IF_UNMOVED" })
	void aValueThatIsAlteredOnItsWayStaysSo(Operation operation) {
		Fault fault = this.chaos.requests().corrupt(1);
		this.prices.send(Operation.READ);
		this.prices.send(operation);
		assertThat(fault.count()).isEqualTo(1);
		fault.end();
		assertThat(this.prices.read()).isNotEqualTo(OperationCalls.value());
		this.prices.send(operation);
		assertThat(this.prices.read()).isEqualTo(OperationCalls.value());
	}

	@Test
	void aValueThatIsAlteredOnItsWayBackIsKept() {
		Fault fault = this.chaos.answers().corrupt(1);
		this.prices.send(Operation.READ);
		this.prices.send(Operation.FILL);
		assertThat(fault.count()).isZero();
		assertThat(this.prices.read()).isNotEqualTo(OperationCalls.value());
		assertThat(fault.count()).isEqualTo(1);
		fault.end();
		assertThat(this.prices.read()).isEqualTo(OperationCalls.value());
	}

	private List<List<Byte>> altered(long seed) {
		Fault fault = this.chaos.answers().corrupt(seed);
		List<List<Byte>> values = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			List<Byte> value = new ArrayList<>();
			for (byte octet : this.prices.read()) {
				value.add(octet);
			}
			values.add(value);
		}
		fault.end();
		return values;
	}

	@Test
	void aSeedDecidesHowValuesAreAltered() {
		this.prices.send(Operation.FILL);
		assertThat(altered(1)).isEqualTo(altered(1))
			.isNotEqualTo(altered(2))
			.doesNotContain(List.of((byte) 1, (byte) 2, (byte) 3, (byte) 4))
			.anyMatch((value) -> value.size() < 4)
			.anyMatch((value) -> value.size() == 4)
			.anyMatch((value) -> value.size() > 4);
	}

	@Test
	void ofSeveralFaultsTheLastOneStrikes() {
		Fault first = this.chaos.requests().fail();
		Fault last = this.chaos.requests(Operation.READ).next(1).hang();
		CompletableFuture<?> hanging = this.prices.call(Operation.READ);
		assertThat(hanging).isNotDone();
		assertThat(first.count()).isZero();
		assertInjected(this.otherShard.call(Operation.READ));
		assertThat(last.count()).isEqualTo(1);
		assertThat(first.count()).isEqualTo(1);
	}

	@Test
	void failuresOfTheEngineAreNotBefallen() {
		IllegalStateException failure = new IllegalStateException("out of memory");
		this.engine.failure = failure;
		Fault fault = this.chaos.answers().hang();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(this.prices.call(Operation.READ)::join)
			.withCause(failure);
		assertThat(fault.count()).isZero();
	}

	@Test
	void answersThatAreUnderWayAreBefallen() {
		this.engine.silent = true;
		CompletableFuture<?> answer = this.prices.call(Operation.READ);
		this.chaos.answers().lose();
		this.engine.answerAll();
		assertInjected(answer);
	}

	@Test
	void calmEndsAllFaults() {
		this.chaos.requests(Operation.CLAIM).hang();
		this.chaos.answers(Operation.READ).hang();
		CompletableFuture<?> claim = this.prices.call(Operation.CLAIM);
		CompletableFuture<?> read = this.otherShard.call(Operation.READ);
		this.chaos.requests(Operation.EVICT).fail();
		this.chaos.answers(Operation.RENEW).lose();
		assertThat(claim).isNotDone();
		assertThat(read).isNotDone();
		this.chaos.calm();
		assertThat(claim).isCompleted();
		assertThat(read).isCompleted();
		assertThat(this.prices.call(Operation.EVICT)).isCompleted();
		assertThat(this.prices.call(Operation.RENEW)).isCompleted();
	}

	@Test
	void closeEndsWhatHangs() {
		this.chaos.requests(Operation.CLAIM).hang();
		CompletableFuture<?> claim = this.prices.call(Operation.CLAIM);
		this.store.close();
		assertInjected(claim);
		this.chaos.calm();
		assertThat(this.engine.executed).isEmpty();
		assertThat(this.engine.closed).isEqualTo(1);
	}

	@Test
	void severalStoresMeetWithTheSameFaults() {
		OperationCalls other = new OperationCalls(new ChaosSharedStore(new ScriptedStore(), this.chaos),
				new Shard("prices", 1));
		this.chaos.requests(Operation.READ).next(2).fail();
		assertInjected(this.prices.call(Operation.READ));
		assertInjected(other.call(Operation.READ));
		assertThat(other.call(Operation.READ)).isCompleted();
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.1, 0, 1.1, Double.NaN })
	void aProbabilityOutOfRangeIsRefused(double probability) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.chaos.requests().some(probability, 1))
			.withMessageContaining(String.valueOf(probability));
	}

	@Test
	void numbersAndDelaysOutOfRangeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.chaos.answers().next(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.chaos.answers().delay(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> this.chaos.requests().delay(Duration.ofMillis(-1)));
	}

	@Test
	void concurrentCallsAreCountedExactly() {
		Fault fault = this.chaos.requests(Operation.READ).next(1000).fail();
		List<CompletableFuture<Integer>> threads = new ArrayList<>();
		for (int t = 0; t < 4; t++) {
			OperationCalls calls = new OperationCalls(this.store, new Shard("prices", t));
			threads.add(CompletableFuture.supplyAsync(() -> {
				int failures = 0;
				for (int i = 0; i < 500; i++) {
					failures += calls.call(Operation.READ).isCompletedExceptionally() ? 1 : 0;
				}
				return failures;
			}));
		}
		await().until(() -> threads.stream().allMatch(CompletableFuture::isDone));
		assertThat(threads.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(1000);
		assertThat(fault.count()).isEqualTo(1000);
		assertThat(this.engine.executed).hasSize(1000);
	}

}
