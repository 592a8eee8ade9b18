package io.bespokecache.cache;

/**
 * Entries that a cache has dropped by itself in a while.
 *
 * @param size to keep the bound
 * @param expired because their time had passed
 * @param collected because the garbage collector took the value or the key
 */
public record Evictions(long size, long expired, long collected) {

	/**
	 * Entries dropped for any cause.
	 * @return the sum
	 */
	public long total() {
		return this.size + this.expired + this.collected;
	}

}
