package io.bespokecache.test;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What requests and answers have in common, as far as faults are concerned.
 */
final class CallFaults {

	private CallFaults() {
	}

	static Selection<Call> of(Operation... operations) {
		Set<Operation> selected = (operations.length > 0) ? EnumSet.copyOf(List.of(operations))
				: EnumSet.allOf(Operation.class);
		return Selection.all((call) -> selected.contains(call.operation()));
	}

	static Selection<Call> ofCache(Selection<Call> selection, String cache) {
		return selection.that((call) -> cache.equals(call.cache()));
	}

	static Fault lose(FaultList<Call> faults, Selection<Call> selection) {
		return faults.add(new SelectedFault<>(faults, selection, Effect.LOSE, null, 0));
	}

	static Fault delay(FaultList<Call> faults, Selection<Call> selection, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("A delay of " + duration + " is none: give more than 0");
		}
		return faults.add(new SelectedFault<>(faults, selection, Effect.PAUSE, duration, 0));
	}

	static Fault hang(FaultList<Call> faults, Selection<Call> selection) {
		return faults.add(new SelectedFault<>(faults, selection, Effect.PAUSE, null, 0));
	}

	static Fault corrupt(FaultList<Call> faults, Selection<Call> selection, long seed) {
		return faults.add(new SelectedFault<>(faults, selection.that(Call::carriesValue), Effect.CORRUPT, null, seed));
	}

}
