package io.bespokecache.map;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * A sample that has its part of the misses.
 */
class EvenSampleTests {

	private static final double RATE = 0.05;

	private final EvenSample sample = new EvenSample(RATE);

	private final SplittableRandom random = new SplittableRandom(3);

	@Test
	void itBeginsAtTheBoundThatIsRightInTheMean() {
		assertThat(this.sample.bound()).isEqualTo(Sample.threshold(RATE));
		assertThat(this.sample.bound()).isLessThan(EvenSample.widest(RATE));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.85, 1, 1.15 })
	void itHasItsPartOfTheMissesWhereItsKeysAreTooManyOrTooFew(double part) {
		// So many of the keys that a sample of that bound should have are there.
		int keys = 4_000;
		int bound = Sample.threshold(RATE);
		int inBound = (int) (part * RATE * keys);
		int[] mixed = new int[keys];
		for (int key = 0; key < keys; key++) {
			boolean in = key < inBound;
			int value = this.random.nextInt(in ? 0 : bound, in ? bound : Sample.threshold(1));
			mixed[key] = value;
		}
		miss(mixed, 200_000);
		int has = 0;
		for (int key : mixed) {
			has += this.sample.contains(key) ? 1 : 0;
		}
		assertThat(has).isCloseTo((int) (RATE * keys), within(10));
	}

	@Test
	void itMovesNoFurtherThanToItsWidestAndClosestBound() {
		int[] none = { Sample.threshold(1) - 1 };
		miss(none, 1_000);
		this.sample.move();
		assertThat(this.sample.bound()).isEqualTo(EvenSample.widest(RATE));
		int[] all = { 1 };
		miss(all, 10_000);
		assertThat((double) this.sample.bound() / Sample.threshold(RATE)).isCloseTo(0.8, within(0.01));
	}

	@Test
	void theWholeStaysTheWhole() {
		EvenSample whole = new EvenSample(1);
		for (int id = 0; id < 10_000; id++) {
			int mixed = Sample.mix(id);
			whole.missed(mixed, 1 + id % 3);
			assertThat(whole.contains(mixed)).isTrue();
		}
	}

	private void miss(int[] mixed, int misses) {
		for (int miss = 0; miss < misses; miss++) {
			this.sample.missed(mixed[this.random.nextInt(mixed.length)], 1);
		}
	}

}
