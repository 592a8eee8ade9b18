package io.bespokecache.shared;

import org.jspecify.annotations.Nullable;

/**
 * What an engine holds of one key, and where its shard stood at the same moment or
 * before.
 *
 * @param value the value; {@code null} if there is none. Not to be modified
 * @param remainingMillis milliseconds until the value expires, 0 or more; 0 if there is
 * none
 * @param control where the shard stands; {@code null} if the engine knows nothing of the
 * shard, and what it holds is not to be believed, or if that was not asked
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Reading(byte @Nullable [] value, long remainingMillis, @Nullable Control control) {

	/**
	 * The same, of a shard of which it is known otherwise where it stands.
	 */
	Reading at(Control known) {
		return new Reading(this.value, this.remainingMillis, known);
	}

}
