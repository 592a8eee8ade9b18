package io.bespokecache.map;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link MovingCacheMap}: what comes between two steps of a move.
 */
class MovingCacheMapTests {

	private final CacheMap<Integer, String> from = CacheMapBuilder.<Integer, String>of(Strategy.SHARDED).build();

	private final CacheMap<Integer, String> to = CacheMapBuilder.<Integer, String>of(Strategy.CONCURRENT).build();

	private final MovingCacheMap<Integer, String> map = new MovingCacheMap<>(this.from, this.to, null);

	private static Patience patience() {
		return new Patience(Duration.ofMinutes(1));
	}

	@Test
	void beforeTheMoveEverythingIsDoneToTheSource() {
		this.map.put(1, "a");
		this.map.merge(1, "b", String::concat);
		assertThat(this.from).containsEntry(1, "ab");
		assertThat(this.to).isEmpty();
	}

	@Test
	void aKeyIsMovedBeforeItIsChanged() {
		this.map.put(1, "a");
		this.map.put(2, "a");
		this.map.begin(patience());
		assertThat(this.map.merge(1, "b", String::concat)).isEqualTo("ab");
		assertThat(this.from).containsOnlyKeys(2);
		assertThat(this.to).containsOnlyKeys(1);
		assertThat(this.map).hasSize(2).containsEntry(1, "ab").containsEntry(2, "a");
		assertThat(this.map.moveAll(patience())).isEqualTo(2);
		assertThat(this.from).isEmpty();
	}

	@Test
	void aNewKeyThatAWriterIsAboutToAddToTheSourceIsMovedToo() throws InterruptedException {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Thread writer = new Thread(() -> this.map.compute(1, (key, value) -> {
			busy.countDown();
			awaitUninterruptibly(done);
			return "new";
		}));
		Thread mover = new Thread(() -> this.map.moveAll(patience()));
		writer.start();
		busy.await();
		mover.start();
		await().until(() -> mover.getState() == Thread.State.TIMED_WAITING);
		done.countDown();
		writer.join();
		mover.join();
		assertThat(this.map).containsEntry(1, "new");
		assertThat(this.to).containsEntry(1, "new");
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void whatTheSourceDropsWhileItIsMovedIsDroppedByTheTarget() {
		MovingCacheMap<Integer, String> dropping = new MovingCacheMap<>(this.from, this.from, null) {

			@Override
			public String remove(Object key) {
				super.remove(key);
				return Unchecked.nothing();
			}

		};
		this.from.put(1, "evicted");
		MovingCacheMap<Integer, String> map = new MovingCacheMap<>(dropping, this.to, null);
		assertThat(map.moveAll(patience())).isZero();
		assertThat(map).isEmpty();
	}

	@Test
	void anEntryWhoseKeyCanNotBeAskedForAnyMoreIsDroppedAndCountedOnce() {
		CacheMap<Moody, String> from = CacheMapBuilder.<Moody, String>of(Strategy.SHARDED).build();
		CacheMap<Moody, String> to = CacheMapBuilder.<Moody, String>of(Strategy.CONCURRENT).build();
		Moody key = new Moody();
		from.put(key, "value");
		from.put(new Moody(), "other");
		key.broken = true;
		MovingCacheMap<Moody, String> map = new MovingCacheMap<>(from, to, null);
		assertThat(map.moveAll(patience())).isOne();
		assertThat(map.statistics().evictedBySize()).isOne();
		assertThat(from.mappingCount()).isZero();
	}

	private static final class Moody {

		private boolean broken;

		@Override
		public int hashCode() {
			if (this.broken) {
				throw new IllegalStateException("no hash any more");
			}
			return System.identityHashCode(this);
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

	}

	/** An interim map that is used on once all is moved is still right. */
	@Test
	void aLateWriterFindsWhatIsInTheTarget() {
		this.map.put(1, "a");
		this.map.moveAll(patience());
		this.to.put(1, "b");
		assertThat(this.map.get(1)).isEqualTo("b");
		assertThat(this.map.replace(1, "b", "c")).isTrue();
		assertThat(this.to).containsEntry(1, "c");
		assertThat(this.map.remove(1)).isEqualTo("c");
		assertThat(this.to).isEmpty();
	}

}
