package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * The plans of methods, read without a lock and without an allocation. Grows with the
 * number of cached methods, never with that of calls. Thread-safe.
 * <p>
 * A table that readers can see is never written to: a new plan goes into a copy, which
 * one volatile write publishes.
 */
final class PlanTable {

	private static final int INITIAL_SLOTS = 16;

	private volatile @Nullable Entry[] slots = new Entry[INITIAL_SLOTS];

	/**
	 * Finds the plan of a method.
	 * @param method the method as it was called
	 * @param targetClass class of the object that it was called on
	 * @return the plan, or {@code null} if there is none yet
	 */
	@SuppressWarnings("ReferenceEquality") // a proxy passes the same object each time
	@Nullable MethodPlan find(Method method, Class<?> targetClass) {
		@Nullable Entry[] slots = this.slots;
		int mask = slots.length - 1;
		int slot = slotOf(method, targetClass) & mask;
		Entry entry;
		while ((entry = slots[slot]) != null) {
			if (entry.method == method && entry.targetClass == targetClass) {
				return entry.plan;
			}
			slot = (slot + 1) & mask;
		}
		return findEqual(slots, method, targetClass);
	}

	/**
	 * Finds the plan of a method that is another object each time: if it became an entry
	 * of its own, the table would grow with the calls.
	 */
	private static @Nullable MethodPlan findEqual(@Nullable Entry[] slots, Method method, Class<?> targetClass) {
		for (Entry entry : slots) {
			if (entry != null && entry.targetClass == targetClass && entry.method.equals(method)) {
				return entry.plan;
			}
		}
		return null;
	}

	/**
	 * Adds the plan of a method, unless there is one.
	 * @return the plan that is there now, which everybody is to use
	 */
	synchronized MethodPlan add(Method method, Class<?> targetClass, MethodPlan plan) {
		MethodPlan present = find(method, targetClass);
		if (present != null) {
			return present;
		}
		@Nullable Entry[] slots = copy();
		insert(slots, new Entry(method, targetClass, plan));
		this.slots = slots;
		return plan;
	}

	/**
	 * A copy with room for one more at a load of at most one half.
	 */
	private @Nullable Entry[] copy() {
		@Nullable Entry[] slots = this.slots;
		int entries = 1;
		for (Entry entry : slots) {
			entries += (entry != null) ? 1 : 0;
		}
		@Nullable Entry[] copy = new Entry[(entries * 2 > slots.length) ? slots.length * 2 : slots.length];
		for (Entry entry : slots) {
			if (entry != null) {
				insert(copy, entry);
			}
		}
		return copy;
	}

	private static void insert(@Nullable Entry[] slots, Entry entry) {
		int mask = slots.length - 1;
		int slot = slotOf(entry.method, entry.targetClass) & mask;
		while (slots[slot] != null) {
			slot = (slot + 1) & mask;
		}
		slots[slot] = entry;
	}

	private static int slotOf(Method method, Class<?> targetClass) {
		int hash = System.identityHashCode(method) * 31 + targetClass.hashCode();
		return hash ^ (hash >>> 16);
	}

	private record Entry(Method method, Class<?> targetClass, MethodPlan plan) {

	}

}
