package io.bespokecache.spring.redis.observer;

/**
 * A read that returned less than what was written and evicted before it began.
 *
 * @param node who read
 * @param phase which part of the run it was
 * @param key the key
 * @param version what was returned
 * @param start when the read began
 * @param end when it ended
 */
record StaleRead(int node, int phase, int key, long version, long start, long end) {

	String line() {
		return "stale " + this.node + ' ' + this.phase + ' ' + this.key + ' ' + this.version + ' ' + this.start + ' '
				+ this.end;
	}

	static StaleRead parse(String line) {
		String[] parts = line.split(" ", -1);
		return new StaleRead(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]),
				Long.parseLong(parts[4]), Long.parseLong(parts[5]), Long.parseLong(parts[6]));
	}

}
