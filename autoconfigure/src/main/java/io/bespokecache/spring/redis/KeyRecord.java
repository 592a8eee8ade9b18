package io.bespokecache.spring.redis;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

import io.bespokecache.shared.UnshareableException;
import org.jspecify.annotations.Nullable;

/**
 * Takes records apart, and puts them together again. Records are compared by their
 * fields, so these count, and not what a method makes of them.
 */
final class KeyRecord {

	/**
	 * The canonical constructor, then the fields in its order. Holds on to classes of the
	 * JDK alone: a class of a parent loader would otherwise keep this library's loader.
	 */
	private static final ClassValue<AccessibleObject[]> MEMBERS = new ClassValue<>() {

		@Override
		protected AccessibleObject[] computeValue(Class<?> type) {
			try {
				return membersOf(type);
			}
			catch (ReflectiveOperationException | InaccessibleObjectException | SecurityException ex) {
				throw new UnshareableException("A key with the record " + type.getTypeName()
						+ " cannot be shared, because its fields are not accessible: open its module to reflection",
						ex);
			}
		}

	};

	private KeyRecord() {
	}

	private static AccessibleObject[] membersOf(Class<?> type) throws ReflectiveOperationException {
		requireDefaultEquals(type);
		RecordComponent[] components = type.getRecordComponents();
		AccessibleObject[] members = new AccessibleObject[components.length + 1];
		members[0] = type
			.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
		for (int i = 0; i < components.length; i++) {
			members[i + 1] = type.getDeclaredField(components[i].getName());
		}
		AccessibleObject.setAccessible(members, true);
		return members;
	}

	/**
	 * Only the method that the compiler adds is final, unless somebody takes pains.
	 */
	private static void requireDefaultEquals(Class<?> type) throws NoSuchMethodException {
		if (!Modifier.isFinal(type.getDeclaredMethod("equals", Object.class).getModifiers())) {
			throw new UnshareableException("A key with the record " + type.getTypeName()
					+ " cannot be shared, because it has an equals method of its own: remove that, or use another key");
		}
	}

	/**
	 * The components of a record.
	 * @throws UnshareableException if they do not tell records that are equal from others
	 */
	static @Nullable Object[] componentsOf(Object record) {
		AccessibleObject[] members = MEMBERS.get(record.getClass());
		@Nullable Object[] components = new Object[members.length - 1];
		try {
			for (int i = 0; i < components.length; i++) {
				components[i] = ((Field) members[i + 1]).get(record);
			}
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
		return components;
	}

	static int countOf(Class<?> type) {
		return MEMBERS.get(type).length - 1;
	}

	static Object newInstance(Class<?> type, @Nullable Object[] components) throws ReflectiveOperationException {
		return ((Constructor<?>) MEMBERS.get(type)[0]).newInstance(components);
	}

	/**
	 * Refuses a record that would come back as another: its constructor may well change
	 * what it is given.
	 */
	static void requireRestorable(Object record, @Nullable Object[] components) {
		Class<?> type = record.getClass();
		Object restored;
		try {
			restored = newInstance(type, components);
		}
		catch (ReflectiveOperationException ex) {
			throw new UnshareableException(unrestorable(type), ex);
		}
		if (!restored.equals(record)) {
			throw new UnshareableException(unrestorable(type));
		}
	}

	private static String unrestorable(Class<?> type) {
		return "A key with the record " + type.getTypeName()
				+ " cannot be shared, because its constructor does not take what the record holds as it is:"
				+ " make it do so, or use another key";
	}

}
