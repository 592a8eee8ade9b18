package io.bespokecache.atlas.traffic;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much traffic Atlas drives against itself.
 *
 * @param duration Time after which traffic stops by itself.
 * @param requestsPerSecond Number of requests a second, in steps of a hundred.
 */
@ConfigurationProperties("atlas.traffic")
@Validated
record TrafficProperties(@DefaultValue("2m") @DurationMin(seconds = 1) Duration duration,
		@DefaultValue("500") @Min(100) @Max(10_000) int requestsPerSecond) {

}
