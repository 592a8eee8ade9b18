package io.bespokecache.autoconfigure;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.flight.FlightRecording;
import jdk.jfr.FlightRecorder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that tells Java Flight Recorder what
 * happens in caches, if the runtime image has it.
 */
@AutoConfiguration(after = BespokeCacheAutoConfiguration.class)
@ConditionalOnClass(FlightRecorder.class)
@ConditionalOnBean(BespokeCacheManager.class)
public final class BespokeCacheFlightRecorderAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	FlightRecording bespokeCacheFlightRecording(ObjectProvider<BespokeCacheManager> cacheManagers) {
		return new FlightRecording(cacheManagers);
	}

}
