package io.bespokecache.shared;

/**
 * One of the parts that the entries of a shared cache are divided into. All that one
 * operation touches is in one shard, so that an engine of many servers finds it in one
 * place.
 *
 * @param cache name of the cache
 * @param index number of the shard, from 0 to {@link #COUNT} - 1
 */
public record Shard(String cache, int index) {

	/** How many shards a cache has. Part of the format: all processes have to agree. */
	public static final int COUNT = 64;

	private static final int FNV_BASIS = 0x811C9DC5;

	private static final int FNV_PRIME = 0x01000193;

	/** By the golden ratio: its product's upper bits depend on all bits of the hash. */
	private static final int SPREAD = 0x9E3779B9;

	/**
	 * Refuses what is out of range.
	 * @throws IllegalArgumentException if there is no such shard
	 */
	public Shard {
		if (index < 0 || index >= COUNT) {
			throw new IllegalArgumentException("There is no shard " + index);
		}
	}

	/**
	 * The number of the shard that a key belongs to, the same in every process: FNV-1a of
	 * its bytes, mixed.
	 * @param key the key's bytes
	 * @return from 0 to {@link #COUNT} - 1
	 */
	public static int indexOf(byte[] key) {
		int hash = FNV_BASIS;
		for (byte octet : key) {
			hash = (hash ^ (octet & 0xFF)) * FNV_PRIME;
		}
		return (hash * SPREAD) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(COUNT));
	}

}
