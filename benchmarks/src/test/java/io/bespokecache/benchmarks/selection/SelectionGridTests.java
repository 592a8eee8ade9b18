package io.bespokecache.benchmarks.selection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.bespokecache.benchmarks.CommandLine;
import io.bespokecache.benchmarks.Fork;
import io.bespokecache.benchmarks.Machine;
import io.bespokecache.benchmarks.ResultsFile;
import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SelectionGrid}.
 */
class SelectionGridTests {

	private static final GridCell CELL = GridDesign.FIT.cells().get(0);

	@TempDir
	private Path directory;

	@Test
	void beforeTheOpeningRoundsEveryStrategyIsAContender() throws IOException {
		assertThat(SelectionGrid.contenders(GridDesign.FIT, results(""))).containsAll(CELL.forks());
	}

	@Test
	void whoeverWasHopelessInBothOpeningRoundsIsOut() throws IOException {
		StringBuilder measured = new StringBuilder();
		for (Fork fork : CELL.forks()) {
			measured.append(fork).append("\t10\n").append(fork).append("\t10\n");
		}
		String text = measured.toString();
		Fork slow = CELL.fork(Strategy.MUTEX);
		Fork once = CELL.fork(Strategy.SHARDED);
		text = text.replace(slow + "\t10\n" + slow + "\t10\n", slow + "\t21\n" + slow + "\t21\n");
		text = text.replace(once + "\t10\n" + once + "\t10\n", once + "\t500\n" + once + "\t20\n");
		assertThat(SelectionGrid.contenders(GridDesign.FIT, results(text))).contains(once)
			.doesNotContain(slow)
			.containsAll(CELL.forks().stream().filter((fork) -> !fork.equals(slow)).toList());
	}

	private ResultsFile results(String text) throws IOException {
		Path file = this.directory.resolve("results.tsv");
		Files.writeString(file, "# " + Machine.describe() + "\n" + text);
		return new CommandLine(new String[] { "--results", file.toString() }, "--results").results();
	}

}
