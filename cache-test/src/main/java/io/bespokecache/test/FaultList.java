package io.bespokecache.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The faults of one kind of event that have not ended. An event meets with one of them at
 * most: the one that was begun last, of those that apply. Guarded by itself.
 *
 * @param <E> the kind of event
 */
final class FaultList<E> {

	private final List<SelectedFault<E>> faults = new ArrayList<>();

	synchronized <F extends SelectedFault<E>> F add(F fault) {
		this.faults.add(fault);
		return fault;
	}

	synchronized void remove(SelectedFault<E> fault) {
		this.faults.remove(fault);
	}

	/**
	 * The fault that befalls an event.
	 * @param event the event
	 * @param exempt tells which faults do not
	 */
	synchronized @Nullable SelectedFault<E> strike(E event, Predicate<SelectedFault<E>> exempt) {
		for (int i = this.faults.size() - 1; i >= 0; i--) {
			SelectedFault<E> fault = this.faults.get(i);
			if (!exempt.test(fault) && fault.strikes(event)) {
				return fault;
			}
		}
		return null;
	}

	void endAll() {
		List<SelectedFault<E>> all;
		synchronized (this) {
			all = List.copyOf(this.faults);
		}
		all.forEach(SelectedFault::end);
	}

}
