package io.bespokecache.shared;

/**
 * Where a shard stands, as the engine has it.
 *
 * @param epoch drawn at random when the shard came into being; another one means that the
 * engine has lost the shard
 * @param sequence how many evictions the shard has seen; each one is announced with its
 * number
 * @param generation the values that are valid carry this number. A clear raises it; the
 * first one is drawn at random, so that none comes back with a lost shard
 */
public record Control(long epoch, long sequence, long generation) {

}
