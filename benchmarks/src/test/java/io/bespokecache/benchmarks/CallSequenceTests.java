package io.bespokecache.benchmarks;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CallSequenceTests {

	private static final int CALLS = 1 << 17;

	private final CallSequence calls = new CallSequence(Keys.LONG::key, Distribution.UNIFORM, 100, 90);

	@Test
	void everyCallHasAKeyOfItsOwn() {
		Set<Object> equal = new HashSet<>();
		Set<Integer> identities = new HashSet<>();
		for (int i = 0; i < 1_000; i++) {
			equal.add(this.calls.key(i));
			identities.add(System.identityHashCode(this.calls.key(i)));
		}
		assertThat(equal).hasSize(100);
		assertThat(identities).hasSizeGreaterThan(990);
	}

	@Test
	void itStartsOverAtItsEnd() {
		assertThat(this.calls.key(CALLS + 7)).isSameAs(this.calls.key(7));
		assertThat(this.calls.key(Integer.MIN_VALUE + 7)).isSameAs(this.calls.key(7));
	}

	@Test
	void asManyCallsReadAsAreAskedFor() {
		int writes = 0;
		for (int i = 0; i < CALLS; i++) {
			writes += this.calls.writes(i) ? 1 : 0;
		}
		assertThat(writes).isCloseTo(CALLS / 10, within(CALLS / 100));
	}

}
