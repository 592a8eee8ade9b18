package io.bespokecache.map;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A miniature, against the policy that it is one of.
 */
class MiniatureFifoTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 32, 33, 128, 255 })
	void itDecidesAsThePolicyDoesWithTheSameShare(int capacity) {
		SplittableRandom random = new SplittableRandom(capacity);
		PolicyUnderTest policy = new PolicyUnderTest(capacity);
		MiniatureFifo miniature = new MiniatureFifo(capacity, FifoPolicy.FIRST_SHARE);
		int hits = 0;
		int loop = 0;
		for (int access = 0; access < 200_000; access++) {
			// Phases in which keys are used at random, in a loop, and once.
			int id = switch ((access / 5_000) % 4) {
				case 0 -> random.nextInt(4 * capacity);
				case 1 -> loop++ % (2 * capacity);
				case 2 -> (int) Math.pow(20.0 * capacity, random.nextDouble());
				default -> (random.nextInt(3) > 0) ? access : random.nextInt(capacity);
			};
			int key = Sample.remix(id);
			boolean hit = policy.access(key, miniature);
			assertThat(miniature.access(key)).as("access %d", access).isEqualTo(hit);
			hits += hit ? 1 : 0;
		}
		assertThat(hits).isPositive();
		assertThat(policy.nodes.keySet()).allMatch(miniature::contains);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 255 })
	void itHoldsAsManyKeysAsItsCapacityAndNoMore(int capacity) {
		MiniatureFifo miniature = new MiniatureFifo(capacity, 0.3);
		for (int round = 0; round < 3; round++) {
			for (int id = 0; id < capacity; id++) {
				assertThat(miniature.access(Sample.remix(id))).isEqualTo(round > 0);
			}
		}
		for (int id = 0; id < 3 * capacity; id++) {
			miniature.access(Sample.remix(id));
		}
		int present = 0;
		for (int id = 0; id < 3 * capacity; id++) {
			present += miniature.contains(Sample.remix(id)) ? 1 : 0;
		}
		assertThat(present).isEqualTo(capacity);
	}

	/** The policy, with what a segment does around it. */
	private static final class PolicyUnderTest {

		private final int capacity;

		private final FifoPolicy policy;

		private final Map<Integer, Node> nodes = new HashMap<>();

		PolicyUnderTest(int capacity) {
			this.capacity = capacity;
			this.policy = new FifoPolicy(capacity, null, 0);
		}

		boolean access(int key, MiniatureFifo follower) {
			Node found = this.nodes.get(key);
			if (found != null) {
				found.use();
				return true;
			}
			int hash = key >>> Byte.SIZE;
			this.policy.missed(hash);
			follower.setShare(this.policy.ownShare());
			if (this.nodes.size() == this.capacity) {
				Node victim = this.policy.evict();
				assertThat(victim).isNotNull();
				this.nodes.values().remove(victim);
			}
			Node added = new Node(key, hash);
			added.setValue("value");
			this.policy.add(added);
			this.nodes.put(key, added);
			return false;
		}

	}

}
