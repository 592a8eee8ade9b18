package io.bespokecache.benchmarks;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CommandLineTests {

	@Test
	void whatIsGivenReplacesTheFallback() {
		CommandLine options = new CommandLine(new String[] { "--runs", "3", "--maps", "SHARDED,MUTEX" }, "--runs",
				"--maps", "--keys");
		assertThat(options.number("--runs", 10)).isEqualTo(3);
		assertThat(options.text("--keys", "LONG")).isEqualTo("LONG");
		assertThat(options.implementations("--maps", Implementation.PROMOTING)).containsExactly(Implementation.SHARDED,
				Implementation.MUTEX);
	}

	@Test
	void withoutALimitARunMayTakeDays() {
		assertThat(new CommandLine(new String[0]).limit()).isGreaterThan(Duration.ofDays(100));
		assertThat(new CommandLine(new String[] { "--minutes", "3" }, "--minutes").limit())
			.isEqualTo(Duration.ofMinutes(3));
	}

	@Test
	void anUnknownOptionIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CommandLine(new String[] { "--run", "3" }, "--runs", "--maps"))
			.withMessage("There is no option '--run'; there are --runs, --maps");
	}

	@Test
	void anOptionWithoutAValueIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new CommandLine(new String[] { "--runs" }, "--runs"))
			.withMessage("Option '--runs' has no value");
	}

}
