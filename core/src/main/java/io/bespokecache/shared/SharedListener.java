package io.bespokecache.shared;

/**
 * Hears of what is rare between a process and a shared engine. Returns quickly.
 */
public interface SharedListener {

	/**
	 * Operations can be executed, and what the engine holds is believed.
	 */
	void connected();

	/**
	 * Operations cannot be executed any more.
	 * @param reason why
	 */
	void disconnected(Throwable reason);

	/**
	 * Operations are not attempted any more.
	 * @param failure the last failure
	 */
	void breakerOpened(Throwable failure);

	/**
	 * Operations are attempted again.
	 */
	void breakerClosed();

	/**
	 * Announcements of a cache were missing.
	 * @param cache name of the cache
	 * @param lost how many
	 */
	void messagesLost(String cache, long lost);

	/**
	 * A key or a value could not be written, or what was read could not be understood.
	 * @param cache name of the cache
	 * @param problem what is wrong
	 */
	void unshareable(String cache, RuntimeException problem);

	/**
	 * The process ends before all evictions were done.
	 * @param cache name of the cache
	 * @param pending how many were not
	 */
	void evictionsAbandoned(String cache, long pending);

}
