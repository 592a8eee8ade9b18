package io.bespokecache.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import io.bespokecache.spring.BespokeCache;
import org.awaitility.core.ConditionTimeoutException;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static io.bespokecache.spring.Caches.cache;
import static org.awaitility.Awaitility.await;

/**
 * An application that has a virtual machine for itself, uses its caches, stops, and waits
 * for the threads of these caches to end.
 */
final class StoppedApplication {

	/** Precedes the names of the threads that worked while the application ran. */
	static final String WORKING = "working: ";

	/** Precedes the names of the threads that never ended. */
	static final String LEFT = "left: ";

	/** The maintenance thread that all share ends after ten seconds without work. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final List<String> PREFIXES = List.of("bespoke-cache-", "cache-refresh-");

	private StoppedApplication() {
	}

	/**
	 * Runs the application, and tells of its threads.
	 * @param args properties
	 */
	public static void main(String[] args) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class))
			.withInitializer(new YamlConfiguration("""
					defaults:
					  expire-after-write: 1ms
					  expiry-jitter: 0
					caches:
					  queues: { strategy: adaptive-fifo }
					  references: { strategy: lru-reference, values: soft }
					  library: { strategy: caffeine, refresh-after-write: 100ns }
					"""))
			.withPropertyValues(args)
			.run(StoppedApplication::use);
		try {
			await().atMost(PATIENCE).until(() -> threads().isEmpty());
		}
		catch (ConditionTimeoutException ex) {
			// The line below names those that are left.
		}
		System.out.println(LEFT + threads());
	}

	private static void use(ApplicationContext context) {
		Collection<String> working = new TreeSet<>();
		for (String name : List.of("queues", "references", "library")) {
			BespokeCache cache = cache(context, name);
			boolean refreshed;
			do {
				cache.put("key", "value");
				cache.get("key", () -> "other");
				working.addAll(threads());
				refreshed = cache.getStore().statistics().refreshes() > 0;
			}
			while (name.equals("library") && !refreshed);
			await().pollInterval(Duration.ofMillis(1)).until(() -> {
				working.addAll(threads());
				return cache.getStore().statistics().map().evictedByExpiry() > 0;
			});
			working.addAll(threads());
		}
		System.out.println(WORKING + working);
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> PREFIXES.stream().anyMatch(name::startsWith))
			.sorted()
			.toList();
	}

	/**
	 * What a line of the output says.
	 * @param label begins the line
	 * @param output of the application
	 */
	static Optional<List<String>> namesAfter(String label, String output) {
		return output.lines()
			.filter((line) -> line.startsWith(label + '['))
			.map((line) -> line.substring(label.length() + 1, line.length() - 1))
			.map((names) -> names.isEmpty() ? List.<String>of() : Arrays.asList(names.split(", ")))
			.findFirst();
	}

}
