package io.bespokecache.atlas.node;

import java.net.URI;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The nodes of Atlas, if there are several.
 *
 * @param self Name of this node.
 * @param nodes Addresses of all nodes, by name; none if this Atlas is alone.
 */
@ConfigurationProperties("atlas.cluster")
record ClusterProperties(@DefaultValue("") String self, @DefaultValue Map<String, URI> nodes) {

}
