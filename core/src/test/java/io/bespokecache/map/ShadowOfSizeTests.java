package io.bespokecache.map;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What miniatures of another size predict, and how sure they are of it.
 */
class ShadowOfSizeTests {

	private static final int ENTRIES = 100;

	private final SplittableRandom random = new SplittableRandom(5);

	@Test
	void itPredictsNothingBeforeAnythingWasMissed() {
		ShadowOfSize shadow = shadow(2, 1);
		assertThat(shadow.prediction(1)).isNull();
		shadow.access(Sample.mix(1), true, true);
		assertThat(shadow.prediction(1)).isNull();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.5, 1, 2, 4 })
	void itMissesAsOftenAsACacheOfItsSize(double factor) {
		ShadowOfSize shadow = shadow(factor, 2);
		MiniatureFifo base = new MiniatureFifo(ENTRIES, FifoPolicy.FIRST_SHARE);
		access(shadow, base, 100_000, true);
		// Of a thousand keys that are used alike, each has its place in a part of the
		// time.
		double expected = (1 - factor * ENTRIES / 1_000) / (1 - ENTRIES / 1_000.0);
		assertThat(prediction(shadow, 1).missFactor()).isCloseTo(expected, within(0.03));
		assertThat(prediction(shadow, 1).sampledMisses()).isGreaterThan(50_000);
	}

	@Test
	void aPeriodCountsAsMuchAsItHadMisses() {
		ShadowOfSize shadow = shadow(2, 1);
		// At first the other size hits nothing of what the actual one misses...
		for (int id = 0; id < 1_000; id++) {
			shadow.access(Sample.mix(id), false, true);
		}
		assertThat(prediction(shadow, 1).missFactor()).isEqualTo(1);
		shadow.endPeriod(1);
		// ...and then all of it.
		for (int access = 0; access < 1_000; access++) {
			shadow.access(Sample.mix(900 + access % 100), false, true);
		}
		assertThat(prediction(shadow, 1).missFactor()).isCloseTo(0.5, within(0.01));
		assertThat(prediction(shadow, 9).missFactor()).isCloseTo(0.1, within(0.01));
		shadow.endPeriod(9);
		assertThat(prediction(shadow, 1).missFactor()).isCloseTo(0.1, within(0.01));
		assertThat(prediction(shadow, 1).sampledMisses()).isEqualTo(2_000);
	}

	@Test
	void whatDoesNotCountOnlyWarmsItUp() {
		ShadowOfSize shadow = shadow(2, 1);
		shadow.access(Sample.mix(1), false, false);
		assertThat(shadow.prediction(1)).isNull();
		shadow.access(Sample.mix(1), false, true);
		assertThat(prediction(shadow, 1).missFactor()).isZero();
	}

	@Test
	void itForgetsSlowly() {
		ShadowOfSize shadow = shadow(2, 1);
		for (int id = 0; id < 300_000; id++) {
			shadow.access(Sample.mix(id), false, true);
		}
		assertThat(prediction(shadow, 1).missFactor()).isCloseTo(1, within(0.001));
		assertThat(prediction(shadow, 1).sampledMisses()).isBetween(1L << 16, 1L << 17);
		for (int access = 0; access < 600_000; access++) {
			shadow.access(Sample.mix(299_990 + access % 10), false, true);
		}
		assertThat(prediction(shadow, 1).missFactor()).isLessThan(0.01);
	}

	@Test
	void itIsLessSureWhereFewKeysMatter() {
		ShadowOfSize alike = shadow(2, 1);
		access(alike, new MiniatureFifo(ENTRIES, FifoPolicy.FIRST_SHARE), 20_000, true);
		assertThat(prediction(alike, 1).missFactorError()).isBetween(0.001, 0.02);
		ShadowOfSize unequal = shadow(2, 1);
		for (int access = 0; access < 20_000; access++) {
			// Half of the misses are those of one key, which the other size would hit.
			int id = (access % 2 == 0) ? 0 : access;
			unequal.access(Sample.mix(id), false, true);
		}
		assertThat(prediction(unequal, 1).missFactor()).isCloseTo(0.5, within(0.01));
		assertThat(prediction(unequal, 1).missFactorError()).isGreaterThan(0.2);
	}

	@Test
	void aPredictionIsReliableIfItRestsOnManyMissesOfManyKeys() {
		assertThat(new SizePrediction(2, 0.8, 499, 0).isReliable(0.5)).isFalse();
		assertThat(new SizePrediction(2, 0.8, 500, 0).isReliable(0.5)).isTrue();
		assertThat(new SizePrediction(2, 0.8, 10_000, 0.07).isReliable(0.5)).isFalse();
		assertThat(new SizePrediction(2, 0.8, 10_000, 0.05).isReliable(0.5)).isTrue();
		assertThat(new SizePrediction(2, 0.8, 10_000, 0.07).isReliable(0.9)).isTrue();
		assertThat(new SizePrediction(2, 0.8, 10_000, 0.07).hitRatioError(0.9)).isCloseTo(0.007, within(1e-9));
	}

	private static ShadowOfSize shadow(double factor, int most) {
		return new ShadowOfSize(factor, factor * ENTRIES, most, FifoPolicy.FIRST_SHARE);
	}

	private static SizePrediction prediction(ShadowOfSize shadow, double weight) {
		SizePrediction prediction = shadow.prediction(weight);
		assertThat(prediction).isNotNull();
		return prediction;
	}

	private void access(ShadowOfSize shadow, MiniatureFifo base, int accesses, boolean counted) {
		for (int access = 0; access < accesses; access++) {
			int mixed = Sample.mix(1 + this.random.nextInt(1_000));
			shadow.access(mixed, base.access(Sample.remix(mixed)), counted);
		}
	}

}
