package io.bespokecache.shared;

import org.jspecify.annotations.Nullable;

/**
 * How far this process has followed the announcements of one shard. Guarded by the lock
 * of its cache.
 */
final class ShardState {

	/** {@code null} until it is first known. */
	private @Nullable Control followed;

	@Nullable Control followed() {
		return this.followed;
	}

	void follow(@Nullable Control control) {
		this.followed = control;
	}

	/**
	 * How many announcements are missing between what was followed and the given one;
	 * negative if that has been followed already.
	 */
	static long missing(Control followed, Control announced) {
		return announced.sequence() - followed.sequence() - 1;
	}

}
