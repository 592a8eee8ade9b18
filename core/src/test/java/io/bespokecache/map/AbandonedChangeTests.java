package io.bespokecache.map;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What becomes of a map when a change of it does not come to its end: for entries that
 * move key by key, and for those that are taken over all at once.
 */
@ParameterizedClass(name = "{0} to {1}")
@MethodSource("kinds")
class AbandonedChangeTests {

	private static final int ENTRIES = 1_000;

	private static final Duration MOMENT = Duration.ofMillis(20);

	private final Strategy from;

	private final Strategy to;

	AbandonedChangeTests(Strategy from, Strategy to) {
		this.from = from;
		this.to = to;
	}

	static Stream<Arguments> kinds() {
		return Stream.of(arguments(Strategy.SHARDED, Strategy.CONCURRENT),
				arguments(Strategy.SNAPSHOT, Strategy.READ_WRITE_LOCK));
	}

	private static CacheMap<Integer, String> plain(Strategy strategy) {
		return CacheMapBuilder.<Integer, String>of(strategy).build();
	}

	private ChangeableCacheMap<Integer, String> filled(Consumer<CacheMap<Integer, String>> publication) {
		CacheMap<Integer, String> map = plain(this.from);
		IntStream.range(0, ENTRIES).forEach((key) -> map.put(key, "value"));
		return new ChangeableCacheMap<>(map, publication);
	}

	private ChangeableCacheMap<Integer, String> filled() {
		return filled((current) -> {
		});
	}

	private void assertCanBeChanged(ChangeableCacheMap<Integer, String> map) {
		assertThat(map).hasSize(ENTRIES);
		assertThat(map.changeTo(plain(this.to))).isEqualTo(ENTRIES);
		assertThat(map.strategy()).isEqualTo(this.to);
		assertThat(map).hasSize(ENTRIES);
	}

	@Test
	void aWriterThatComesThroughTheInterimMapAndStaysEndsTheChangeInTime() throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		@Nullable Thread[] writer = new Thread[1];
		ChangeableCacheMap<Integer, String> map = filled((current) -> {
			if (writer[0] == null) {
				writer[0] = busyWriter(current, done);
			}
		});
		BreakingCacheMap<Integer, String> target = BreakingCacheMap.afterChanges(plain(this.to), -1);
		assertThatExceptionOfType(ChangeAbandonedException.class).isThrownBy(() -> map.changeTo(target, MOMENT));
		assertThat(target.isClosed()).isTrue();
		assertThat(map.strategy()).isEqualTo(this.from);
		done.countDown();
		if (writer[0] != null) {
			writer[0].join();
		}
		assertThat(map).containsEntry(7, "busy");
		assertCanBeChanged(map);
		assertThat(map).containsEntry(7, "busy");
	}

	private static Thread busyWriter(CacheMap<Integer, String> map, CountDownLatch done) {
		CountDownLatch busy = new CountDownLatch(1);
		Thread writer = new Thread(() -> map.compute(7, (key, value) -> {
			busy.countDown();
			await(done);
			return "busy";
		}));
		writer.start();
		await(busy);
		return writer;
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void wantOfMemoryLosesNoEntryAndIsToldToTheCaller() {
		ChangeableCacheMap<Integer, String> map = filled();
		BreakingCacheMap<Integer, String> target = BreakingCacheMap.afterChanges(plain(this.to), 1);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> map.changeTo(target));
		assertThat(map).hasSize(ENTRIES);
		assertThat(map.put(3, "other")).isEqualTo("value");
		assertThat(map.statistics().evictions()).isZero();
		boolean copied = this.from.can(Strategy.Capability.ATOMIC_BULK);
		assertThat(target.isClosed()).isEqualTo(copied);
		assertCanBeChanged(map);
		assertThat(map).containsEntry(3, "other");
		assertThat(map.statistics().evictions()).isZero();
	}

	@Test
	void aChangeThatFailsWhenAllHasMovedIsFinishedByTheNext() {
		CacheMap<Integer, String> source = BreakingCacheMap.whenClosed(plain(this.from));
		IntStream.range(0, ENTRIES).forEach((key) -> source.put(key, "value"));
		ChangeableCacheMap<Integer, String> map = new ChangeableCacheMap<>(source, (current) -> {
		});
		assertThatIllegalStateException().isThrownBy(() -> map.changeTo(plain(this.to)))
			.withMessage("cannot be closed");
		map.put(3, "other");
		assertThat(map.changeTo(plain(this.from))).isEqualTo(ENTRIES);
		assertThat(map.strategy()).isEqualTo(this.from);
		assertThat(map).hasSize(ENTRIES).containsEntry(3, "other");
		assertCanBeChanged(map);
	}

	@Test
	void aMapThatIsClosedAmidAChangeClosesTheTargetToo() {
		@Nullable ChangeableCacheMap<?, ?>[] changed = new ChangeableCacheMap<?, ?>[1];
		ChangeableCacheMap<Integer, String> map = filled((current) -> {
			if (changed[0] != null) {
				changed[0].close();
			}
		});
		changed[0] = map;
		BreakingCacheMap<Integer, String> target = BreakingCacheMap.afterChanges(plain(this.to), -1);
		assertThat(map.changeTo(target)).isEqualTo(ENTRIES);
		assertThat(target.isClosed()).isTrue();
		assertThat(map).hasSize(ENTRIES);
		assertThatIllegalStateException().isThrownBy(() -> map.changeTo(plain(this.from)));
	}

}
