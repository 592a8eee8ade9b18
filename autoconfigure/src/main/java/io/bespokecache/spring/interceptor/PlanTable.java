package io.bespokecache.spring.interceptor;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The plans of methods, read without a lock and without an allocation. Grows with the
 * number of methods that are called, never with that of calls. Thread-safe.
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
		int slot = slotOfIdentity(method, targetClass) & mask;
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
	 * Finds the plan of a method that is another object: of another proxy class, or each
	 * time. If it became an entry of its own, the table could grow with the calls.
	 */
	private static @Nullable MethodPlan findEqual(@Nullable Entry[] slots, Method method, Class<?> targetClass) {
		int mask = slots.length - 1;
		int slot = slotOfValue(method, targetClass) & mask;
		Entry entry;
		while ((entry = slots[slot]) != null) {
			if (entry.targetClass == targetClass && entry.method.equals(method)) {
				return entry.plan;
			}
			slot = (slot + 1) & mask;
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
	 * A copy with room for one more at a load of at most one half. Each entry has two
	 * slots: by the identity of its method, and by its value.
	 */
	private @Nullable Entry[] copy() {
		Set<Entry> entries = new HashSet<>(Arrays.asList(this.slots));
		entries.remove(null);
		int needed = 4 * (entries.size() + 1);
		@Nullable Entry[] copy = new Entry[(needed > this.slots.length) ? 2 * this.slots.length : this.slots.length];
		entries.forEach((entry) -> insert(copy, entry));
		return copy;
	}

	private static void insert(@Nullable Entry[] slots, Entry entry) {
		insert(slots, entry, slotOfIdentity(entry.method, entry.targetClass));
		insert(slots, entry, slotOfValue(entry.method, entry.targetClass));
	}

	private static void insert(@Nullable Entry[] slots, Entry entry, int preferred) {
		int mask = slots.length - 1;
		int slot = preferred & mask;
		while (slots[slot] != null) {
			slot = (slot + 1) & mask;
		}
		slots[slot] = entry;
	}

	private static int slotOfIdentity(Method method, Class<?> targetClass) {
		return spread(System.identityHashCode(method), targetClass);
	}

	private static int slotOfValue(Method method, Class<?> targetClass) {
		return spread(method.hashCode(), targetClass);
	}

	private static int spread(int methodHash, Class<?> targetClass) {
		int hash = methodHash * 31 + targetClass.hashCode();
		return hash ^ (hash >>> 16);
	}

	private record Entry(Method method, Class<?> targetClass, MethodPlan plan) {

	}

}
