package io.bespokecache.atlas.node;

import java.net.URI;
import java.util.List;

/**
 * How a node stands.
 *
 * @param node name of the node
 * @param address where it serves
 * @param self whether it is the one that tells
 * @param answers whether it answers
 * @param caches its caches, by name; none if it does not answer
 */
record NodeState(String node, URI address, boolean self, boolean answers, List<SharedCacheState> caches) {

}
