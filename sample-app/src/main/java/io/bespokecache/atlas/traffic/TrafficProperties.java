package io.bespokecache.atlas.traffic;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How much traffic Atlas drives against itself.
 *
 * @param duration Time after which traffic stops by itself.
 * @param requestsPerSecond Number of requests a second.
 */
@ConfigurationProperties("atlas.traffic")
record TrafficProperties(Duration duration, int requestsPerSecond) {

}
