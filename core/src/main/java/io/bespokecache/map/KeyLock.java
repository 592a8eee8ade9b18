package io.bespokecache.map;

/**
 * The lock that keeps the writers of a share of all keys apart while these move from one
 * map to another.
 */
final class KeyLock extends OwnedLock {

}
