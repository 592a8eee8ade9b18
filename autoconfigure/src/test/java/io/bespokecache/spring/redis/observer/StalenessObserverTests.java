package io.bespokecache.spring.redis.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.bespokecache.spring.redis.observer.Observation.Bounds;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three virtual machines under load, and all faults in turn. By hand: its bounds are
 * times, which a machine that is busy with something else may miss. The short form has a
 * short heartbeat and each fault once; the long form has the settings that applications
 * have, and lasts ten minutes or more: <pre>
 * ./mvnw -pl autoconfigure test -Dtest=StalenessObserverTests -Dbespokecache.effort=1
 * ./mvnw -pl autoconfigure test -Dtest=StalenessObserverTests -Dbespokecache.effort=10
 * </pre> Faults can be chosen by {@code -Dbespokecache.observer.faults=NONE,FLUSHED}.
 */
@EnabledIfSystemProperty(named = "bespokecache.effort", matches = "\\d+")
class StalenessObserverTests {

	private static final int NODES = 3;

	private static final int KEYS = 300;

	private static final Duration WARM_UP = Duration.ofSeconds(2);

	@Test
	void noReadIsStalerThanPromised() {
		if (Effort.isLong()) {
			observe(Math.max(1, Effort.times(1) / 10), Duration.ofSeconds(3), Duration.ofSeconds(8),
					new Bounds(Duration.ofSeconds(6), Duration.ofSeconds(6), Duration.ofMillis(100)));
		}
		else {
			observe(1, Duration.ofMillis(150), Duration.ofMillis(900),
					new Bounds(Duration.ofMillis(700), Duration.ofMillis(700), Duration.ofMillis(600)),
					"bespoke.cache.redis.heartbeat=100ms", "bespoke.cache.redis.max-staleness=600ms",
					"bespoke.cache.redis.lease=500ms", "bespoke.cache.redis.wait-timeout=2s");
		}
	}

	private static void observe(int rounds, Duration quiet, Duration duration, Bounds bounds, String... properties) {
		try (Scene scene = new Scene(NODES, KEYS, properties)) {
			Observation observation = new Observation(scene, bounds);
			observation.begin();
			Pause.of(WARM_UP.toNanos());
			for (int round = 0; round < rounds; round++) {
				for (Fault fault : faults()) {
					observation.undergo(fault, quiet, duration);
				}
			}
			List<String> violations = observation.end();
			System.out.println(observation.table());
			assertThat(violations).as(observation.table()).isEmpty();
			assertThatAllNodesReadWhatWasWrittenLast(scene);
			assertThatNothingIsLeft(scene);
		}
	}

	private static List<Fault> faults() {
		String names = System.getProperty("bespokecache.observer.faults", "");
		List<Fault> faults = new ArrayList<>();
		for (String name : names.split(",", -1)) {
			if (!name.isEmpty()) {
				faults.add(Fault.valueOf(name));
			}
		}
		return faults.isEmpty() ? List.of(Fault.values()) : faults;
	}

	private static void assertThatAllNodesReadWhatWasWrittenLast(Scene scene) {
		for (int key = 0; key < KEYS; key++) {
			for (Node node : scene.nodes()) {
				assertThat(node.ask("find " + key)).as("key %d in node %d", key, node.number())
					.containsExactly(String.valueOf(scene.registers().version(key)));
			}
		}
	}

	private static void assertThatNothingIsLeft(Scene scene) {
		for (Node node : scene.nodes()) {
			assertThat(node.ask("futures")).as("futures of node %d", node.number())
				.allSatisfy((count) -> assertThat(Integer.parseInt(count)).isLessThan(1000));
			assertThat(node.ask("close")).as("threads of node %d", node.number()).isEmpty();
		}
		Awaitility.await().untilAsserted(() -> {
			assertThat(scene.keys("l:")).as("leases").isEmpty();
			assertThat(scene.server().command("CLIENT", "LIST").lines()).as("connections").hasSize(1);
		});
	}

}
