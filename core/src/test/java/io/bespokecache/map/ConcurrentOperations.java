package io.bespokecache.map;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The same operations on a map under test. Lincheck makes the instances, and passes them
 * nothing; so what they test stands in a static field while a check runs.
 */
public class ConcurrentOperations extends SequentialMap {

	private static volatile @Nullable MapUnderTest subject;

	/**
	 * Starts with an empty map.
	 */
	public ConcurrentOperations() {
		super(newMap());
	}

	static CacheMap<Object, Integer> newMap() {
		return Objects.requireNonNull(subject, "subject").create();
	}

	static void with(MapUnderTest subject, Runnable check) {
		ConcurrentOperations.subject = subject;
		try {
			check.run();
		}
		finally {
			ConcurrentOperations.subject = null;
		}
	}

}
