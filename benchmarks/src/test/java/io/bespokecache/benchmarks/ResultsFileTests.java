package io.bespokecache.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResultsFileTests {

	@TempDir
	private Path directory = Path.of("");

	@Test
	void whatWasAppendedIsThereInOrder() {
		open().append("a", 1.5, 2);
		open().append("a", 3, 4);
		open().append("b", 5);
		assertThat(open().of("a")).containsExactly(new double[] { 1.5, 2 }, new double[] { 3, 4 });
		assertThat(open().of("b")).containsExactly(new double[] { 5 });
		assertThat(open().of("c")).isEmpty();
	}

	@Test
	void aLineThatWasNotFinishedIsForgotten() throws IOException {
		open().append("a", 1);
		Files.writeString(file(), "a\t12", StandardOpenOption.APPEND);
		ResultsFile results = open();
		assertThat(results.of("a")).containsExactly(new double[] { 1 });
		results.append("a", 3);
		assertThat(open().of("a")).containsExactly(new double[] { 1 }, new double[] { 3 });
	}

	@Test
	void resultsOfAnotherMachineAreNotMixedIn() {
		open().append("a", 1);
		assertThatIllegalArgumentException().isThrownBy(() -> new ResultsFile(file(), "another machine"))
			.withMessage(
					"The results in " + file() + " are of 'a machine', not of 'another machine'; name another file");
	}

	@Test
	void withoutAFileResultsAreKeptInMemory() {
		ResultsFile results = new ResultsFile(null, "a machine");
		results.append("a", 1);
		assertThat(results.of("a")).containsExactly(new double[] { 1 });
	}

	private ResultsFile open() {
		return new ResultsFile(file(), "a machine");
	}

	private Path file() {
		return this.directory.resolve("results").resolve("reads.tsv");
	}

}
