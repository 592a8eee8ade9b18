package io.bespokecache.spring.redis.observer;

/**
 * A fault and the time after it, until nothing of it is left to be seen.
 *
 * @param fault the fault
 * @param phase the phase of the reads meanwhile
 * @param begin when it began
 * @param end when it ended
 * @param settled when all nodes were coherent again and had no pending eviction
 * @param over from when on nothing is excused any more
 * @param loads how often registers were loaded meanwhile
 */
record Episode(Fault fault, int phase, long begin, long end, long settled, long over, long loads) {

	boolean covers(long time) {
		return time - this.begin >= 0 && time - this.over < 0;
	}

}
