package io.bespokecache.map;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While tables are rebuilt and promoted under them, writers find each of their own keys
 * exactly as they left it, and readers never see a key go back: nothing is lost, nothing
 * comes back to life.
 * <p>
 * 10⁸ operations on every map:
 * {@code ./mvnw -pl core test -Dtest=HistoryCheckerTests -Dbespokecache.effort=1000}
 */
@EveryMap
class HistoryCheckerTests {

	private static final int WRITERS = 2;

	private static final int READERS = 2;

	private static final int WRITES = 12_500;

	private final CacheMap<Object, Long> map;

	private final AtomicInteger writing = new AtomicInteger(WRITERS);

	HistoryCheckerTests(MapUnderTest subject) {
		this.map = subject.create();
	}

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "TRUNCATED", "LONGS", "MIXED" })
	void noVersionIsLostOrComesBack(KeyShape shape) {
		VersionTraffic traffic = new VersionTraffic(this.map, shape, WRITERS);
		Race.of(WRITERS + READERS, (number) -> {
			SplittableRandom random = new SplittableRandom(number);
			if (number < WRITERS) {
				traffic.write(number, Effort.times(WRITES), random);
				this.writing.decrementAndGet();
			}
			else {
				traffic.read(() -> this.writing.get() > 0, random);
			}
		});
		traffic.checkEnd();
	}

}
