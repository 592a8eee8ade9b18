package io.bespokecache.benchmarks;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Not a map, but what the machine alone takes in the place of a put: it computes for
 * about as long as a put takes, and stores a number in an array that was there before. It
 * allocates nothing, stores no reference, takes no lock and moves nothing, so whatever a
 * put of it waits for, no map can avoid.
 * <p>
 * One thread may put, and others get.
 */
final class NoMap extends AbstractMap<Object, Object> {

	/** What it is called where maps are named. */
	static final String NAME = "NO_MAP";

	private static final int LENGTH = 1 << 20;

	private static final int TURNS = 40;

	private static final int MULTIPLIER = 0x9E37_79B9;

	private final int[] numbers = new int[LENGTH];

	private int state = 1;

	@Override
	public @Nullable Object put(Object key, Object value) {
		int hash = this.state ^ key.hashCode();
		for (int turn = 0; turn < TURNS; turn++) {
			hash = (hash ^ (hash >>> 15)) * MULTIPLIER;
		}
		this.state = hash;
		this.numbers[hash & (LENGTH - 1)] = hash | 1;
		return null;
	}

	@Override
	public @Nullable Object get(@Nullable Object key) {
		int hash = (key != null) ? key.hashCode() * MULTIPLIER : 0;
		return (this.numbers[hash & (LENGTH - 1)] != 0) ? key : null;
	}

	@Override
	public Set<Map.Entry<Object, Object>> entrySet() {
		return Set.of();
	}

}
