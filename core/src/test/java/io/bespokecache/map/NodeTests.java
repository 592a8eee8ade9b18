package io.bespokecache.map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an entry remembers of its uses.
 */
class NodeTests {

	private final Node entry = new Node("key", 0xABCDEF);

	@Test
	void usesAreCountedUpToThree() {
		for (int uses = 0; uses < 10; uses++) {
			assertThat(this.entry.uses()).isEqualTo(Math.min(uses, 3));
			assertThat(this.entry.use()).isFalse();
		}
	}

	@Test
	void somebodyHearsOfAllUsesOfAMarkedEntry() {
		this.entry.setUses(1, true);
		assertThat(this.entry.uses()).isOne();
		for (int uses = 2; uses < 10; uses++) {
			assertThat(this.entry.use()).isTrue();
			this.entry.useMarked(true);
			assertThat(this.entry.uses()).isEqualTo(Math.min(uses, 3));
		}
	}

	@Test
	void aMarkIsLostWithAUseThatIsNotTakenDown() {
		this.entry.setUses(0, true);
		assertThat(this.entry.use()).isTrue();
		this.entry.useMarked(false);
		assertThat(this.entry.uses()).isOne();
		assertThat(this.entry.use()).isFalse();
		assertThat(this.entry.uses()).isEqualTo(2);
	}

	@Test
	void aUseOfAnEntryThatHasLostItsMarkMeanwhileIsCounted() {
		this.entry.setUses(2, true);
		assertThat(this.entry.use()).isTrue();
		this.entry.setUses(0, false);
		this.entry.useMarked(false);
		assertThat(this.entry.uses()).isOne();
	}

	@Test
	void theHashIsKeptBesideTheUses() {
		this.entry.setUses(3, true);
		assertThat(this.entry.hash()).isEqualTo(0xABCDEF);
	}

}
