package io.bespokecache.cache;

/**
 * A key whose hash code is that of every other.
 */
record CollidingKey(String name) {

	@Override
	public int hashCode() {
		return 1;
	}

}
