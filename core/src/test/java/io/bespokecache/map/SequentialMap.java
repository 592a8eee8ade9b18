package io.bespokecache.map;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/**
 * The operations on one key that must be linearizable, on a {@link HashMap}: the
 * sequential specification of Lincheck, which makes an instance for each history.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:5")
@Param(name = "value", gen = IntGen.class, conf = "1:3")
public class SequentialMap {

	private final Map<Object, Integer> map;

	/**
	 * Starts with an empty map.
	 */
	public SequentialMap() {
		this(new HashMap<>());
	}

	SequentialMap(Map<Object, Integer> map) {
		this.map = map;
	}

	/** Keys of which some collide, and some are of types that tables may pack. */
	static Object keyOf(int key) {
		return switch (key) {
			case 3 -> 3L;
			case 4 -> new UUID(0, 4);
			case 5 -> "5";
			default -> new HashedKey(key, 0);
		};
	}

	@Operation
	public @Nullable Integer get(@Param(name = "key") int key) {
		return this.map.get(keyOf(key));
	}

	@Operation
	public boolean containsKey(@Param(name = "key") int key) {
		return this.map.containsKey(keyOf(key));
	}

	@Operation
	public @Nullable Integer put(@Param(name = "key") int key, @Param(name = "value") int value) {
		return this.map.put(keyOf(key), value);
	}

	@Operation
	public @Nullable Integer putIfAbsent(@Param(name = "key") int key, @Param(name = "value") int value) {
		return this.map.putIfAbsent(keyOf(key), value);
	}

	@Operation
	public @Nullable Integer remove(@Param(name = "key") int key) {
		return this.map.remove(keyOf(key));
	}

	@Operation
	public boolean removeValue(@Param(name = "key") int key, @Param(name = "value") int value) {
		return this.map.remove(keyOf(key), value);
	}

	@Operation
	public @Nullable Integer replace(@Param(name = "key") int key, @Param(name = "value") int value) {
		return this.map.replace(keyOf(key), value);
	}

	@Operation
	public boolean replaceValue(@Param(name = "key") int key, @Param(name = "value") int former,
			@Param(name = "value") int value) {
		return this.map.replace(keyOf(key), former, value);
	}

	@Operation
	public @Nullable Integer computeIfAbsent(@Param(name = "key") int key, @Param(name = "value") int value) {
		return this.map.computeIfAbsent(keyOf(key), (same) -> value);
	}

	@Operation
	public @Nullable Integer computeIfPresent(@Param(name = "key") int key, @Param(name = "value") int value) {
		return this.map.computeIfPresent(keyOf(key), (same, former) -> (value > 1) ? former + value : null);
	}

	@Operation
	public @Nullable Integer merge(@Param(name = "key") int key, @Param(name = "value") int value) {
		return this.map.merge(keyOf(key), value, (former, same) -> (former < 9) ? former + same : null);
	}

}
