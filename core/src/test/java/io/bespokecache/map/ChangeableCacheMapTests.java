package io.bespokecache.map;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests of {@link ChangeableCacheMap}: what becomes of entries, counts, views and waiting
 * writers when another map takes the place of the current one.
 */
class ChangeableCacheMapTests {

	private static final int ENTRIES = 1_000;

	static Stream<Arguments> pairs() {
		return Stream.of(Requirements.values())
			.flatMap((requirements) -> requirements.strategies()
				.stream()
				.flatMap((from) -> requirements.strategies().stream().map((to) -> arguments(requirements, from, to))));
	}

	private static <K, V> ChangeableCacheMap<K, V> changeable(CacheMap<K, V> map) {
		return new ChangeableCacheMap<>(map, (current) -> {
		});
	}

	private static <V> CacheMap<Integer, V> plain(Strategy strategy) {
		return CacheMapBuilder.<Integer, V>of(strategy).build();
	}

	private static ChangeableCacheMap<Integer, String> filled(CacheMap<Integer, String> map) {
		IntStream.range(0, ENTRIES).forEach((key) -> map.put(key, "value-" + key));
		return changeable(map);
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void everyEntryIsCarriedOver(Requirements requirements, Strategy from, Strategy to) {
		ChangeableCacheMap<Integer, String> map = filled(requirements.create(from));
		Map<Integer, String> before = Map.copyOf(map);
		assertThat(map.changeTo(requirements.create(to))).isEqualTo(ENTRIES);
		assertThat(map.strategy()).isEqualTo(to);
		assertThat(map).hasSize(ENTRIES).containsExactlyInAnyOrderEntriesOf(before);
		assertThat(map.mappingCount()).isEqualTo(ENTRIES);
		assertThat(map.statistics().evictions()).isZero();
		assertThat(map.drain()).isEqualTo(ENTRIES);
		assertThat(map).isEmpty();
	}

	@Test
	void eachCurrentMapIsPublished() {
		List<CacheMap<Integer, String>> published = new ArrayList<>();
		ChangeableCacheMap<Integer, String> map = new ChangeableCacheMap<>(plain(Strategy.SHARDED), published::add);
		CacheMap<Integer, String> target = plain(Strategy.CONCURRENT);
		map.changeTo(target);
		assertThat(published).hasSize(2).last().isSameAs(target);
		assertThat(published.get(0)).isInstanceOf(MovingCacheMap.class);
	}

	@Test
	void viewsShowTheCurrentMap() {
		ChangeableCacheMap<Integer, String> map = filled(plain(Strategy.SHARDED));
		Set<Integer> keys = map.keySet();
		map.changeTo(plain(Strategy.PROMOTING));
		map.put(-1, "later");
		assertThat(keys).hasSize(ENTRIES + 1).contains(-1);
		assertThat(keys.remove(-1)).isTrue();
		assertThat(map).doesNotContainKey(-1);
	}

	@ParameterizedTest
	@EnumSource
	void anIterationThatAChangeOvertakesShowsEachEntryOnce(Strategy strategy) {
		ChangeableCacheMap<Integer, String> map = filled(plain(strategy));
		List<Integer> seen = new ArrayList<>();
		Iterator<Integer> keys = map.keySet().iterator();
		for (int i = 0; i < ENTRIES / 2; i++) {
			seen.add(keys.next());
		}
		map.changeTo(plain(Strategy.CONCURRENT));
		map.changeTo(plain(Strategy.SHARDED));
		keys.forEachRemaining(seen::add);
		assertThat(seen).hasSize(ENTRIES).doesNotHaveDuplicates();
	}

	@Test
	void anIterationOfAConsistentMapShowsItAsItWas() {
		ChangeableCacheMap<Integer, String> map = filled(plain(Strategy.SNAPSHOT));
		Iterator<Map.Entry<Integer, String>> entries = map.entrySet().iterator();
		map.changeTo(plain(Strategy.MUTEX));
		map.clear();
		map.put(-1, "later");
		Set<Integer> seen = new HashSet<>();
		entries.forEachRemaining((entry) -> seen.add(entry.getKey()));
		assertThat(seen).hasSize(ENTRIES).doesNotContain(-1);
	}

	@Test
	void aWriterThatIsBusyIsWaitedForAndThenTheChangeIsGivenUp() throws InterruptedException {
		ChangeableCacheMap<Integer, String> map = filled(plain(Strategy.SHARDED));
		AtomicBoolean closed = new AtomicBoolean();
		whileAWriterIsBusy(map,
				() -> assertThatIllegalStateException()
					.isThrownBy(() -> map.changeTo(closing(closed), Duration.ofMillis(1)))
					.withMessageContaining("A writer has been busy"));
		assertThat(closed).isTrue();
		assertThat(map.strategy()).isEqualTo(Strategy.SHARDED);
		assertThat(map).hasSize(ENTRIES).containsEntry(7, "busy");
		assertThat(map.changeTo(plain(Strategy.CONCURRENT))).isEqualTo(ENTRIES);
		assertThat(map).containsEntry(7, "busy");
	}

	@Test
	void aWriterThatComesWhileAChangeWaitsDoesNotWait() throws InterruptedException {
		ChangeableCacheMap<Integer, String> map = filled(plain(Strategy.SHARDED));
		Thread changer = new Thread(() -> map.changeTo(plain(Strategy.CONCURRENT)));
		whileAWriterIsBusy(map, () -> {
			changer.start();
			await().until(() -> changer.getState() == Thread.State.TIMED_WAITING);
			assertThat(map.put(8, "other")).isEqualTo("value-8");
			assertThat(map.get(7)).isEqualTo("value-7");
		});
		changer.join();
		assertThat(map.strategy()).isEqualTo(Strategy.CONCURRENT);
		assertThat(map).hasSize(ENTRIES).containsEntry(7, "busy").containsEntry(8, "other");
	}

	@Test
	void aWriterWhoIsOvertakenByAChangeOnHisWayInWritesToTheNewMap() {
		List<Runnable> overtaking = new ArrayList<>();
		WriterGate gate = new WriterGate() {

			@Override
			int enter() {
				List<Runnable> now = List.copyOf(overtaking);
				overtaking.clear();
				now.forEach(Runnable::run);
				return super.enter();
			}

		};
		ChangeableCacheMap<Integer, String> map = new ChangeableCacheMap<>(plain(Strategy.SHARDED), (current) -> {
		}, null, gate);
		overtaking.add(() -> map.changeTo(plain(Strategy.CONCURRENT)));
		map.put(1, "value");
		assertThat(map.strategy()).isEqualTo(Strategy.CONCURRENT);
		assertThat(map).containsEntry(1, "value");
	}

	@Test
	void anInterruptedChangeLeavesEverythingAsItWas() throws InterruptedException {
		ChangeableCacheMap<Integer, String> map = filled(plain(Strategy.SHARDED));
		whileAWriterIsBusy(map, () -> {
			Thread.currentThread().interrupt();
			assertThatIllegalStateException().isThrownBy(() -> map.changeTo(plain(Strategy.CONCURRENT)))
				.withMessageContaining("interrupted");
			assertThat(Thread.interrupted()).isTrue();
		});
		assertThat(map.strategy()).isEqualTo(Strategy.SHARDED);
		assertThat(map).hasSize(ENTRIES);
	}

	private static void whileAWriterIsBusy(CacheMap<Integer, String> map, Runnable action) throws InterruptedException {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Thread writer = new Thread(() -> map.compute(7, (key, value) -> {
			busy.countDown();
			try {
				done.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return "busy";
		}));
		writer.start();
		try {
			busy.await();
			action.run();
		}
		finally {
			done.countDown();
			writer.join();
		}
	}

	private static CacheMap<Integer, String> closing(AtomicBoolean closed) {
		return new MovingCacheMap<>(plain(Strategy.SHARDED), plain(Strategy.CONCURRENT), null) {

			@Override
			public void close() {
				closed.set(true);
			}

		};
	}

	@Test
	void aClosedMapCannotBeChanged() {
		ChangeableCacheMap<Integer, String> map = filled(plain(Strategy.SHARDED));
		map.close();
		AtomicBoolean closed = new AtomicBoolean();
		assertThatIllegalStateException().isThrownBy(() -> map.changeTo(closing(closed)));
		assertThat(closed).isTrue();
		assertThat(map).hasSize(ENTRIES);
	}

	@Test
	void aSmallerBoundEvictsAndCountsWhatIsTooMuch() {
		AtomicInteger told = new AtomicInteger();
		for (Strategy strategy : Requirements.SIZE.strategies()) {
			told.set(0);
			ChangeableCacheMap<Integer, String> map = filled(Requirements.SIZE.create(strategy));
			map.changeTo(
					CacheMapBuilder.<Integer, String>of(strategy).maximumSize(100).listener(counting(told)).build());
			await().untilAsserted(() -> {
				map.cleanUp();
				assertThat(map).hasSize(100);
				assertThat(map.statistics().evictedBySize()).isEqualTo(ENTRIES - 100);
				assertThat(told).hasValue(ENTRIES - 100);
			});
		}
	}

	private static MapListener<Integer, String> counting(AtomicInteger told) {
		return new MapListener<>() {

			@Override
			public void evicted(Integer key, EvictionCause cause) {
				told.incrementAndGet();
			}

		};
	}

	@Test
	void countsOfFormerMapsStay() {
		CacheMap<Integer, String> small = CacheMapBuilder.<Integer, String>of(Strategy.ADAPTIVE_FIFO)
			.maximumSize(100)
			.build();
		ChangeableCacheMap<Integer, String> map = filled(small);
		assertThat(map.statistics().evictedBySize()).isEqualTo(ENTRIES - 100);
		map.changeTo(Requirements.SIZE.create(Strategy.CAFFEINE));
		assertThat(map.statistics().evictedBySize()).isEqualTo(ENTRIES - 100);
		map.changeTo(CacheMapBuilder.<Integer, String>of(Strategy.LRU_REFERENCE).maximumSize(40).build());
		assertThat(map.statistics().evictedBySize()).isEqualTo(ENTRIES - 40);
	}

	@Test
	void noCountEverFallsWhileMapsChange() {
		ChangeableCacheMap<Integer, String> map = filled(small(Strategy.ADAPTIVE_FIFO));
		long[] before = new long[1];
		long falls = Race.missesWhile(20, () -> {
			for (Strategy strategy : Requirements.SIZE.strategies()) {
				IntStream.range(0, ENTRIES).forEach((key) -> map.put(key, "value"));
				map.changeTo(small(strategy));
			}
		}, () -> {
			long now = map.statistics().evictedBySize();
			boolean fallen = now < before[0];
			before[0] = now;
			return fallen;
		});
		assertThat(falls).isZero();
		assertThat(before[0]).isPositive();
	}

	private static CacheMap<Integer, String> small(Strategy strategy) {
		return CacheMapBuilder.<Integer, String>of(strategy).maximumSize(100).build();
	}

	@Test
	void whatTheTargetRefusesIsEvicted() {
		ChangeableCacheMap<Integer, String> map = filled(Requirements.SIZE.create(Strategy.CAFFEINE));
		assertThat(map.changeTo(CacheMapBuilder.<Integer, String>of(Strategy.ADAPTIVE_FIFO)
			.maximumWeight(1L << 30, (key, value) -> key % 10 - 1)
			.build())).isEqualTo(ENTRIES / 10 * 9);
		assertThat(map).hasSize(ENTRIES / 10 * 9).doesNotContainKey(10).containsKey(11);
		assertThat(map.statistics().evictedBySize()).isEqualTo(ENTRIES / 10);
	}

	@Test
	void aFormerMapAndWhatWasRemovedFromItAreCollectable() {
		for (Strategy strategy : Strategy.values()) {
			ChangeableCacheMap<Integer, Object> map = changeable(plain(strategy));
			List<WeakReference<Object>> gone = new ArrayList<>();
			fillAndChange(map, strategy, gone);
			await().untilAsserted(() -> {
				map.cleanUp();
				System.gc();
				assertThat(gone).as("after %s", strategy)
					.allSatisfy((reference) -> assertThat(reference.get()).isNull());
			});
			assertThat(map).hasSize(ENTRIES - 1);
		}
	}

	private static void fillAndChange(ChangeableCacheMap<Integer, Object> map, Strategy strategy,
			List<WeakReference<Object>> gone) {
		CacheMap<Integer, Object> former = plain(strategy);
		map.changeTo(former);
		IntStream.range(0, ENTRIES).forEach((key) -> map.put(key, new Object()));
		map.changeTo(plain((strategy == Strategy.SNAPSHOT) ? Strategy.MUTEX : Strategy.CONCURRENT));
		gone.add(new WeakReference<>(former));
		gone.add(new WeakReference<>(Objects.requireNonNull(map.remove(7))));
	}

	@Test
	void anEntryWithAWeakKeyKeepsTheKeyThatItHad() {
		ChangeableCacheMap<String, String> map = changeable(weakKeys());
		String own = copyOf("Bern");
		map.put(own, "value");
		map.changeTo(weakKeys());
		@Nullable String[] passing = { copyOf("Bern") };
		map.put(Objects.requireNonNull(passing[0]), "other");
		passing[0] = null;
		System.gc();
		map.cleanUp();
		assertThat(map.get(own)).isEqualTo("other");
	}

	private static CacheMap<String, String> weakKeys() {
		return CacheMapBuilder.<String, String>of(Strategy.LRU_REFERENCE).weakKeys().build();
	}

	private static String copyOf(String text) {
		return String.valueOf(text.toCharArray());
	}

}
