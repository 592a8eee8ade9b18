package io.bespokecache.map;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kind of concurrent map that holds a cache's entries.
 */
public enum Strategy {

	/**
	 * {@link java.util.concurrent.ConcurrentHashMap}: the baseline for caches without a
	 * bound.
	 */
	CONCURRENT("a ConcurrentHashMap"),

	/**
	 * A read table that is laid out at each promotion, beside a delta of newer keys: for
	 * long-lived keys that are read far more often than written.
	 */
	PROMOTING("a frozen read table with a small delta of new keys"),

	/**
	 * Segments of flat tables with a lock a segment to write and none to read: for mixed
	 * or write-heavy use.
	 */
	SHARDED("independent segments with a write lock each"),

	/**
	 * Copy-on-write behind one reference: for data that is small or seldom changes, and
	 * for consistent views of all of it.
	 */
	SNAPSHOT("copy-on-write chunks behind one reference", Capability.CONSISTENT_SNAPSHOT, Capability.ATOMIC_BULK),

	/**
	 * One flat table that is read without a lock and written under one: for operations on
	 * several keys that take effect at one instant, where reads dominate.
	 */
	READ_WRITE_LOCK("a flat table with a read-write lock", Capability.CONSISTENT_SNAPSHOT, Capability.ATOMIC_BULK),

	/**
	 * One flat table with one lock, for readers too: for the least memory, and for
	 * operations on several keys that take effect at one instant.
	 */
	MUTEX("one flat table with one lock", Capability.CONSISTENT_SNAPSHOT, Capability.ATOMIC_BULK),

	/**
	 * Segments that evict by a descendant of S3-FIFO, and are read without a lock: for
	 * caches with a bound, with or without an expiry.
	 */
	ADAPTIVE_FIFO("segments of FIFO queues that are read without a lock", Capability.MAXIMUM_SIZE,
			Capability.MAXIMUM_WEIGHT, Capability.EXPIRE_AFTER_WRITE, Capability.EXPIRE_AFTER_ACCESS,
			Capability.EXPIRY),

	/**
	 * Segments that evict the least recently used entry, and let the garbage collector
	 * take values or keys if it is asked to: for caches of large values that must not end
	 * in an {@link OutOfMemoryError}.
	 */
	LRU_REFERENCE("segments in LRU order with weak or soft references", Capability.MAXIMUM_SIZE,
			Capability.MAXIMUM_WEIGHT, Capability.EXPIRE_AFTER_WRITE, Capability.EXPIRE_AFTER_ACCESS, Capability.EXPIRY,
			Capability.SOFT_VALUES, Capability.WEAK_VALUES, Capability.WEAK_KEYS),

	/**
	 * Caffeine's W-TinyLFU map: the baseline for caches with a bound or an expiry.
	 */
	CAFFEINE("Caffeine's bounded map", Capability.MAXIMUM_SIZE, Capability.MAXIMUM_WEIGHT,
			Capability.EXPIRE_AFTER_WRITE, Capability.EXPIRE_AFTER_ACCESS, Capability.EXPIRY, Capability.SOFT_VALUES,
			Capability.WEAK_VALUES);

	private final String description;

	@SuppressWarnings("ImmutableEnumChecker") // Set.of
	private final Set<Capability> capabilities;

	Strategy(String description, Capability... capabilities) {
		this.description = description;
		this.capabilities = Set.of(capabilities);
	}

	/**
	 * Name of this strategy in configuration, endpoints and log lines, for example
	 * {@code promoting}.
	 * @return the lower-case name with hyphens
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Structure of this strategy in a few words, to be read inside a sentence.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Whether maps of this strategy can do what the given capability names.
	 * @param capability what is asked for
	 * @return {@code true} if this strategy can do it
	 */
	public boolean can(Capability capability) {
		return this.capabilities.contains(capability);
	}

	/**
	 * What maps of this strategy can do.
	 * @return the capabilities; unmodifiable
	 */
	public Set<Capability> capabilities() {
		return this.capabilities;
	}

	/**
	 * Strategy of the given name, as {@link #id()} spells it.
	 * @param id the name
	 * @return the strategy
	 * @throws IllegalArgumentException if there is none; the message lists those that
	 * exist
	 */
	public static Strategy of(String id) {
		for (Strategy strategy : values()) {
			if (strategy.id().equals(id)) {
				return strategy;
			}
		}
		throw new IllegalArgumentException("There is no strategy '" + id + "'; there are "
				+ Arrays.stream(values()).map(Strategy::id).collect(Collectors.joining(", ")));
	}

	/**
	 * What only some strategies can do.
	 */
	public enum Capability {

		/** Evicts entries when there are more than a given number. */
		MAXIMUM_SIZE,

		/** Evicts entries when their weights sum to more than a given weight. */
		MAXIMUM_WEIGHT,

		/** Evicts an entry a given time after it was written. */
		EXPIRE_AFTER_WRITE,

		/** Evicts an entry a given time after it was last read or written. */
		EXPIRE_AFTER_ACCESS,

		/** Evicts each entry after a time of its own. */
		EXPIRY,

		/** Lets the garbage collector take values when memory is short. */
		SOFT_VALUES("values: soft"),

		/** Lets the garbage collector take values that nobody else refers to. */
		WEAK_VALUES("values: weak"),

		/**
		 * Lets the garbage collector take keys that nobody else refers to, and their
		 * values with them. Keys are compared by {@code equals} all the same.
		 */
		WEAK_KEYS,

		/**
		 * Shows all entries as they were at one instant, in a snapshot or an iteration.
		 */
		CONSISTENT_SNAPSHOT("bulk: snapshot"),

		/** Reads and writes several keys at one instant. */
		ATOMIC_BULK("bulk: atomic");

		private final String id;

		Capability() {
			this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

		Capability(String id) {
			this.id = id;
		}

		/**
		 * Name of the property that asks for this capability, with its value where only
		 * one value does: for example {@code expire-after-write} or {@code bulk: atomic}.
		 * @return the name in lower case with hyphens
		 */
		public String id() {
			return this.id;
		}

	}

}
