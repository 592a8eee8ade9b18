package io.bespokecache.benchmarks.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a file of accesses says.
 */
class TraceTests {

	@TempDir
	Path directory = Path.of("");

	@Test
	void aLineIsAKey() throws IOException {
		write("plain", "# trace: plain\n# columns: key\n7\n-3\n7\n");
		assertThat(keys("plain")).containsExactly(7L, -3L, 7L);
	}

	@Test
	void theColumnOfTheKeyIsFound() throws IOException {
		write("columns", "# columns: timestamp,op,key,size,ttl (timestamp: seconds)\n0,get,12,,\n1,get,13,512,\n");
		assertThat(keys("columns")).containsExactly(12L, 13L);
	}

	@Test
	void differentKeysAreCounted() {
		assertThat(new Trace("own", 1, 2, 1, 3).distinctKeys()).isEqualTo(3);
	}

	@Test
	void aFileThatIsNoTraceIsRefusedByName() throws IOException {
		write("broken", "# columns: key\nseven\n");
		assertThatIllegalArgumentException().isThrownBy(() -> Trace.readAll(this.directory))
			.withMessageContainingAll("broken.trace.gz", "seven");
	}

	@Test
	void aTraceWithoutKeysIsRefused() throws IOException {
		write("keyless", "# columns: timestamp,op\n0,get\n");
		assertThatIllegalArgumentException().isThrownBy(() -> Trace.readAll(this.directory))
			.withMessageContaining("no column 'key'");
	}

	@Test
	void withoutADirectoryThereIsNoTrace() throws IOException {
		assertThat(Trace.readAll(this.directory.resolve("none"))).isEmpty();
	}

	private void write(String name, String text) throws IOException {
		try (OutputStream file = new GZIPOutputStream(
				Files.newOutputStream(this.directory.resolve(name + ".trace.gz")))) {
			file.write(text.getBytes(StandardCharsets.US_ASCII));
		}
	}

	private List<Long> keys(String name) throws IOException {
		List<Trace> traces = Trace.readAll(this.directory);
		assertThat(traces).extracting(Trace::name).containsExactly(name);
		Trace trace = traces.get(0);
		return IntStream.range(0, trace.length()).mapToObj(trace::key).toList();
	}

}
