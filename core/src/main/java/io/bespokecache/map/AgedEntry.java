package io.bespokecache.map;

/**
 * An entry on its way from one map to another, with what it has lived already. All times
 * are in nanoseconds. Where chance has shortened a life, nobody knows by how much: ages
 * are then those that it has at least.
 *
 * @param key the key as the former map holds it
 * @param value the value
 * @param age time since it was written, or 0 in a map whose entries have no time to live
 * @param idle time since it was last used, or 0 in a map whose entries have no time to
 * idle
 * @param left what is left of its time to live, or {@link Long#MAX_VALUE} if it has none
 * @param timeToLive the time to live of all entries of the former map, which that is left
 * of; 0 if there is none, or each has its own
 * @param <K> the type of keys
 * @param <V> the type of values
 */
record AgedEntry<K, V>(K key, V value, long age, long idle, long left, long timeToLive) {

	/** An entry of which nobody knows how long it has lived. */
	static <K, V> AgedEntry<K, V> ofUnknownAge(K key, V value) {
		return new AgedEntry<>(key, value, 0, 0, Long.MAX_VALUE, 0);
	}

	/** An entry with a time to live of its own. */
	static <K, V> AgedEntry<K, V> withOwnLife(K key, V value, long left) {
		return new AgedEntry<>(key, value, 0, 0, left, 0);
	}

	/** The same entry, written so long ago. */
	AgedEntry<K, V> writtenBefore(long age) {
		return new AgedEntry<>(this.key, this.value, age, this.idle, this.left, this.timeToLive);
	}

	boolean hasOwnLife() {
		return this.timeToLive == 0 && this.left != Long.MAX_VALUE;
	}

	/** The least that chance may leave of a duration of which it takes a part. */
	static long shortest(long nanos, double jitter) {
		return nanos - (long) (nanos * jitter);
	}

}
