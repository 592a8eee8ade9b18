package io.bespokecache.map;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StripedCounterTests {

	@Test
	void losesNothingWhenManyThreadsShareAStripe() throws InterruptedException {
		StripedCounter counter = new StripedCounter(1);
		int threads = 4;
		int each = 50_000;
		List<Thread> counting = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(() -> {
				for (int n = 0; n < each; n++) {
					counter.increment();
				}
			});
			counting.add(thread);
			thread.start();
		}
		for (Thread thread : counting) {
			thread.join();
		}
		assertThat(counter.sum()).isEqualTo((long) threads * each);
	}

	@Test
	void tellsHowFarTheStripeOfTheThreadHasCome() {
		StripedCounter counter = new StripedCounter(3);
		assertThat(counter.increment()).isEqualTo(1);
		assertThat(counter.increment()).isEqualTo(2);
		assertThat(counter.sum()).isEqualTo(2);
	}

}
