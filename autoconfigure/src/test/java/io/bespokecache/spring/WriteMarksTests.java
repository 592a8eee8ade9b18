package io.bespokecache.spring;

import java.util.concurrent.CountDownLatch;

import io.bespokecache.spring.WriteMarks.Mark;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WriteMarksTests {

	private static final int GROUP = 7;

	private final WriteMarks marks = new WriteMarks();

	@Test
	void aMarkIsGreaterThanEveryMomentBeforeIt() {
		long before = this.marks.now();
		Mark mark = this.marks.mark(GROUP);
		assertThat(mark.previous()).isZero();
		assertThat(mark.current()).isGreaterThan(before).isLessThanOrEqualTo(this.marks.now());
		assertThat(this.marks.latest(GROUP)).isEqualTo(mark.current());
		assertThat(this.marks.mark(GROUP).previous()).isEqualTo(mark.current());
	}

	@Test
	void aGroupDoesNotHearOfAnother() {
		this.marks.mark(GROUP);
		this.marks.mark(WriteMarks.EVERY_GROUP);
		assertThat(this.marks.latest(GROUP + 1)).isZero();
	}

	@Test
	void everyKeyHasAGroup() {
		for (int key : new int[] { 0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE }) {
			assertThat(WriteMarks.groupOf(key)).isBetween(0, WriteMarks.EVERY_GROUP - 1);
		}
		assertThat(WriteMarks.groupOf(new String("a"))).isEqualTo(WriteMarks.groupOf("a"));
	}

	@Test
	void whatTheMarksForbidIsNotStored() {
		assertThat(this.marks.storeIf(GROUP, () -> false, () -> {
			throw new IllegalStateException("stored");
		})).isFalse();
		assertThat(this.marks.storeIf(GROUP, () -> true, () -> this.marks.mark(GROUP))).isTrue();
		assertThat(this.marks.latest(GROUP)).isPositive();
	}

	@Test
	void aWriterOfTheGroupMarksAtOnceButWaitsForAStoreUnderWay() throws Exception {
		aWriterWaits(GROUP, true);
		aWriterWaits(GROUP, false);
	}

	@Test
	void aWriterOfEveryGroupWaitsForAStoreUnderWay() throws Exception {
		aWriterWaits(WriteMarks.EVERY_GROUP, true);
		aWriterWaits(WriteMarks.EVERY_GROUP, false);
	}

	private void aWriterWaits(int group, boolean whileChecked) throws Exception {
		long before = this.marks.latest(group);
		CountDownLatch storing = new CountDownLatch(1);
		CountDownLatch mayStore = new CountDownLatch(1);
		Runnable pause = () -> {
			storing.countDown();
			try {
				mayStore.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		Thread store = new Thread(() -> this.marks.storeIf(GROUP, () -> {
			if (whileChecked) {
				pause.run();
			}
			return true;
		}, pause));
		Thread writer = new Thread(() -> this.marks.mark(group));
		store.start();
		storing.await();
		writer.start();
		await().until(() -> writer.getState() == Thread.State.WAITING);
		assertThat(this.marks.latest(group)).isGreaterThan(before);
		mayStore.countDown();
		store.join();
		writer.join();
	}

}
