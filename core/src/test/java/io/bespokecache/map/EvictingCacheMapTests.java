package io.bespokecache.map;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

import io.bespokecache.map.RecordingListener.Eviction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What the strategies of our own promise that drop entries by themselves.
 */
@ParameterizedClass
@EnumSource(names = { "ADAPTIVE_FIFO", "LRU_REFERENCE" })
class EvictingCacheMapTests {

	private final Strategy strategy;

	private final FakeClock clock = new FakeClock();

	private final RecordingListener<Object, Object> listener = new RecordingListener<>();

	private final CacheMapBuilder<Object, Object> builder;

	EvictingCacheMapTests(Strategy strategy) {
		this.strategy = strategy;
		this.builder = CacheMapBuilder.<Object, Object>of(strategy).nanoClock(this.clock);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 10, 255, 1_000, 5_000, 20_000 })
	void aMapHoldsAsManyEntriesAsItsBoundAndNeverMore(int bound) {
		CacheMap<Object, Object> map = this.builder.maximumSize(bound).build();
		for (int id = 0; id < bound; id++) {
			map.put(id, "value");
		}
		assertThat(map).hasSize(bound);
		for (int id = 0; id < 3 * bound; id++) {
			map.put("other " + id, "value");
			assertThat(map.mappingCount()).isEqualTo(bound);
		}
		assertThat(map.keySet()).hasSize(bound);
		assertThat(map.statistics().evictedBySize()).isEqualTo(3L * bound);
	}

	@Test
	void theBoundHoldsAtEveryMomentUnderThreadsThatInsert() {
		int bound = 5_000;
		int threads = 4;
		CacheMap<Object, Object> map = this.builder.maximumSize(bound).build();
		AtomicLong most = new AtomicLong();
		AtomicBoolean running = new AtomicBoolean(true);
		Thread watch = new Thread(() -> {
			while (running.get()) {
				most.accumulateAndGet(map.mappingCount(), Math::max);
			}
		});
		watch.start();
		Race.of(threads, (number) -> {
			for (int id = 0; id < 100_000; id++) {
				map.put(number + " " + id, "value");
				if (id % 5 == 0) {
					map.remove(number + " " + (id - 3));
				}
			}
		});
		running.set(false);
		await().until(() -> !watch.isAlive());
		// A count over segments that change meanwhile may be off by an entry a writer.
		assertThat(most.get()).isBetween((long) bound / 2, (long) bound + threads);
		assertThat(map.mappingCount()).isBetween(bound - bound / 16L, (long) bound);
	}

	@Test
	void keysThatAllCollideAreBoundedToo() {
		CacheMap<Object, Object> map = this.builder.maximumSize(3_000).build();
		for (int id = 0; id < 9_000; id++) {
			Object key = new HashedKey(id, 42);
			map.put(key, id);
			assertThat(map.get(key)).isEqualTo(id);
		}
		assertThat(map).hasSize(3_000);
		assertThat(map.statistics().evictedBySize()).isEqualTo(6_000);
	}

	@Test
	void aSegmentThatHasLessThanItsPartTakesFromOthers() {
		CacheMap<Object, Object> map = this.builder.maximumSize(4_096).build();
		for (int id = 0; id < 4_096; id++) {
			// All in the first segment.
			map.put(new HashedKey(id, 0), id);
		}
		for (int id = 0; id < 40_000; id++) {
			map.put(id, id);
		}
		assertThat(map).hasSize(4_096);
		assertThat(map.keySet().stream().filter((key) -> key instanceof HashedKey).count()).isLessThan(1_024);
	}

	@Test
	void aWeigherThatThrowsChangesNothing() {
		CacheMap<Object, Object> map = this.builder.maximumWeight(100, (key, value) -> {
			if (value.equals("bad")) {
				throw new IllegalStateException("I do not weigh that");
			}
			return 10;
		}).build();
		map.put("a", "good");
		assertThatIllegalStateException().isThrownBy(() -> map.put("a", "bad")).withMessage("I do not weigh that");
		assertThatIllegalStateException().isThrownBy(() -> map.put("b", "bad"));
		assertThat(map).isEqualTo(Map.of("a", "good"));
		for (int id = 0; id < 100; id++) {
			map.put(id, "good");
		}
		assertThat(map).hasSize(10);
	}

	@Test
	void aNegativeWeightIsRefused() {
		CacheMap<Object, Object> map = this.builder.maximumWeight(100, (key, value) -> -1).build();
		assertThatIllegalArgumentException().isThrownBy(() -> map.put("a", "value"))
			.withMessage("A weigher must return 0 or more, and returned -1");
		assertThat(map).isEmpty();
	}

	@Test
	void aValueThatGrowsTooHeavyIsEvictedAtOnce() {
		CacheMap<Object, Object> map = this.builder.listener(this.listener)
			.maximumWeight(10, (key, value) -> (int) value)
			.build();
		map.put("a", 3);
		assertThat(map.put("a", 11)).isEqualTo(3);
		assertThat(map).isEmpty();
		assertThat(this.listener.evictions).containsExactly(new Eviction<>("a", EvictionCause.SIZE));
	}

	@Test
	void weightsNeverSumToMoreThanTheBound() {
		CacheMap<Object, Object> map = this.builder.maximumWeight(10_000, (key, value) -> (int) value).build();
		SplittableRandom random = new SplittableRandom(7);
		for (int access = 0; access < 50_000; access++) {
			int key = random.nextInt(5_000);
			switch (random.nextInt(10)) {
				case 0 -> map.remove(key);
				case 1, 2, 3 -> map.get(key);
				default -> map.put(key, random.nextInt(300));
			}
			if (access % 100 == 0) {
				assertThat(map.values().stream().mapToInt((value) -> (int) value).sum()).isLessThanOrEqualTo(10_000);
			}
		}
		assertThat(map.values().stream().mapToInt((value) -> (int) value).sum()).isGreaterThan(9_000);
		map.clear();
		map.put("whole", 10_000);
		assertThat(map).containsOnlyKeys("whole");
	}

	@Test
	void readsPutOffNoDeadlineBeyondThatOfTheWrite() {
		CacheMap<Object, Object> map = this.builder.expireAfterWrite(Duration.ofSeconds(100))
			.expireAfterAccess(Duration.ofSeconds(60))
			.build();
		map.put("a", "value");
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(map.get("a")).isEqualTo("value");
		this.clock.advance(Duration.ofSeconds(40));
		assertThat(map.get("a")).isEqualTo("value");
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(map.get("a")).isNull();
	}

	@Test
	void eachEntryExpiresAfterItsOwnTime() {
		CacheMap<Object, Object> map = this.builder.expiry(new Expiry<Object, Object>() {

			@Override
			public @Nullable Duration afterWrite(Object key, Object value) {
				return (value instanceof Integer seconds) ? Duration.ofSeconds(seconds) : null;
			}

			@Override
			public @Nullable Duration afterRead(Object key, Object value) {
				return key.equals("shortened") ? Duration.ofSeconds(1) : null;
			}

		}).build();
		map.put("a", 10);
		map.put("b", 20);
		map.put("c", "for ever");
		map.put("shortened", 1_000);
		map.put("never", Integer.MAX_VALUE);
		assertThat(map.get("shortened")).isEqualTo(1_000);
		this.clock.advance(Duration.ofSeconds(1));
		map.cleanUp();
		assertThat(map.mappingCount()).isEqualTo(4);
		this.clock.advance(Duration.ofSeconds(9));
		assertThat(map.get("a")).isNull();
		assertThat(map.get("b")).isEqualTo(20);
		this.clock.advance(Duration.ofDays(365));
		map.cleanUp();
		assertThat(map.mappingCount()).isEqualTo(2);
		assertThat(map).containsOnlyKeys("c", "never");
		assertThat(map.statistics().evictedByExpiry()).isEqualTo(3);
	}

	@Test
	void noStepOfTheSweeperTouchesMoreThanItMay() {
		int entries = 100_000;
		EvictingCacheMap<Object, Object> map = (EvictingCacheMap<Object, Object>) this.builder.maximumSize(entries)
			.expiry((key, value) -> Duration.ofMillis(1 + (int) value % 1_000))
			.build();
		// So that nobody else sweeps it.
		map.close();
		for (int id = 0; id < entries; id++) {
			map.put("key " + id, id);
		}
		this.clock.advance(Duration.ofMillis(500));
		NodeSweep sweep = (NodeSweep) map.sweep();
		int steps = 0;
		boolean more = true;
		while (more) {
			more = sweep.step();
			assertThat(sweep.looks()).isLessThanOrEqualTo(2_048);
			steps++;
		}
		assertThat(steps).isGreaterThan(entries / 2_048);
		assertThat(map.mappingCount()).isEqualTo(entries / 2);
		this.clock.advance(Duration.ofMillis(500));
		map.cleanUp();
		assertThat(map.mappingCount()).isZero();
		assertThat(map.statistics().evictedByExpiry()).isEqualTo(entries);
	}

	@Test
	void aSweepThatFindsNothingExpiredLooksAtNothing() {
		EvictingCacheMap<Object, Object> map = (EvictingCacheMap<Object, Object>) this.builder
			.expireAfterWrite(Duration.ofSeconds(10))
			.build();
		for (int id = 0; id < 1_000; id++) {
			map.put(id, id);
		}
		NodeSweep sweep = (NodeSweep) map.sweep();
		assertThat(sweep.step()).isFalse();
		assertThat(sweep.looks()).isZero();
	}

	@Test
	void entriesThatAreMovedWhileASweepIsUnderWayAreSweptAllTheSame() {
		EvictingCacheMap<Object, Object> map = (EvictingCacheMap<Object, Object>) this.builder
			.expireAfterWrite(Duration.ofSeconds(10))
			.build();
		Race.of(3, (number) -> {
			for (int id = 0; id < 100_000; id++) {
				map.put(number + " " + id, id);
				if (id % 3 != 0) {
					map.remove(number + " " + (id - 1));
				}
				if (id % 1_000 == 0) {
					this.clock.advance(Duration.ofMillis(300));
					map.cleanUp();
				}
			}
		});
		this.clock.advance(Duration.ofSeconds(10));
		map.cleanUp();
		map.cleanUp();
		assertThat(map.mappingCount()).isZero();
	}

	@Test
	void aMillionUnreadEntriesAreGoneSoonAfterTheirTime() {
		CacheMap<Object, Object> map = CacheMapBuilder.<Object, Object>of(this.strategy)
			.expiry((key, value) -> Duration.ofMillis(1 + (int) value % 100))
			.build();
		for (int id = 0; id < 1_000_000; id++) {
			map.put(id, id);
		}
		await().untilAsserted(() -> assertThat(map.mappingCount()).isZero());
		assertThat(map.statistics().evictedByExpiry()).isEqualTo(1_000_000);
	}

	@Test
	void anEntryThatIsMovedPastAReaderIsFoundAllTheSame() {
		CacheMap<Object, Object> map = CacheMapBuilder.of(this.strategy).maximumSize(200).build();
		AtomicLong epoch = new AtomicLong();
		AtomicLong missed = new AtomicLong();
		AtomicLong looks = new AtomicLong();
		Race.of(2, (number) -> {
			if (number == 0) {
				for (int round = 0; round < 5_000; round++) {
					// All collide, and lie in the order in which they come.
					for (int id = 0; id < 60; id++) {
						map.put(new HashedKey(id, 7), id);
					}
					epoch.incrementAndGet();
					for (int id = 0; id < 50; id++) {
						// The first one goes, so all others move.
						map.remove(new HashedKey(id, 7));
					}
					epoch.incrementAndGet();
					map.clear();
				}
				epoch.set(Long.MIN_VALUE);
			}
			else {
				long before = epoch.get();
				while (before >= 0) {
					for (int id = 50; id < 60; id++) {
						boolean found = map.get(new HashedKey(id, 7)) != null;
						long after = epoch.get();
						if (before == after && (before & 1) == 1) {
							looks.incrementAndGet();
							if (!found) {
								missed.incrementAndGet();
							}
						}
						before = after;
					}
				}
			}
		});
		assertThat(missed.get()).isZero();
		assertThat(looks.get()).isPositive();
		assertThat(map.statistics().evictions()).isZero();
	}

	@Test
	void aFunctionThatTakesLongStopsNoClock() {
		CacheMapBuilder<Object, Object> builder = CacheMapBuilder.of(this.strategy);
		CacheMap<Object, Object> busy = builder.expireAfterWrite(Duration.ofMillis(1)).build();
		CacheMap<Object, Object> other = CacheMapBuilder.of(this.strategy)
			.expireAfterWrite(Duration.ofMillis(700))
			.build();
		for (int id = 0; id < 1_000; id++) {
			busy.put(id, "value");
		}
		busy.computeIfAbsent("a", (key) -> {
			other.put("b", "value");
			await().until(() -> other.get("b") == null);
			return "value";
		});
		assertThat(other.get("b")).isNull();
	}

	@Test
	void anErrorOfTheListenerCostsNoPlace() {
		CacheMap<Object, Object> map = this.builder.maximumSize(100).listener(new MapListener<>() {
			@Override
			public void evicted(Object key, EvictionCause cause) {
				throw new AssertionError("refused");
			}
		}).build();
		for (int id = 0; id < 300; id++) {
			map.put(id, "value");
		}
		assertThat(map).hasSize(100);
		assertThat(map.statistics().evictedBySize()).isEqualTo(200);
	}

	@Test
	void aKeyWhoseComparisonFailsLeavesTheOthersInPeace() {
		CacheMap<Object, Object> map = this.builder.maximumSize(400).build();
		AtomicBoolean failing = new AtomicBoolean();
		record Fragile(int id, AtomicBoolean failing) {

			@Override
			public boolean equals(@Nullable Object other) {
				if (this.failing.get()) {
					throw new IllegalStateException("I do not compare");
				}
				return other instanceof Fragile fragile && fragile.id == this.id;
			}

			@Override
			public int hashCode() {
				return 0;
			}

		}
		int failures = 0;
		for (int id = 0; id < 1_000; id++) {
			failing.set(id % 3 == 0 && id > 200);
			try {
				map.put(new Fragile(id, failing), id);
			}
			catch (IllegalStateException ex) {
				failures++;
			}
			failing.set(false);
		}
		assertThat(failures).isPositive();
		for (int id = 0; id < 2_000; id++) {
			map.put("good " + id, id);
			assertThat(map.get("good " + id)).isEqualTo(id);
		}
		assertThat(map).hasSize(400);
	}

	@Test
	void aValueThatIsWrittenWhileItIsReadKeepsItsOwnDeadline() {
		List<Runnable> whileReading = new ArrayList<>();
		CacheMap<Object, Object> map = this.builder.expiry(new Expiry<Object, Object>() {

			@Override
			public @Nullable Duration afterWrite(Object key, Object value) {
				return value.equals("short") ? Duration.ofNanos(10) : Duration.ofHours(1);
			}

			@Override
			public @Nullable Duration afterRead(Object key, Object value) {
				whileReading.forEach(Runnable::run);
				return Duration.ofNanos(10);
			}

		}).build();
		map.put("a", "short");
		whileReading.add(() -> map.put("a", "long"));
		assertThat(map.get("a")).isEqualTo("short");
		whileReading.clear();
		this.clock.advance(Duration.ofNanos(11));
		assertThat(map.get("a")).isEqualTo("long");
	}

	@Test
	void anEntryThatIsAlwaysWrittenInTimeIsNeverMissed() {
		CacheMap<Object, Object> map = this.builder.expireAfterWrite(Duration.ofNanos(10)).build();
		map.put("key", "value");
		long missed = Race.missesWhile(500_000, () -> {
			map.put("key", "value");
			this.clock.advance(Duration.ofNanos(9));
		}, () -> map.get("key") == null);
		assertThat(missed).isZero();
		assertThat(map.get("key")).isEqualTo("value");
	}

	@Test
	void anEntryThatExpiresWhileItIsReplacedIsReplaced() {
		CacheMap<Object, Object> map = this.builder.maximumWeight(100, (key, value) -> {
			if (value.equals("slow")) {
				this.clock.advance(Duration.ofSeconds(20));
			}
			return 1;
		}).expireAfterWrite(Duration.ofSeconds(10)).build();
		map.put("a", "old");
		assertThat(map.replace("a", "slow")).isEqualTo("old");
		assertThat(map.get("a")).isEqualTo("slow");
		assertThat(map.statistics().evictions()).isZero();
	}

	@Test
	void aFewHeavyEntriesAreKeptAsWellAsByAMapThatCountsThem() {
		CacheMap<Object, Object> map = this.builder.maximumWeight(16, (key, value) -> 1).build();
		for (int round = 0; round < 100; round++) {
			for (int id = 0; id < 14; id++) {
				map.putIfAbsent(id, "value");
			}
		}
		assertThat(map).hasSize(14);
		assertThat(map.statistics().evictions()).isZero();
	}

	@Test
	void noThreadIsLeftWhenTheLastMapIsClosedOrDropped() {
		CacheMap<Object, Object> map = CacheMapBuilder.of(this.strategy).expireAfterWrite(Duration.ofDays(1)).build();
		map.put("a", "value");
		assertThat(clocks()).isOne();
		map.close();
		await().untilAsserted(() -> {
			// Maps that others have dropped.
			System.gc();
			assertThat(clocks()).isZero();
		});
		assertThat(map.get("a")).isEqualTo("value");
	}

	private static long clocks() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("bespoke-cache-clock"))
			.count();
	}

	@Test
	void whatIsEvictedExpiredOrRemovedIsCollectableAtOnce() {
		List<WeakReference<Object>> dropped = new ArrayList<>();
		CacheMap<Object, Object> map = this.builder.maximumSize(100).expireAfterWrite(Duration.ofSeconds(10)).build();
		IntFunction<Object> noted = (id) -> {
			Object made = new HashedKey(id, id);
			dropped.add(new WeakReference<>(made));
			return made;
		};
		for (int id = 0; id < 300; id++) {
			map.put(noted.apply(id), noted.apply(id));
		}
		this.clock.advance(Duration.ofSeconds(10));
		map.cleanUp();
		for (int id = 300; id < 350; id++) {
			Object key = noted.apply(id);
			map.put(key, noted.apply(id));
			map.remove(key);
		}
		assertThat(map.mappingCount()).isZero();
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			System.gc();
			assertThat(dropped).allSatisfy((reference) -> assertThat(reference.refersTo(null)).isTrue());
		});
		assertThat(map).isEmpty();
	}

}
