package io.bespokecache.map;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While another map takes the place of the one in use, again and again and between all
 * pairs of strategies, nothing is lost, nothing doubled, and nothing comes back to life.
 * <p>
 * More than 10⁸ operations that begin while the map is being changed, in more than 1,000
 * changes:
 * {@code ./mvnw -pl core test -Dtest=ChangingHistoryTests -Dbespokecache.effort=100}
 */
class ChangingHistoryTests {

	private static final int WRITERS = 2;

	private static final int READERS = 2;

	private static final long PAUSE_NANOS = 20_000;

	/** Writes of each writer between two changes. */
	private static final int WRITES = 300;

	/** Entries that nobody asks for, so that a change takes its time. */
	private static final int FILLERS = (Effort.times(1) > 1) ? 20_000 : 4_000;

	/** The same where sixteen hash codes are all that there are. */
	private static final int FEW_FILLERS = 500;

	/** Operations that begin within each change, at the least on average. */
	private static final int LEAST_WITHIN = 100;

	/** The same for the long form. */
	private static final long LEAST_IN_ALL = 100_000_000;

	private static final int LONG_FORM = 100;

	private static final LongAdder ALL_WITHIN = new LongAdder();

	private static final LongAdder ALL_CHANGES = new LongAdder();

	private volatile boolean withinChange;

	private final LongAdder within = new LongAdder();

	@AfterAll
	static void theLongFormWasLong() {
		if (Effort.times(1) >= LONG_FORM) {
			assertThat(ALL_CHANGES.sum()).isGreaterThan(1_000);
			assertThat(ALL_WITHIN.sum()).isGreaterThan(LEAST_IN_ALL);
		}
	}

	@ParameterizedTest
	@EnumSource
	void noVersionIsLostOrComesBackWhileMapsChange(Requirements requirements) {
		List<Strategy> tour = requirements.tour();
		ChangeableCacheMap<Object, Long> map = new ChangeableCacheMap<>(requirements.create(tour.get(0)), (current) -> {
		});
		KeyShape[] shapes = { KeyShape.STRINGS, KeyShape.TRUNCATED, KeyShape.LONGS, KeyShape.MIXED };
		int rounds = Effort.times(1);
		for (int round = 0; round < rounds; round++) {
			KeyShape shape = shapes[(tour.size() + round) % shapes.length];
			map.clear();
			fill(map, shape);
			run(map, requirements, tour, shape, round);
		}
		assertThat(map.statistics().evictions()).isZero();
		long changes = (long) rounds * tour.size();
		assertThat(this.within.sum()).isGreaterThan(LEAST_WITHIN * changes);
		ALL_WITHIN.add(this.within.sum());
		ALL_CHANGES.add(changes);
	}

	/** With keys that no traffic comes to. */
	private static void fill(CacheMap<Object, Long> map, KeyShape shape) {
		int fillers = (shape == KeyShape.TRUNCATED) ? FEW_FILLERS : FILLERS;
		for (int filler = 0; filler < fillers; filler++) {
			map.put(shape.key(Integer.MAX_VALUE - filler), -1L);
		}
	}

	private void run(ChangeableCacheMap<Object, Long> map, Requirements requirements, List<Strategy> tour,
			KeyShape shape, int round) {
		VersionTraffic traffic = new VersionTraffic(map, shape, WRITERS);
		AtomicBoolean changing = new AtomicBoolean(true);
		AtomicLong written = new AtomicLong();
		Race.of(WRITERS + READERS + 1, (number) -> {
			SplittableRandom random = new SplittableRandom(round * 31L + number);
			if (number < WRITERS) {
				traffic.write(number, () -> {
					note();
					return changing.get();
				}, written::incrementAndGet, random);
			}
			else if (number < WRITERS + READERS) {
				traffic.read(changing::get, this::note, random);
			}
			else {
				change(map, requirements, tour, changing, (writes) -> written.get() < writes && !traffic.hasFailed(),
						written::get);
			}
		});
		traffic.checkEnd();
	}

	/** Counts an operation that begins now. */
	private void note() {
		if (this.withinChange) {
			this.within.increment();
		}
	}

	private void change(ChangeableCacheMap<Object, Long> map, Requirements requirements, List<Strategy> tour,
			AtomicBoolean changing, LongPredicate isToCome, LongSupplier written) {
		try {
			for (Strategy strategy : tour) {
				CacheMap<Object, Long> target = requirements.create(strategy);
				this.withinChange = true;
				map.changeTo(target);
				this.withinChange = false;
				assertThat(map.strategy()).isEqualTo(strategy);
				long enough = written.getAsLong() + WRITERS * WRITES;
				while (isToCome.test(enough)) {
					LockSupport.parkNanos(PAUSE_NANOS);
				}
			}
		}
		finally {
			changing.set(false);
		}
	}

}
