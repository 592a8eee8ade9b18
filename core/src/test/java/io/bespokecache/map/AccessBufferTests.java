package io.bespokecache.map;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The buffer that loses accesses.
 */
class AccessBufferTests {

	private static final int PLACES = 256;

	private final AccessBuffer buffer = new AccessBuffer();

	@Test
	void oneThreadTakesWhatItToldInItsOrder() {
		for (int round = 0; round < 10; round++) {
			for (int access = 1; access <= 50; access++) {
				assertThat(this.buffer.offer(access)).isTrue();
			}
			for (int access = 1; access <= 50; access++) {
				assertThat(this.buffer.isEmpty()).isFalse();
				assertThat(this.buffer.poll()).isEqualTo(access);
			}
			assertThat(this.buffer.isEmpty()).isTrue();
			assertThat(this.buffer.poll()).isZero();
		}
	}

	@Test
	void whatComesWhileItIsFullIsLost() {
		for (int access = 1; access <= PLACES; access++) {
			assertThat(this.buffer.offer(access)).isTrue();
		}
		assertThat(this.buffer.offer(1_000)).isFalse();
		assertThat(this.buffer.poll()).isEqualTo(1);
		assertThat(this.buffer.offer(1_001)).isTrue();
		int last = 0;
		while (!this.buffer.isEmpty()) {
			last = this.buffer.poll();
		}
		assertThat(last).isEqualTo(1_001);
	}

	@Test
	void threadsTakeOnlyWhatSomebodyTold() {
		int threads = 3;
		AtomicInteger telling = new AtomicInteger(threads - 1);
		Set<Integer> taken = ConcurrentHashMap.newKeySet();
		Race.of(threads, (number) -> {
			if (number == 0) {
				while (telling.get() > 0 || !this.buffer.isEmpty()) {
					taken.add(this.buffer.poll());
				}
			}
			else {
				for (int access = 1; access <= 200_000; access++) {
					this.buffer.offer(number * 1_000_000 + access);
				}
				telling.decrementAndGet();
			}
		});
		taken.remove(0);
		assertThat(taken).isNotEmpty().allMatch((access) -> access / 1_000_000 >= 1 && access / 1_000_000 < threads);
		// Nothing is left that would make it full.
		for (int access = 1; access <= PLACES; access++) {
			assertThat(this.buffer.offer(access)).isTrue();
		}
	}

}
