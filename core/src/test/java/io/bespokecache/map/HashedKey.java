package io.bespokecache.map;

import org.jspecify.annotations.Nullable;

/**
 * A key whose hash code is chosen by the test.
 *
 * @param id what makes keys equal, and orders them
 * @param hash the hash code
 */
record HashedKey(int id, int hash) implements Comparable<HashedKey> {

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof HashedKey key && this.id == key.id;
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public int compareTo(HashedKey other) {
		return Integer.compare(this.id, other.id);
	}

}
