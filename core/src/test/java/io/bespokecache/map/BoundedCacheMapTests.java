package io.bespokecache.map;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import io.bespokecache.map.RecordingListener.Eviction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bounds and expiry, of every strategy that has them.
 */
@ParameterizedClass
@EnumSource(names = { "ADAPTIVE_FIFO", "LRU_REFERENCE", "CAFFEINE" })
class BoundedCacheMapTests {

	private final Strategy strategy;

	private final FakeClock clock = new FakeClock();

	private final RecordingListener<Integer, String> listener = new RecordingListener<>();

	private final CacheMapBuilder<Integer, String> builder;

	BoundedCacheMapTests(Strategy strategy) {
		this.strategy = strategy;
		this.builder = CacheMapBuilder.<Integer, String>of(strategy).nanoClock(this.clock).listener(this.listener);
	}

	@Test
	void theMaximumSizeIsKept() {
		CacheMap<Integer, String> map = filled(this.builder.maximumSize(100), 1_000);
		assertThat(map).hasSize(100);
		assertThat(map.statistics()).isEqualTo(new MapStatistics(900, 0, 0, 0, 0, 0));
	}

	@Test
	void eachEvictionIsToldOnceWithItsKeyAndCause() {
		CacheMap<Integer, String> map = filled(this.builder.maximumSize(100), 1_000);
		assertThat(this.listener.evictions).hasSize(900).allMatch((eviction) -> eviction.cause() == EvictionCause.SIZE);
		Set<Integer> told = new HashSet<>(map.keySet());
		this.listener.evictions.forEach((eviction) -> assertThat(told.add(eviction.key())).isTrue());
		assertThat(told).hasSize(1_000);
	}

	@Test
	void theMaximumSizeIsKeptWithoutBeingAskedTo() {
		CacheMap<Integer, String> map = this.builder.maximumSize(10).build();
		for (int id = 0; id < 1_000; id++) {
			map.put(id, "value");
		}
		await().untilAsserted(() -> assertThat(map.mappingCount()).isLessThanOrEqualTo(10 + 16));
		map.cleanUp();
		assertThat(map).hasSize(10);
	}

	@Test
	void theMaximumWeightIsKept() {
		CacheMap<Integer, String> map = this.builder.maximumWeight(100, (key, value) -> value.length()).build();
		for (int id = 0; id < 100; id++) {
			map.put(id, "12345");
		}
		map.cleanUp();
		assertThat(map.values().stream().mapToInt(String::length).sum()).isEqualTo(100);
		assertThat(map.statistics().evictedBySize()).isEqualTo(80);
		assertThat(this.listener.evictions).hasSize(80);
	}

	@Test
	void anEntryOfMoreThanTheMaximumWeightIsEvicted() {
		CacheMap<Integer, String> map = this.builder.maximumWeight(3, (key, value) -> value.length()).build();
		map.put(1, "1234");
		map.cleanUp();
		assertThat(map).isEmpty();
		assertThat(this.listener.evictions).containsExactly(new Eviction<>(1, EvictionCause.SIZE));
	}

	@Test
	void anEntryExpiresAfterItsLastWrite() {
		CacheMap<Integer, String> map = this.builder.expireAfterWrite(Duration.ofSeconds(60)).build();
		map.put(1, "old");
		map.put(2, "old");
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(map.get(1)).isEqualTo("old");
		map.put(2, "new");
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(map.get(1)).isNull();
		assertThat(map.containsKey(1)).isFalse();
		assertThat(map.get(2)).isEqualTo("new");
		map.cleanUp();
		assertThat(map.mappingCount()).isEqualTo(1);
		assertThat(map.statistics()).isEqualTo(new MapStatistics(0, 1, 0, 0, 0, 0));
		assertThat(this.listener.evictions).containsExactly(new Eviction<>(1, EvictionCause.EXPIRED));
	}

	@Test
	void aMapThatNobodyUsesIsGarbageThoughItsEntriesHaveYetToExpire() {
		WeakReference<CacheMap<Integer, String>> map = new WeakReference<>(
				filled(this.builder.expireAfterWrite(Duration.ofDays(7)), 10));
		await().untilAsserted(() -> {
			System.gc();
			assertThat(map.get()).isNull();
		});
	}

	@Test
	void anEntryExpiresAfterItsLastAccess() {
		CacheMap<Integer, String> map = this.builder.expireAfterAccess(Duration.ofSeconds(60)).build();
		map.put(1, "read");
		map.put(2, "unread");
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(map.get(1)).isEqualTo("read");
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(map.get(1)).isEqualTo("read");
		assertThat(map.get(2)).isNull();
		map.cleanUp();
		assertThat(map.statistics()).isEqualTo(new MapStatistics(0, 1, 0, 0, 0, 0));
		assertThat(this.listener.evictions).containsExactly(new Eviction<>(2, EvictionCause.EXPIRED));
	}

	@Test
	void livesAreShortenedByChance() {
		assertSpread(this.builder.expireAfterWrite(Duration.ofSeconds(100)));
	}

