package io.bespokecache.workload;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the keys of a cache.
 *
 * @param type name of their class
 * @param kind what is wrong
 */
public record KeyFlaw(String type, Kind kind) {

	private static final ClassValue<Verdict> VERDICTS = new ClassValue<>() {

		@Override
		protected Verdict computeValue(Class<?> type) {
			return new Verdict(judge(type));
		}

	};

	/**
	 * Looks for a flaw that a class alone shows.
	 * @param type class of a key
	 * @return the flaw, or {@code null} if there is none
	 */
	static @Nullable KeyFlaw of(Class<?> type) {
		return VERDICTS.get(type).flaw();
	}

	private static @Nullable KeyFlaw judge(Class<?> type) {
		if (type.isArray()) {
			return new KeyFlaw(type.getTypeName(), Kind.ARRAY);
		}
		if (type == Class.class || Enum.class.isAssignableFrom(type)) {
			return null;
		}
		try {
			boolean inherited = type.getMethod("hashCode").getDeclaringClass() == Object.class
					|| type.getMethod("equals", Object.class).getDeclaringClass() == Object.class;
			return inherited ? new KeyFlaw(type.getTypeName(), Kind.IDENTITY) : null;
		}
		catch (NoSuchMethodException | LinkageError | RuntimeException ex) {
			// A class that does not let itself be looked at has no flaw that is known.
			return null;
		}
	}

	/** What is wrong with keys. */
	public enum Kind {

		/** Their class inherits {@code equals} or {@code hashCode} from Object. */
		IDENTITY,

		/** They are arrays, which are equal to nothing but themselves. */
		ARRAY,

		/** Many of them have the same hash code. */
		COLLISIONS

	}

	private record Verdict(@Nullable KeyFlaw flaw) {

	}

}
