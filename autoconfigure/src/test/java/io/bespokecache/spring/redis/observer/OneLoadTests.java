package io.bespokecache.spring.redis.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads of several virtual machines miss one key at the same time. The long form,
 * {@code -Dbespokecache.effort=10}, has two hundred threads a machine and more rounds.
 */
class OneLoadTests {

	private static final int THREADS = Effort.isLong() ? 200 : 50;

	private static final int ROUNDS = Effort.times(3);

	private static final int KILLS = Effort.isLong() ? 3 : 1;

	private static final int NODES = 3;

	/** A busy machine must not make an operation fail: that is not the subject here. */
	private static final String PATIENT = "bespoke.cache.redis.timeout=8s";

	@Test
	void allOfThemTogetherLoadOnce() throws Exception {
		try (Scene scene = new Scene(NODES, ROUNDS, PATIENT)) {
			scene.registers().slowDown(Duration.ofMillis(500).toNanos());
			for (int key = 0; key < ROUNDS; key++) {
				scene.registers().write(key);
				for (CompletableFuture<List<String>> given : storm(scene, key)) {
					assertThat(given.get()).hasSize(THREADS).containsOnly("1");
				}
				assertThat(scene.registers().loads(key)).as("loads of key %d", key).isEqualTo(1);
			}
			System.out.printf("%d rounds of %d x %d threads: one load each%n", ROUNDS, NODES, THREADS);
		}
	}

	@Test
	void ifTheOneThatLoadsIsKilledOneOtherLoads() throws Exception {
		for (int round = 0; round < KILLS; round++) {
			try (Scene scene = new Scene(NODES, 1, PATIENT)) {
				scene.registers().write(0);
				scene.registers().slowDown(Duration.ofMinutes(10).toNanos());
				List<CompletableFuture<List<String>>> given = storm(scene, 0);
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> scene.registers().loader(0) >= 0);
				scene.registers().slowDown(Duration.ofMillis(300).toNanos());
				int killed = scene.registers().loader(0);
				scene.nodes().get(killed).kill();
				for (int node = 0; node < NODES; node++) {
					if (node != killed) {
						assertThat(given.get(node).get()).hasSize(THREADS).containsOnly("1");
					}
				}
				assertThat(scene.registers().loads(0)).isEqualTo(2);
				assertThat(scene.registers().loader(0)).isNotEqualTo(killed);
			}
		}
		System.out.printf("%d rounds with the loader killed: one more load each%n", KILLS);
	}

	/** What all threads of each machine are given. */
	private static List<CompletableFuture<List<String>>> storm(Scene scene, int key) {
		long when = System.nanoTime() + Duration.ofMillis(300).toNanos();
		ExecutorService executor = Executors.newCachedThreadPool();
		List<CompletableFuture<List<String>>> given = new ArrayList<>();
		for (Node node : scene.nodes()) {
			given.add(CompletableFuture.supplyAsync(() -> node.ask("storm " + key + " " + THREADS + " " + when),
					executor));
		}
		executor.shutdown();
		return given;
	}

}
