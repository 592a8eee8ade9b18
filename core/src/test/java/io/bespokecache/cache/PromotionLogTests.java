package io.bespokecache.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;

import io.bespokecache.map.Promotion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PromotionLog}.
 */
class PromotionLogTests {

	private final PromotionLog log = new PromotionLog();

	@Test
	void aNewLogIsEmpty() {
		assertThat(this.log.latest()).isEmpty();
		assertThat(this.log.time()).isZero();
	}

	@Test
	void theNewestPromotionComesFirst() {
		this.log.add(promotion(1));
		this.log.add(promotion(2));
		assertThat(this.log.latest()).containsExactly(promotion(2), promotion(1));
	}

	@Test
	void onlyTheLatestSixteenAreKeptButTheTimeOfAllIsSummed() {
		LongStream.rangeClosed(1, 20).mapToObj(PromotionLogTests::promotion).forEach(this.log::add);
		assertThat(this.log.latest()).extracting(Promotion::keysMoved)
			.containsExactly(20L, 19L, 18L, 17L, 16L, 15L, 14L, 13L, 12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L);
		assertThat(this.log.time()).isEqualTo(Duration.ofMillis(20 * 21 / 2));
	}

	@Test
	void whatWasReadDoesNotChange() {
		this.log.add(promotion(1));
		var read = this.log.latest();
		this.log.add(promotion(2));
		assertThat(read).containsExactly(promotion(1));
	}

	private static Promotion promotion(long number) {
		return new Promotion(Instant.EPOCH.plusSeconds(number), Promotion.Cause.DELTA_HITS, number,
				Duration.ofMillis(number), number, Duration.ZERO, 0, 0);
	}

}
