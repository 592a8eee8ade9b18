package io.bespokecache.spring.redis.observer;

/**
 * A write of the database and the eviction that followed it. Times are by
 * {@link System#nanoTime()}, which all processes of a machine have in common.
 *
 * @param node who wrote
 * @param key the key
 * @param version what was written
 * @param all whether the whole cache was cleared, not one key evicted
 * @param returned when the call that evicts returned
 * @param acknowledged when it was first seen that Redis has all evictions of the node up
 * to this one; {@link #NEVER} if it never was
 */
record Write(int node, int key, long version, boolean all, long returned, long acknowledged) {

	static final long NEVER = Long.MAX_VALUE;

	String line() {
		return "write " + this.node + ' ' + this.key + ' ' + this.version + ' ' + this.all + ' ' + this.returned + ' '
				+ this.acknowledged;
	}

	static Write parse(String line) {
		String[] parts = line.split(" ", -1);
		return new Write(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Long.parseLong(parts[3]),
				Boolean.parseBoolean(parts[4]), Long.parseLong(parts[5]), Long.parseLong(parts[6]));
	}

	Write acknowledgedAt(long time) {
		return new Write(this.node, this.key, this.version, this.all, this.returned, time);
	}

}
