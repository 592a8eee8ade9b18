package io.bespokecache.map;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import io.bespokecache.map.Strategy.Capability;
import org.jspecify.annotations.Nullable;

/**
 * A map in a state of its own for each sample: of a random strategy, with keys of a
 * random kind, and with tables so small and rebuilds so frequent that they fall inside
 * the sample.
 */
class Subject {

	private static final int KINDS = 4;

	private static final List<Strategy> STRATEGIES = Arrays.stream(Strategy.values())
		.filter((strategy) -> strategy != Strategy.CAFFEINE)
		.toList();

	private final int kind = ThreadLocalRandom.current().nextInt(KINDS);

	private final int strategy;

	/** The map. */
	final CacheMap<Object, Box> map;

	/** A map of any strategy. */
	Subject() {
		this(STRATEGIES);
	}

	/**
	 * A map of a strategy that can do something.
	 * @param capability what it can do
	 */
	Subject(Capability capability) {
		this(STRATEGIES.stream().filter((strategy) -> strategy.can(capability)).toList());
	}

	/**
	 * A map that drops entries by itself.
	 * @param settings sets the bound or the expiry
	 * @param capability what a strategy has to be able to do for that
	 */
	Subject(Consumer<CacheMapBuilder<Object, Box>> settings, Capability capability) {
		this(STRATEGIES.stream().filter((strategy) -> strategy.can(capability)).toList(), settings);
	}

	private Subject(List<Strategy> strategies) {
		this(strategies, (builder) -> {
		});
	}

	private Subject(List<Strategy> strategies, Consumer<CacheMapBuilder<Object, Box>> settings) {
		Strategy strategy = strategies.get(ThreadLocalRandom.current().nextInt(strategies.size()));
		this.strategy = STRATEGIES.indexOf(strategy);
		CacheMapBuilder<Object, Box> builder = CacheMapBuilder.<Object, Box>of(strategy).eagerRebuilds();
		settings.accept(builder);
		this.map = builder.build();
	}

	/** Place of the strategy in {@link Strategy}, to be shown with an outcome. */
	final int strategy() {
		return this.strategy;
	}

	/**
	 * A key, equal to all others of its number and identical to none. Those of the last
	 * kind collide.
	 * @param id its number
	 * @return the key
	 */
	final Object key(int id) {
		return switch (this.kind) {
			case 0 -> (long) id;
			case 1 -> new String("key-" + id);
			case 2 -> new UUID(0, id);
			default -> new Colliding(id);
		};
	}

	/**
	 * Puts a number.
	 * @param id number of the key
	 * @param number the value
	 */
	final void put(int id, int number) {
		this.map.put(key(id), new Box(number));
	}

	/**
	 * Number that a key has.
	 * @param id number of the key
	 * @return the number, or -1 if the key is absent
	 */
	final int get(int id) {
		return numberOf(this.map.get(key(id)));
	}

	/**
	 * Removes a key.
	 * @param id number of the key
	 */
	final void remove(int id) {
		this.map.remove(key(id));
	}

	/**
	 * Number in a box.
	 * @param box the box
	 * @return the number, or -1 if there is none
	 */
	static int numberOf(@Nullable Box box) {
		return (box != null) ? box.number : -1;
	}

	/**
	 * A value whose content is written plainly, and is zero to whom it was not published.
	 */
	static final class Box {

		@SuppressWarnings("FieldMayBeFinal") // a final field would be published by itself
		private int number;

		Box(int number) {
			this.number = number;
		}

	}

	private record Colliding(int id) {

		@Override
		public int hashCode() {
			return 0;
		}

	}

}