	@Test
	void timesToIdleAreShortenedByChance() {
		assertSpread(this.builder.expireAfterAccess(Duration.ofSeconds(100)));
	}

	@Test
	void livesOfSingleEntriesAreShortenedByChance() {
		assertSpread(this.builder.expiry((key, value) -> Duration.ofSeconds(100)));
	}

	/** With a jitter of one half, as many expire in each part of the second half. */
	private void assertSpread(CacheMapBuilder<Integer, String> builder) {
		CacheMap<Integer, String> map = filled(builder.expiryJitter(0.5), 1_000);
		assertThat(map).hasSize(1_000);
		this.clock.advance(Duration.ofMillis(49_900));
		map.cleanUp();
		assertThat(map).hasSize(1_000);
		for (int left = 800; left >= 200; left -= 200) {
			this.clock.advance(Duration.ofSeconds(10));
			map.cleanUp();
			assertThat(map.mappingCount()).isBetween(left - 100L, left + 100L);
		}
		this.clock.advance(Duration.ofSeconds(11));
		map.cleanUp();
		assertThat(map.mappingCount()).isZero();
		assertThat(map.statistics().evictedByExpiry()).isEqualTo(1_000);
	}

	@Test
	void anExpiredEntryIsNotSeenByAnyReadOrIteration() {
		CacheMap<Integer, String> map = this.builder.expireAfterWrite(Duration.ofSeconds(60)).build();
		map.put(1, "1");
		this.clock.advance(Duration.ofSeconds(60));
		assertThat(map.getOrDefault(1, "none")).isEqualTo("none");
		assertThat(map.containsValue("1")).isFalse();
		assertThat(map.keySet().iterator().hasNext()).isFalse();
		assertThat(map.replace(1, "2")).isNull();
		assertThat(map.computeIfPresent(1, (key, value) -> "2")).isNull();
		assertThat(map.putIfAbsent(1, "3")).isNull();
		assertThat(map.get(1)).isEqualTo("3");
	}

	@Test
	void whatIsDrainedIsNotCountedIfItHadExpired() {
		CacheMap<Integer, String> map = this.builder.expireAfterWrite(Duration.ofSeconds(60)).build();
		map.put(1, "old");
		this.clock.advance(Duration.ofSeconds(60));
		map.put(2, "new");
		assertThat(map.drain()).isEqualTo(1);
		map.cleanUp();
		assertThat(map.mappingCount()).isZero();
		assertThat(map.statistics().evictions()).isEqualTo(1);
	}

	@Test
	void anEntryExpiresThoughNobodyAsksForIt() {
		CacheMap<Integer, String> map = this.builder.nanoClock(System::nanoTime)
			.expireAfterWrite(Duration.ofMillis(1))
			.build();
		map.put(1, "1");
		await().untilAsserted(
				() -> assertThat(this.listener.evictions).containsExactly(new Eviction<>(1, EvictionCause.EXPIRED)));
		assertThat(map.statistics().evictedByExpiry()).isEqualTo(1);
		assertThat(map.mappingCount()).isZero();
	}

	@Test
	void aRemovalByTheUserIsNoEviction() {
		CacheMap<Integer, String> map = this.builder.maximumSize(100).build();
		map.put(1, "1");
		map.put(1, "2");
		map.remove(1);
		map.put(2, "1");
		map.clear();
		map.put(3, "1");
		map.drain();
		map.cleanUp();
		assertThat(map.statistics()).isEqualTo(MapStatistics.NONE);
		assertThat(this.listener.evictions).isEmpty();
	}

	@Test
	void evictionsAreCountedExactlyUnderContention() {
		int threads = 4;
		int each = 20_000;
		LongAdder told = new LongAdder();
		CacheMap<Integer, String> map = CacheMapBuilder.<Integer, String>of(this.strategy)
			.maximumSize(500)
			.listener(new MapListener<>() {
				@Override
				public void evicted(Integer key, EvictionCause cause) {
					told.increment();
				}
			})
			.build();
		Race.of(threads, (number) -> {
			for (int id = 0; id < each; id++) {
				map.put(number * each + id, "value");
			}
		});
		map.cleanUp();
		assertThat(map).hasSize(500);
		assertThat(map.statistics().evictedBySize()).isEqualTo(threads * (long) each - 500).isEqualTo(told.sum());
	}

	@Test
	void anExceptionOfTheListenerIsDropped() {
		CacheMap<Integer, String> map = filled(
				CacheMapBuilder.<Integer, String>of(this.strategy).maximumSize(10).listener(new MapListener<>() {
					@Override
					public void evicted(Integer key, EvictionCause cause) {
						throw new UnsupportedOperationException("refused");
					}
				}), 13);
		assertThat(map).hasSize(10);
		assertThat(map.statistics().evictedBySize()).isEqualTo(3);
	}

	private static CacheMap<Integer, String> filled(CacheMapBuilder<Integer, String> builder, int entries) {
		CacheMap<Integer, String> map = builder.build();
		for (int id = 0; id < entries; id++) {
			map.put(id, "value " + id);
		}
		map.cleanUp();
		return map;
	}

}
