package io.bespokecache.shared;

import org.jspecify.annotations.Nullable;

/**
 * Announcement of one eviction, or of a clear of one shard.
 *
 * @param shard the shard
 * @param control where the shard stands after it
 * @param node number of the process that it comes from
 * @param key bytes of the key; {@code null} for all keys of the shard. Not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Message(Shard shard, Control control, long node, byte @Nullable [] key) {

}
