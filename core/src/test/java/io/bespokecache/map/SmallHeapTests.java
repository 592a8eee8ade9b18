package io.bespokecache.map;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a cache that is to hold more than the heap, each in a process of its
 * own with a heap of 64 MiB.
 */
class SmallHeapTests {

	/** What {@code -XX:+ExitOnOutOfMemoryError} exits with. */
	private static final int OUT_OF_MEMORY = 3;

	@Test
	void aCacheWithSoftValuesSurvives() throws Exception {
		Process process = start(Strategy.LRU_REFERENCE, "soft");
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		assertThat(output).contains("collected");
	}

	@Test
	void aCacheWithWeakValuesSurvives() throws Exception {
		Process process = start(Strategy.LRU_REFERENCE, "weak");
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		assertThat(output).contains("collected");
	}

	@ParameterizedTest
	@EnumSource(names = { "LRU_REFERENCE", "ADAPTIVE_FIFO" })
	void aCacheWithStrongValuesDies(Strategy strategy) throws Exception {
		Process process = start(strategy, "strong");
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(output).isEqualTo(OUT_OF_MEMORY);
	}

	private static Process start(Strategy strategy, String values) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return new ProcessBuilder(java, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError", "-cp",
				System.getProperty("java.class.path"), Filler.class.getName(), strategy.name(), values)
			.redirectErrorStream(true)
			.start();
	}

	/**
	 * Fills a cache with half a gigabyte.
	 */
	static final class Filler {

		private static final int ENTRIES = 5_000;

		private static final int BYTES = 100_000;

		private Filler() {
		}

		public static void main(String[] args) {
			CacheMapBuilder<Integer, byte[]> builder = CacheMapBuilder.<Integer, byte[]>of(Strategy.valueOf(args[0]))
				.maximumSize(ENTRIES);
			CacheMap<Integer, byte[]> map = switch (args[1]) {
				case "soft" -> builder.softValues().build();
				case "weak" -> builder.weakValues().build();
				default -> builder.build();
			};
			long found = 0;
			for (int id = 0; id < ENTRIES; id++) {
				map.put(id, new byte[BYTES]);
				byte[] value = map.get(id / 2);
				if (value != null) {
					found += value.length;
				}
			}
			map.cleanUp();
			System.out.println(map.statistics().evictedByCollection() + " collected, " + map.mappingCount() + " left, "
					+ found + " bytes found");
			if (map.statistics().evictedByCollection() == 0) {
				System.exit(1);
			}
		}

	}

}
