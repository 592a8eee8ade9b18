package io.bespokecache.map;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While another map takes the place of the one in use, again and again and between all
 * pairs of strategies, nothing is lost, nothing doubled, and nothing comes back to life.
 * <p>
 * More than 10⁸ operations during more than 1,000 changes:
 * {@code ./mvnw -pl core test -Dtest=ChangingHistoryTests -Dbespokecache.effort=100}
 */
class ChangingHistoryTests {

	private static final int WRITERS = 2;

	private static final int READERS = 2;

	private static final long PAUSE_NANOS = 20_000;

	/** Writes of each writer before the next change. */
	private static final int WRITES = 1_500;

	@ParameterizedTest
	@EnumSource
	void noVersionIsLostOrComesBackWhileMapsChange(Requirements requirements) {
		List<Strategy> tour = requirements.tour();
		ChangeableCacheMap<Object, Long> map = new ChangeableCacheMap<>(requirements.create(tour.get(0)), (current) -> {
		});
		KeyShape[] shapes = { KeyShape.STRINGS, KeyShape.TRUNCATED, KeyShape.LONGS, KeyShape.MIXED };
		for (int round = 0; round < Effort.times(1); round++) {
			map.clear();
			run(map, requirements, tour, shapes[(tour.size() + round) % shapes.length], round);
		}
		assertThat(map.statistics().evictions()).isZero();
	}

	private static void run(ChangeableCacheMap<Object, Long> map, Requirements requirements, List<Strategy> tour,
			KeyShape shape, int round) {
		VersionTraffic traffic = new VersionTraffic(map, shape, WRITERS);
		AtomicBoolean changing = new AtomicBoolean(true);
		AtomicLong written = new AtomicLong();
		Race.of(WRITERS + READERS + 1, (number) -> {
			SplittableRandom random = new SplittableRandom(round * 31L + number);
			if (number < WRITERS) {
				traffic.write(number, changing::get, written::incrementAndGet, random);
			}
			else if (number < WRITERS + READERS) {
				traffic.read(changing::get, random);
			}
			else {
				change(map, requirements, tour, changing,
						() -> written.get() + (traffic.hasFailed() ? Long.MAX_VALUE / 2 : 0));
			}
		});
		traffic.checkEnd();
	}

	private static void change(ChangeableCacheMap<Object, Long> map, Requirements requirements, List<Strategy> tour,
			AtomicBoolean changing, LongSupplier written) {
		try {
			for (int step = 0; step < tour.size(); step++) {
				map.changeTo(requirements.create(tour.get(step)));
				assertThat(map.strategy()).isEqualTo(tour.get(step));
				while (written.getAsLong() < (step + 1L) * WRITERS * WRITES) {
					LockSupport.parkNanos(PAUSE_NANOS);
				}
			}
		}
		finally {
			changing.set(false);
		}
	}

}
