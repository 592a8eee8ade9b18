package io.bespokecache.map;

/**
 * How much the searching suites do: 1 in each build, more on demand. <pre>
 * ./mvnw -pl core test -Plong-suites
 * ./mvnw -pl core test -Dtest=HistoryCheckerTests -Dbespokecache.effort=100
 * </pre>
 */
final class Effort {

	private static final int FACTOR = Math.max(1, Integer.getInteger("bespokecache.effort", 1));

	private Effort() {
	}

	static int times(int count) {
		return Math.multiplyExact(count, FACTOR);
	}

}
