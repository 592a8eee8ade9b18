package io.bespokecache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what threads that meet at one {@link TimedValue} agree on.
 */
class TimedValueTests {

	private static final int THREADS = 3;

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final List<TimedValue<String>> values = Stream
		.generate(() -> new TimedValue<>("value", 0, Long.MAX_VALUE, 100 * SECOND))
		.limit(50_000)
		.toList();

	@Test
	void theRightToRefreshIsGivenToOne() throws Exception {
		List<Integer> claims = race((value) -> value.isRefreshDue(100 * SECOND) && value.claimRefresh(100 * SECOND));
		assertThat(claims.stream().mapToInt(Integer::intValue).sum()).isEqualTo(this.values.size());
		assertThat(this.values).noneMatch((value) -> value.claimRefresh(200 * SECOND));
	}

	@Test
	void failuresAtTheSameTimeCountAsOne() throws Exception {
		race((value) -> {
			value.failRetry(10 * SECOND, 60 * SECOND);
			return true;
		});
		assertThat(this.values).noneMatch((value) -> value.mayRetry(11 * SECOND - 1))
			.allMatch((value) -> value.mayRetry(11 * SECOND));
	}

	/**
	 * Lets all threads go over the values in the same order, one at about the same time.
	 * @return how often each thread got its way
	 */
	private List<Integer> race(Predicate<TimedValue<String>> action) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(THREADS);
		List<Caller<Integer>> callers = IntStream.range(0, THREADS).mapToObj((number) -> Caller.of(() -> {
			int count = 0;
			int index = 0;
			for (TimedValue<String> value : this.values) {
				if (index++ % 1_000 == 0) {
					barrier.await(20, TimeUnit.SECONDS);
				}
				count += action.test(value) ? 1 : 0;
			}
			return count;
		})).toList();
		List<Integer> counts = new ArrayList<>();
		for (Caller<Integer> caller : callers) {
			counts.add(caller.result());
		}
		return counts;
	}

}
