package io.bespokecache.spring.flight;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheFlightRecorderAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.cache.Evictions;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.Caches;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * An application that loads into its cache, and has a virtual machine for itself in which
 * nobody records.
 */
final class UnrecordedApplication {

	/** What it says when it has loaded. */
	static final String LOADED = "loaded by an unrecorded application";

	private UnrecordedApplication() {
	}

	/**
	 * Runs the application.
	 * @param args none
	 */
	public static void main(String[] args) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BespokeCachingAutoConfiguration.class,
					BespokeCacheAutoConfiguration.class, BespokeCacheFlightRecorderAutoConfiguration.class))
			.run((context) -> {
				BespokeCache rates = Caches.cache(context, "rates");
				System.out.println(rates.get("key", () -> LOADED));
				context.getBean(FlightRecording.class).created(rates);
				context.getBean(FlightRecording.class).evicted(rates, new Evictions(1, 0, 0));
			});
	}

}
