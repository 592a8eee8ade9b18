package io.bespokecache.test;

import io.bespokecache.shared.SharedStore;

/**
 * One of the two connections between a cache and its second level.
 */
public enum Link {

	/**
	 * What operations go over, all but {@link SharedStore#barrier}.
	 */
	COMMANDS,

	/**
	 * What announcements arrive over, and what {@link SharedStore#barrier} asks.
	 */
	ANNOUNCEMENTS

}
