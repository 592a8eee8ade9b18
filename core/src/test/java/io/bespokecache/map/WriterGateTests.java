package io.bespokecache.map;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link WriterGate}.
 */
class WriterGateTests {

	private static final Duration MOMENT = Duration.ofMillis(1);

	private final WriterGate gate = new WriterGate();

	@Test
	void nobodyIsWaitedForWhereNobodyIs() {
		int cell = this.gate.enter();
		this.gate.leave(cell);
		assertThat(this.gate.awaitWriters(MOMENT)).isTrue();
	}

	@Test
	void aWriterIsWaitedForInWhicheverSetHeIsCounted() {
		int cell = this.gate.enter();
		assertThat(this.gate.awaitWriters(MOMENT)).as("with the writer in the current set").isFalse();
		assertThat(this.gate.awaitWriters(MOMENT)).as("with the writer in the former set").isFalse();
		this.gate.leave(cell);
		assertThat(this.gate.awaitWriters(MOMENT)).isTrue();
	}

	@Test
	void aWriterWhoCallsItselfIsInUntilItHasGoneOutAsOften() {
		int outer = this.gate.enter();
		int inner = this.gate.enter();
		this.gate.leave(inner);
		assertThat(this.gate.awaitWriters(MOMENT)).isFalse();
		this.gate.leave(outer);
		assertThat(this.gate.awaitWriters(MOMENT)).isTrue();
	}

	@Test
	void writersWhoGoOnComingHoldNobodyUp() {
		assertThat(
				Race.missesWhile(20, () -> assertThat(this.gate.awaitWriters(Duration.ofSeconds(30))).isTrue(), () -> {
					int cell = this.gate.enter();
					this.gate.leave(cell);
					return false;
				}))
			.isZero();
	}

}
